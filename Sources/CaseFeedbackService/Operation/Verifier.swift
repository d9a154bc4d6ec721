import CaseFeedback
package import EventSourcing
package import EventStore

/// What a verification found; an empty list of findings is a clean one.
package struct VerificationReport: Sendable, Hashable {
    /// What is wrong as a code with its parameters, and where. The sentence is made when it is read: ``Findings``.
    package struct Finding: Sendable, Hashable {
        /// `cases/1480`.
        package let log: String
        package let position: Position?
        /// Kebab-case: `head-differs`, `tags-differ`, `projection-differs`, `projection-not-standing`.
        package let code: String
        package let parameters: [String: String]
        /// `events.recorded_at`; the table alone where it is about no single column.
        package let column: String?
        /// The command whose event it is.
        package var command: UUIDValue?
        /// The field of a protected text, as the payload names it.
        package var field: String?
        /// Between what is shown and the fold.
        package var difference: GenerationDifference?

        /// No parameter may be a personal identity number: what is stored may be anything.
        init(
            _ log: LogID, _ code: String, _ parameters: [String: String] = [:], at position: Position? = nil,
            column: String? = nil
        ) {
            self.column = column
            self.log = log.description
            self.position = position
            self.code = code
            self.parameters = parameters.mapValues { PersonalIdentityNumber.isContained(in: $0) ? "…" : $0 }
        }

        fileprivate init(_ found: LogFinding, in log: LogID) {
            self.init(log, found.code, found.parameters, at: found.position, column: found.column)
            command = found.command
            field = found.field
        }
    }

    package struct VerifiedLog: Sendable, Hashable, Encodable {
        package let log: String
        package let events: Int64
        package let head: Position
    }

    package struct VerifiedProjection: Sendable, Hashable, Encodable {
        package let organisation: OrganisationID
        package let projection: String
        package let position: Position
        /// How many events it is behind.
        package let lag: Int64
        package let rows: Int

        /// Of a log that was just taken in: what counts it is a server, or the next question.
        package var isUncounted: Bool { position == .beginning && lag > 0 }
    }

    package fileprivate(set) var logs: [VerifiedLog] = []
    package fileprivate(set) var projections: [VerifiedProjection] = []
    package fileprivate(set) var findings: [Finding] = []

    package var isClean: Bool { findings.isEmpty }
}

/// Checks that history is whole and that everything shown is its fold: the log against itself, tags recomputed, texts
/// and commands as the events say, every projection against a fresh fold at its own position.
package struct Verifier: Sendable {
    private let log: EventLog
    private let runner: ProjectionRunner

    package init(_ log: EventLog, runner: ProjectionRunner) {
        self.log = log
        self.runner = runner
    }

    /// Verifies some organisations, or all. `progress` is told of every event that was read.
    package func verify(
        _ organisations: [OrganisationID]? = nil, progress: @Sendable @escaping (LogID, Position) -> Void = { _, _ in }
    ) async throws(Problem) -> VerificationReport {
        var report = VerificationReport()
        let heads = try await storing { () async throws(StoreError) in try await log.heads() }
        let asked = heads.keys.filter { organisations?.contains($0.organisation) ?? true }
        for id in asked.sorted(by: { $0.description < $1.description }) {
            try await storing { () async throws(StoreError) in
                guard let stored = try await log.state(of: id) else { throw .logNotFound(id) }
                let judge = RecordedRows(of: id, as: stored)
                if !judge.knowsZone {
                    report.findings.append(.init(id, "zone-unknown", ["zone": stored.zone], column: "logs.zone"))
                }
                let (findings, events) = try await log.verify(id, by: judge) { progress(id, $0.position) }
                report.findings += findings.map { .init($0, in: id) }
                report.logs.append(.init(log: id.description, events: events, head: heads[id] ?? .beginning))
                guard id.kind == .cases else { return }
                try await self.verifyProjections(of: id, head: heads[id] ?? .beginning, into: &report)
            }
        }
        for organisation in organisations ?? [] {
            for id in try await headless(organisation) {
                report.findings.append(.init(id, "head-missing", column: "logs"))
            }
        }
        return report
    }

    /// The logs of an organisation that have events and no head row. No list names it: it must be asked for by its name.
    package func headless(_ organisation: OrganisationID) async throws(Problem) -> [LogID] {
        try await storing { () async throws(StoreError) in
            var found: [LogID] = []
            for kind in LogKind.allCases {
                let id = LogID(organisation: organisation, kind: kind)
                if try await log.isHeadless(id) { found.append(id) }
            }
            return found
        }
    }

    private func verifyProjections(
        of log: LogID, head: Position, into report: inout VerificationReport
    ) async throws(StoreError) {
        let checkpoints = try await runner.checkpoints(of: log.organisation)
        for served in checkpoints where served.isServed && served.stage != .standing {
            report.findings.append(
                .init(
                    log, "projection-not-standing",
                    ["projection": served.generation.projection, "stage": served.stage.rawValue],
                    at: served.position))
        }
        // A first generation is made with its pointer.
        let served = Set(checkpoints.filter(\.isServed).map(\.generation.projection))
        for projection in Set(checkpoints.map(\.generation.projection)).subtracting(served).sorted() {
            report.findings.append(
                .init(
                    log, "projection-not-served", ["projection": projection],
                    column: "projection_pointers.generation"))
        }
        for outcome in try await runner.compare(runner.projections, of: log.organisation) {
            let found: RebuildReport
            do throws(StoreError) { found = try outcome.result.get() } catch {
                if let finding = try Self.finding(of: error, in: log, outcome.projection) {
                    report.findings.append(finding)
                }
                continue
            }
            guard let previous = found.previousDigest else {
                // What is served went on at each of many attempts to meet it.
                guard found.revision != found.previousRevision else { throw .overtaken(projection: found.projection) }
                throw .notBuilt(
                    projection: found.projection, revision: found.revision, served: found.previousRevision)
            }
            report.projections.append(
                .init(
                    organisation: log.organisation, projection: found.projection, position: found.position,
                    lag: max(0, head.value - found.position.value), rows: previous.rows))
            guard !found.isEqual else { continue }
            var finding = VerificationReport.Finding(
                log, "projection-differs", ["projection": found.projection], at: found.position)
            finding.difference = found.difference
            report.findings.append(finding)
        }
    }

    /// What keeps a projection from being compared and is itself the finding, or was found in the log already; anything else
    /// says nothing of the history.
    private static func finding(
        of error: StoreError, in log: LogID, _ projection: String
    ) throws(StoreError) -> VerificationReport.Finding? {
        switch error {
        case .eventMissing: nil
        case .unreadable(let event):
            .init(
                log, "projection-not-foldable",
                event.fault().parameters.merging(["projection": projection]) { one, _ in one }, at: event.position)
        case .logEndsBefore(_, let position, let end):
            .init(
                log, "projection-beyond-log",
                ["projection": projection, "position": "\(position)", "end": "\(end)"], at: end)
        default: throw error
        }
    }
}
