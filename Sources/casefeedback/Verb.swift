import ArgumentParser
import CaseFeedback
import Foundation
import Logging

/// One thing that the program does. Its failures are told in the caller's language, and decide how the program ends.
protocol Verb: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// What is logged unless the caller says otherwise. A verb tells its own failure: a warning beside it would tell it twice.
    static var logLevel: Logger.Level { get }
    func perform(_ call: Call) async throws(Failure)
}

extension Verb {
    static var logLevel: Logger.Level { .error }

    /// - Throws: ``ExitStatus`` after telling why.
    func run() async throws {
        // Whoever asked in English wants to read in English that a setting is wrong.
        var console = Console(language: Language(rawValue: common.language ?? "") ?? .swedish, isJSON: common.json)
        do throws(Failure) {
            let environment = ProcessInfo.processInfo.environment
            let settings = try Settings(
                environment: environment, file: try InputFile.bytesIfPresent(at: Settings.path))
            if let language = try? Call.language(common, settings) {
                console = Console(language: language, isJSON: common.json)
            }
            try await perform(Call(common, settings: settings, environment: environment, quietest: Self.logLevel))
        } catch {
            console.report(error)
            throw error.status
        }
    }
}
