import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import Foundation
import Logging

/// One thing that the program does. Its failures are told in the caller's language, and decide how the program ends.
protocol Verb: AsyncParsableCommand, Sendable {
    var common: CommonOptions { get }
    /// What is logged unless the caller says otherwise. A verb tells its own failure: a warning beside it would tell it twice.
    static var logLevel: Logger.Level { get }
    /// What is told after Ctrl-C: what stands, and how to go on. Nothing where the verb sees to signals by itself.
    var interruption: Problem? { get }
    func perform(_ call: Call) async throws(Failure)
}

extension Verb {
    static var logLevel: Logger.Level { .error }
    var interruption: Problem? { Problem(.tryLater, "interrupted") }

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
            let call = try Call(common, settings: settings, environment: environment, quietest: Self.logLevel)
            guard let interruption else { return try await perform(call) }
            try await untilInterrupted(as: interruption, on: console) { () async throws(Failure) in
                try await perform(call)
            }
        } catch {
            console.report(error)
            throw error.status
        }
    }
}
