import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Logging
import Postgres

/// One call of the program: its settings, its console and its log.
struct Call: Sendable {
    let settings: Settings
    let console: Console
    let logger: Logger
    private let environment: [String: String]

    init(
        _ options: CommonOptions, settings: Settings, environment: [String: String], quietest: Logger.Level
    ) throws(Failure) {
        self.settings = settings
        self.environment = environment
        console = Console(language: try Self.language(options, settings), isJSON: options.json)
        let level = settings.text(.logLevel, flag: options.logLevel)
        var logger = Logger(label: "casefeedback") { StreamLogHandler.standardError(label: $0) }
        // Whoever reads problems as JSON from standard error must find nothing else there.
        logger.logLevel =
            try level.map { text throws(Failure) in try Self.logLevel(text) } ?? (options.json ? .critical : quietest)
        self.logger = logger
    }

    static func language(_ options: CommonOptions, _ settings: Settings) throws(Failure) -> Language {
        guard let text = settings.text(.language, flag: options.language) else { return .swedish }
        guard let language = Language(rawValue: text) else {
            throw .notOneOf(Language.allCases.map(\.rawValue), .language, value: text)
        }
        return language
    }

    private static func logLevel(_ text: String) throws(Failure) -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw .notOneOf(Logger.Level.allCases.map(\.rawValue), .logLevel, value: text)
        }
        return level
    }

    /// Where the database is; it is not reached for yet.
    func database(_ options: DatabaseOptions) throws(Failure) -> PostgresConfiguration {
        try DatabasePlace.configuration(
            setting: settings.text(.database, flag: options.database), environment: environment,
            cluster: { () throws(Failure) in try InputFile.bytesIfPresent(at: DatabasePlace.clusterPath) })
    }

    /// Who acts: what was given, else the user of the operating system in the role of an administrator.
    func caller(_ options: CallerOptions) throws(Failure) -> Caller {
        let role = settings.text(.role, flag: options.role) ?? Role.administrator.rawValue
        guard Role(rawValue: role) != nil else { throw .notOneOf(Role.allCases.map(\.rawValue), .role, value: role) }
        let named = settings.text(.caller, flag: options.caller) ?? NSUserName()
        let parts = named.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let ground = settings.text(.ground, flag: options.ground) ?? "local-administration"
        return Caller(
            issuer: try OptionValue.read(Label.self, parts.count == 2 ? parts[0] : "os", option: "--caller").text,
            subject: try OptionValue.read(Label.self, parts[parts.count - 1], option: "--caller").text,
            isVerified: false, role: role,
            ground: try OptionValue.read(Label.self, ground, option: "--ground").text)
    }

    /// Works with the installation on a database whose schema is this program's.
    func withInstallation<Answer: Sendable>(
        _ options: DatabaseOptions, _ body: (Installation) async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        let installation = Installation(
            try database(options), programVersion: Release.version, logger: logger)
        let outcome: Result<Answer, Failure>
        do throws(Failure) {
            try await storeFailure { () async throws(StoreError) in try await installation.connections.checkSchema() }
            outcome = .success(try await body(installation))
        } catch {
            outcome = .failure(error)
        }
        await installation.close()
        return try outcome.get()
    }
}

extension Failure {
    /// A setting has a value that can't be chosen.
    static func notOneOf(_ allowed: [String], _ setting: Setting, value: String) -> Failure {
        .usage("setting-not-one-of", ["allowed": allowed.joined(separator: ", ")], field: setting.flag, value: value)
    }
}
