import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventSourcing

/// What concerns the clocks.
struct ClockVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Handles clocks that are apart.",
        discussion: "  casefeedback clock accept --reason 'The host was restored from a snapshot'",
        subcommands: [ClockAcceptVerb.self])
}

/// Lets recording go on while the clocks are apart.
struct ClockAcceptVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Lets recording go on although the clocks are more than a minute apart.",
        discussion: """
            Recorded time still rises. The decision is an event of the log with its reason, and ends by itself when the \
            clocks are together again. Set the clocks first if you can.

              casefeedback clock accept --reason 'The host was restored from a snapshot'
            """)

    @Option(help: "Why; it is recorded.") var reason: String

    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var caller: CallerOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private struct Accepted: Encodable {
        let organisation: OrganisationID
        let apartMilliseconds: Int
    }

    func perform(_ call: Call) async throws(Failure) {
        let caller = try call.caller(caller)
        let accepted = try await call.withInstallation(database) { installation async throws(Failure) in
            let organisation = try await call.organisation(organisation, in: installation)
            let apart = try await asFailure { () async throws(Problem) in
                try await installation.clocks.accept(organisation, reason: reason, by: caller)
            }
            return Accepted(organisation: organisation, apartMilliseconds: apart)
        }
        try call.console.answer(
            accepted,
            Sentence(
                sv: "Godtaget för {organisation}: klockorna skiljer sig {milliseconds} ms.",
                en: "Accepted for {organisation}: the clocks are {milliseconds} ms apart."),
            [
                "organisation": accepted.organisation.text, "milliseconds": "\(accepted.apartMilliseconds)",
            ])
    }
}
