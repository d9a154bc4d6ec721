import ArgumentParser
import CaseFeedback
import CaseFeedbackService

/// Shows how the installation stands.
struct StatusVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how the installation stands: schema, logs, projections, clocks.",
        discussion: """
            A projection that stands still says why; recording goes on meanwhile.

              casefeedback status
              casefeedback status --json
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        let report = try await call.withInstallation(database) { installation async throws(Failure) in
            try await asFailure { () async throws(Problem) in try await installation.status() }
        }
        if call.console.isJSON {
            try call.console.print(json: report)
        } else {
            try call.console.print(StatusText(report, in: call.console.language).text)
        }
    }
}
