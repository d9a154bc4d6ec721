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
            place; recording and reading go on meanwhile. With --dry-run the new one is compared and thrown away, and a \
            difference ends with 5.

              casefeedback rebuild --all
              casefeedback rebuild --projection annual-wheel --organisation 1480 --dry-run
            """)

    @Flag(help: "Every projection.") var all = false

    @Option(
        help: ArgumentHelp(
            "One of \(Self.known.joined(separator: ", ")); may be given several times.", valueName: "name"))
    var projection: [String] = []

    @Flag(help: "Compares, and changes nothing.") var dryRun = false

    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private static let known = Installation.projections.map(\.name)

    func perform(_ call: Call) async throws(Failure) {
        let projections = try chosen()
        let rebuilt = try await call.withInstallation(database) { installation async throws(Failure) in
            var rebuilt: [RebuiltProjection] = []
            let heads = try await storeFailure { () async throws(StoreError) in try await installation.log.heads() }
            for organisation in try await call.organisations(organisation, in: installation) {
                guard let head = heads[LogID(organisation: organisation, kind: .cases)] else { continue }
                for projection in projections {
                    let bar = ProgressBar("\(organisation) \(projection.name)", of: head.value, on: call.console)
                    defer { bar.finish() }
                    let rebuild = Rebuild(projection, of: organisation, head: head, by: installation.runner)
                    rebuilt.append(
                        try await storeFailure { () async throws(StoreError) in
                            dryRun ? try await rebuild.compare() : try await rebuild.run { bar.show($0.value) }
                        })
                }
            }
            return rebuilt
        }
        try tell(rebuilt, on: call.console)
    }

    private func chosen() throws(Failure) -> [any StoredProjection] {
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

    private func tell(_ rebuilt: [RebuiltProjection], on console: Console) throws(Failure) {
        if console.isJSON {
            try console.print(json: ["projections": rebuilt])
        } else {
            try console.print(rebuilt.map { $0.words(in: console.language) + "\n" }.joined())
        }
        let differing = rebuilt.filter { !$0.isEqual && $0.revision == $0.previousRevision }
        guard dryRun, !differing.isEmpty else { return }
        let names = differing.map { "\($0.organisation) \($0.projection)" }.joined(separator: ", ")
        throw Failure(
            Problem(.installation, "rebuild-differs", ["projections": names]), status: .verificationFailed)
    }
}
