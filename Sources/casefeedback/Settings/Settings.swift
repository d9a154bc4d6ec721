import CanonicalJSON
import CaseFeedbackService
import Configuration

/// The settings of one call: what flags leave open is looked up in the environment, then in the configuration file.
struct Settings: Sendable {
    private let reader: ConfigReader

    /// Where an installation keeps its settings.
    static let path = "/etc/casefeedback/config.json"

    /// `file` is the configuration file's text, nothing where there is none: a name in it that is no setting is refused.
    /// `secret` reads the file of a secret.
    init(
        environment: [String: String], file: [UInt8]?,
        secret: (_ path: String) throws(Failure) -> String = InputFile.secret
    ) throws(Failure) {
        var variables: [String: String] = [:]
        for setting in Setting.allCases {
            // A variable that is set to nothing is how a compose file or a unit file leaves one out.
            let value = environment[setting.variable].flatMap { $0.isEmpty ? nil : $0 }
            variables[setting.variable] = value
            guard setting.isSecret, let path = environment[setting.fileVariable], !path.isEmpty else { continue }
            guard value == nil else {
                throw .usage("setting-given-twice", ["one": setting.variable, "other": setting.fileVariable])
            }
            variables[setting.variable] = try secret(path)
        }
        let secrets = Set(Setting.allCases.filter(\.isSecret).map(\.variable))
        reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: variables, secretsSpecifier: .specific(secrets))
                .prefixKeys(with: "casefeedback"),
            InMemoryProvider(
                name: Self.path, values: try file.map { text throws(Failure) in try Self.values(in: text) } ?? [:]),
        ])
    }

    /// The flag's value if it was given, else the first of environment and file.
    func text(_ setting: Setting, flag: String? = nil) -> String? {
        flag ?? reader.string(forKey: ConfigKey([setting.rawValue]), isSecret: setting.isSecret)
    }

    private static func values(in text: [UInt8]) throws(Failure) -> [AbsoluteConfigKey: ConfigValue] {
        do throws(JSONFault) {
            let document = try JSONDocument(parsing: text)
            let file = try StrictDecoder().decode(ConfigurationFile.self, from: document)
            return file.values.reduce(into: [:]) { values, entry in
                values[AbsoluteConfigKey([entry.key.rawValue])] = ConfigValue(
                    .string(entry.value), isSecret: entry.key.isSecret)
            }
        } catch {
            throw Failure(Problem(error))
        }
    }
}

/// An object with a string for each setting that it sets.
private struct ConfigurationFile: Decodable {
    let values: [Setting: String]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ setting: Setting) { stringValue = setting.rawValue }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var values: [Setting: String] = [:]
        for setting in Setting.allCases {
            values[setting] = try container.decodeIfPresent(String.self, forKey: Key(setting))
        }
        self.values = values
    }
}
