import CaseFeedbackService
import Testing

@testable import casefeedback

@Suite struct `Looking a setting up` {
    private func settings(
        _ environment: [String: String] = [:], file: String? = nil
    ) throws -> Settings {
        try Settings(
            environment: environment, file: file.map { Array($0.utf8) },
            secret: { path throws(Failure) in "secret of \(path)" })
    }

    @Test func `takes the flag before the variable, and the variable before the file`() throws {
        let all = try settings(["CASEFEEDBACK_LANGUAGE": "variable"], file: #"{"language":"file"}"#)
        #expect(all.text(.language, flag: "flag") == "flag")
        #expect(all.text(.language) == "variable")
        #expect(try settings(file: #"{"language":"file"}"#).text(.language) == "file")
        #expect(try settings().text(.language) == nil)
    }

    @Test(arguments: Setting.allCases)
    func `finds every setting under its variable and under its name in the file`(_ setting: Setting) throws {
        #expect(try settings([setting.variable: "x"]).text(setting) == "x")
        #expect(try settings(file: "{\"\(setting.rawValue)\":\"y\"}").text(setting) == "y")
    }

    @Test func `names a variable for a setting of two words with an underscore`() {
        #expect(Setting.logLevel.variable == "CASEFEEDBACK_LOG_LEVEL")
        #expect(Setting.database.fileVariable == "CASEFEEDBACK_DATABASE_FILE")
    }

    @Test func `takes a variable that is set to nothing for one that is not set`() throws {
        #expect(try settings(["CASEFEEDBACK_LANGUAGE": ""], file: #"{"language":"en"}"#).text(.language) == "en")
    }

    @Test func `reads a secret from the file that a variable names`() throws {
        #expect(try settings(["CASEFEEDBACK_DATABASE_FILE": "/run/db"]).text(.database) == "secret of /run/db")
    }

    @Test func `has no file variable for what is no secret`() throws {
        #expect(try settings(["CASEFEEDBACK_LANGUAGE_FILE": "/run/language"]).text(.language) == nil)
    }

    @Test func `refuses a secret that is given both ways`() {
        let failure = #expect(throws: Failure.self) {
            try settings(["CASEFEEDBACK_DATABASE": "a", "CASEFEEDBACK_DATABASE_FILE": "/run/db"])
        }
        #expect(failure?.problem.code == "setting-given-twice")
        #expect(failure?.status == .usage)
    }

    @Test(arguments: [
        (#"{"databse":"x"}"#, "unknown-field", "/databse"), (#"{"port":8080}"#, "wrong-type", "/port"),
        ("{", "malformed-json", ""),
    ])
    func `refuses a configuration file that is not what it should be`(
        _ file: String, _ code: String, _ field: String
    ) {
        let failure = #expect(throws: Failure.self) { try settings(file: file) }
        #expect(failure?.problem.code == code)
        #expect(failure?.problem.field == field)
        #expect(failure?.status == .badInput)
    }
}
