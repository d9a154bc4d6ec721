import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Synchronization

/// Checks that history is whole and that everything shown is its fold.
struct VerifyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that history is whole, and that everything shown follows from it.",
        discussion: """
            Every log is read from its first event: as many events as its head says, no position and no version missing, \
            rising time, every event and every protected text such as could have been recorded, tags recomputed, every \
            command there; and every projection is compared with a fresh fold. It changes nothing. Ends with 5 when \
            something is found. Whether a command is the one that was sent is not told: it is not stored, so its \
            fingerprint can't be made again. An organisation whose head rows are lost stands in no list: name it.

              casefeedback verify
              casefeedback verify --organisation 1480 --json
            """)

    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        let report = try await call.withInstallation(database) { installation async throws(Failure) in
            let asked = try await call.organisations(organisation, in: installation) {
                (named) async throws(Failure) in
                try await !asFailure { () async throws(Problem) in try await installation.verifier.headless(named) }
                    .isEmpty
            }
            return try await verify(asked, in: installation, on: call.console)
        }
        if call.console.isJSON {
            try call.console.print(json: VerificationDocument(report, in: call.console.language))
        } else {
            try call.console.print(VerificationText(report, in: call.console.language).text)
        }
        guard report.isClean else {
            throw Failure(
                Problem(.installation, "verification-failed", ["count": "\(report.findings.count)"]),
                status: .verificationFailed)
        }
    }

    private func verify(
        _ organisations: [OrganisationID], in installation: Installation, on console: Console
    ) async throws(Failure) -> VerificationReport {
        let heads = try await storeFailure { () async throws(StoreError) in try await installation.log.heads() }
        let total = heads.filter { organisations.contains($0.key.organisation) }.values.reduce(0) { $0 + $1.value }
        let bar = ProgressBar("verify", of: total, on: console)
        defer { bar.finish() }
        let read = Mutex<[LogID: Int64]>([:])
        return try await asFailure { () async throws(Problem) in
            try await installation.verifier.verify(organisations) { log, position in
                bar.show(
                    read.withLock { read in
                        read[log] = position.value
                        return read.values.reduce(0, +)
                    })
            }
        }
    }
}
