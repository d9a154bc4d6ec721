import CaseFeedback
package import EventSourcing
package import EventStore

/// What a verification found; an empty list of findings is a clean one.
package struct VerificationReport: Sendable, Hashable, Codable {
    package struct Finding: Sendable, Hashable, Codable {
        /// `cases/1480`.
        package let log: String
        package let position: Position?
        /// Kebab-case: `head-differs`, `tags-differ`, `projection-differs`, `projection-not-standing`.
        package let code: String
        package let detail: String
    }

    package struct VerifiedLog: Sendable, Hashable, Codable {
        package let log: String
        package let events: Int64
        package let head: Position
    }

    package struct VerifiedProjection: Sendable, Hashable, Codable {
        package let organisation: OrganisationID
        package let projection: String
        package let position: Position
        package let rows: Int
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
                let recorded = try await RecordedEvents(of: id, in: log)
                let (findings, events) = try await log.verify(
                    id,
                    tags: { (event) throws(UnreadableEvent) in try Catalogue.decode(event).storedTags },
                    visit: { event in
                        recorded.check(event)
                        progress(id, event.position)
                    })
                report.findings += recorded.findings
                report.findings += findings.map {
                    .init(log: $0.log.description, position: $0.position, code: $0.code, detail: $0.detail)
                }
                report.logs.append(.init(log: id.description, events: events, head: heads[id] ?? .beginning))
                guard id.kind == .cases else { return }
                try await self.verifyProjections(of: id, into: &report)
            }
        }
        for organisation in organisations ?? [] {
            for id in try await headless(organisation) {
                report.findings.append(
                    .init(
                        log: id.description, position: nil, code: "head-missing",
                        detail: "events are stored, and the log's head row is lost"))
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
        of log: LogID, into report: inout VerificationReport
    ) async throws(StoreError) {
        let checkpoints = try await runner.checkpoints(of: log.organisation)
        for served in checkpoints where served.isServed && served.stage != .standing {
            let error = StoreError.notStanding(projection: served.generation.projection, stage: served.stage.rawValue)
            report.findings.append(
                .init(
                    log: log.description, position: served.position, code: "projection-not-standing",
                    detail: error.description))
        }
        // A first generation is made with its pointer.
        let served = Set(checkpoints.filter(\.isServed).map(\.generation.projection))
        for projection in Set(checkpoints.map(\.generation.projection)).subtracting(served).sorted() {
            report.findings.append(
                .init(
                    log: log.description, position: nil, code: "projection-not-served",
                    detail: "\(projection): no generation that is there is the one to show"))
        }
        for outcome in try await runner.compare(runner.projections, of: log.organisation) {
            let found: RebuildReport
            do throws(StoreError) { found = try outcome.result.get() } catch {
                report.findings.append(try Self.finding(of: error, in: log, outcome.projection))
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
                    rows: previous.rows))
            guard !found.isEqual else { continue }
            report.findings.append(
                .init(
                    log: log.description, position: found.position, code: "projection-differs",
                    detail: "\(found.projection): \(found.difference?.description ?? "the rows differ")"))
        }
    }

    /// What keeps a projection from being compared and is itself the finding; anything else says nothing of the history.
    private static func finding(
        of error: StoreError, in log: LogID, _ projection: String
    ) throws(StoreError) -> VerificationReport.Finding {
        switch error {
        case .unreadable(let event):
            .init(
                log: log.description, position: event.position, code: "projection-not-foldable",
                detail: "\(projection): \(event)")
        case .logEndsBefore(_, _, let end):
            .init(
                log: log.description, position: end, code: "projection-beyond-log", detail: error.description)
        default: throw error
        }
    }
}
