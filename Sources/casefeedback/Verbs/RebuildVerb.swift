import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore

/// Counts projections anew from the events.
struct RebuildVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Counts everything that is shown anew from the events.",
        discussion: """
            Each projection is written beside the one that is served, compared with it where both stand, and takes its \
            place within milliseconds; recording and reading go on meanwhile. A rebuild that was stopped, by Ctrl-C or by \
            force, is gone on with when the same command is run again. The earlier one is kept, and kept up to date, until \
            the next rebuild; --rollback serves it again, --remove-kept removes it. With --dry-run the new one is compared \
            and thrown away, and a difference ends with 5. Of a difference it says how many rows it is about, and where \
            the first of them differs.

              casefeedback rebuild --all
              casefeedback rebuild --projection annual-wheel --organisation 1480 --dry-run
              casefeedback rebuild --all --rollback
            """)

    @Flag(help: "Every projection.") var all = false

    @Option(
        help: ArgumentHelp(
            "One of \(Self.known.joined(separator: ", ")); may be given several times.", valueName: "name"))
    var projection: [String] = []

    @Flag(help: "Compares, and changes nothing.") var dryRun = false
    @Flag(help: "Serves again what was served before the last rebuild; given once more, it goes forth again.")
    var rollback = false
    @Flag(help: "Removes what is kept for --rollback.") var removeKept = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How much memory the program takes at most, about, in MiB; from \(RebuildMemory.range.lowerBound), 256 unless given.",
            valueName: "mib"))
    var memory: Int = 256

    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private static let known = Installation.projections.map(\.name)

    var interruption: Problem? {
        Problem(.tryLater, dryRun || rollback || removeKept ? "interrupted" : "rebuild-stopped")
    }

    func perform(_ call: Call) async throws(Failure) {
        let projections = try chosen()
        guard RebuildMemory.range.contains(memory) else {
            throw .usage(
                "number-out-of-range",
                ["minimum": "\(RebuildMemory.range.lowerBound)", "maximum": "\(RebuildMemory.range.upperBound)"],
                field: "--memory", value: "\(memory)")
        }
        try await call.withInstallation(database) { installation async throws(Failure) in
            let organisations = try await call.organisations(organisation, in: installation)
            if rollback {
                try await rollBack(projections, of: organisations, in: installation, on: call.console)
            } else if removeKept {
                try await removeKept(projections, of: organisations, in: installation, on: call.console)
            } else {
                let work = RebuildWork(
                    projections: projections, isDryRun: dryRun, memory: memory, installation: installation,
                    console: call.console)
                try tell(try await work.run(organisations), on: call.console)
            }
        }
    }

    private func chosen() throws(Failure) -> [any StoredProjection] {
        let modes = [("--dry-run", dryRun), ("--rollback", rollback), ("--remove-kept", removeKept)].filter(\.1)
        if modes.count > 1 {
            throw .usage(
                "options-exclude-each-other", ["one": modes[0].0, "other": modes[1].0], field: modes[0].0)
        }
        guard !all || projection.isEmpty else {
            throw .usage("options-exclude-each-other", ["one": "--all", "other": "--projection"], field: "--all")
        }
        let known = Self.known.joined(separator: ", ")
        guard all || !projection.isEmpty else { throw .usage("projections-not-chosen", ["known": known]) }
        if let unknown = projection.first(where: { !Self.known.contains($0) }) {
            throw .usage("unknown-projection", ["known": known], field: "--projection", value: unknown)
        }
        return Installation.projections.filter { all || projection.contains($0.name) }
    }

    /// What was done is told whatever became of the rest.
    private func tell(_ answer: RebuildAnswer, on console: Console) throws(Failure) {
        var failure = answer.failure
        let isStopped = Task.isCancelled && failure != nil
        if !answer.isOneRefusal {
            var told = answer
            // That it was stopped is told at the end, of all of them.
            if isStopped { told.failed = [] }
            if console.isJSON {
                try console.print(json: RebuildDocument(told, in: console.language))
            } else {
                try console.print(told.words(in: console.language))
            }
        }
        failure?.interruption = answer.interruption
        if let failure { throw failure }
        let differing = answer.rebuilt.filter { !$0.isEqual && $0.comparedAt != nil }
        guard dryRun, !differing.isEmpty else { return }
        let names = differing.map { "\($0.organisation) \($0.projection)" }.joined(separator: ", ")
        throw Failure(
            Problem(.installation, "rebuild-differs", ["projections": names]), status: .verificationFailed)
    }

    /// Nothing moves before it is known that all can.
    private func rollBack(
        _ projections: [any StoredProjection], of organisations: [OrganisationID], in installation: Installation,
        on console: Console
    ) async throws(Failure) {
        var ways: [(organisation: OrganisationID, ways: [WayBack])] = []
        for organisation in organisations {
            var found: [WayBack] = []
            for projection in projections {
                found.append(
                    try await storeFailure { () async throws(StoreError) in
                        try await installation.runner.wayBack(projection, of: organisation)
                    })
            }
            ways.append((organisation, found))
        }
        var returned: [ReturnedProjection] = []
        var failure: Failure?
        for (organisation, ways) in ways where failure == nil {
            do throws(StoreError) {
                returned += try await installation.runner.rollBack(ways, of: organisation).map {
                    ReturnedProjection(organisation, $0)
                }
            } catch {
                failure = Failure(error)
            }
        }
        if !returned.isEmpty || failure == nil { try tell(returned, on: console) }
        if let failure { throw failure }
    }

    private func tell(_ returned: [ReturnedProjection], on console: Console) throws(Failure) {
        if console.isJSON {
            try console.print(json: ["projections": returned])
        } else if returned.isEmpty {
            try console.print(ReturnedProjection.none.text(in: console.language) + "\n")
        } else {
            try console.print(returned.map { $0.words(in: console.language) + "\n" }.joined())
        }
    }

    private func removeKept(
        _ projections: [any StoredProjection], of organisations: [OrganisationID], in installation: Installation,
        on console: Console
    ) async throws(Failure) {
        var removed = 0
        for organisation in organisations {
            for projection in projections {
                removed += try await storeFailure { () async throws(StoreError) in
                    try await installation.runner.removeKept(projection, of: organisation)
                }
            }
        }
        try console.answer(
            ["removed": removed],
            Sentence(
                sv: "{count|tidigare generation|tidigare generationer} togs bort.",
                en: "{count|earlier generation was|earlier generations were} removed."),
            ["count": "\(removed)"])
    }
}
