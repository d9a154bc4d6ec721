import CaseFeedback
package import EventSourcing
package import EventStore

/// How an installation stands: its logs, its projections, its clocks.
package struct StatusReport: Sendable, Hashable, Codable {
    package struct Log: Sendable, Hashable, Codable {
        package let organisation: OrganisationID
        package let log: LogKind
        package let nature: LogNature
        package let zone: String
        package let head: Position
        package let recordedAt: Instant
        /// An operator accepted that the clocks are apart.
        package let isClockAccepted: Bool
    }

    package struct Projection: Sendable, Hashable, Codable {
        package let organisation: OrganisationID
        package let projection: String
        package let generation: Int
        package let isServed: Bool
        /// `standing`: followed and readable; `folding`, `comparing`: being rebuilt; `scratch`: compared and thrown away;
        /// `leaving`: being removed.
        package let stage: String
        /// The release that made it.
        package let madeBy: String
        package let revision: Int
        /// The revision that this program writes; another one is rebuilt.
        package let programRevision: Int
        package let position: Position
        /// How many events it is behind.
        package let lag: Int64
        /// Why it stands still, in English; absent while it moves.
        package let failure: String?
        /// The event that it stands before; absent while it moves.
        package let standsBefore: Position?
        /// Who builds what is not finished, in English; absent where nobody does: then a rebuild goes on with it.
        package let builder: String?
    }

    package let programVersion: String
    package let schemaRevision: Int
    /// The sum of the logs' events.
    package let head: Int64
    package let logs: [Log]
    package let projections: [Projection]
    /// How far the database's clock is ahead of this program's, in milliseconds.
    package let databaseClockAheadMilliseconds: Int64?
}

extension StatusReport.Projection {
    /// Why what is served is not kept at the head, in English; nothing while it is, and of what isn't served.
    fileprivate var fault: String? {
        guard isServed else { return nil }
        guard stage == GenerationStage.standing.rawValue else {
            return StoreError.notStanding(projection: projection, stage: stage).description
        }
        return failure
    }
}

/// Whether a server should be sent requests.
package enum Readiness: Sendable, Hashable {
    case ready
    /// It records and answers, but these projections stand still or can't be read: name and reason.
    case degraded([String: String])
    case notReady(Problem)
}

/// Reports how an installation stands.
package struct StatusQuery: Sendable {
    private let log: EventLog
    private let runner: ProjectionRunner
    private let programVersion: String

    /// How far apart the clocks may be: the appends' own limit.
    private static let clocksApartMax: Int64 = 60_000_000

    package init(_ log: EventLog, runner: ProjectionRunner, programVersion: String) {
        self.log = log
        self.runner = runner
        self.programVersion = programVersion
    }

    package func status() async throws(Problem) -> StatusReport {
        try await storing { () async throws(StoreError) in
            try await log.connections.checkSchema()
            let heads = try await log.heads()
            var logs: [StatusReport.Log] = []
            var projections: [StatusReport.Projection] = []
            var ahead: Int64?
            for id in heads.keys.sorted(by: { $0.description < $1.description }) {
                guard let state = try await log.state(of: id) else { continue }
                ahead = (state.databaseClock.microsecondsSince1970 - Instant.now.microsecondsSince1970) / 1000
                logs.append(
                    StatusReport.Log(
                        organisation: id.organisation, log: id.kind, nature: state.nature, zone: state.zone,
                        head: state.head, recordedAt: state.recordedAt, isClockAccepted: state.isClockAccepted))
                guard id.kind == .cases else { continue }
                projections += try await self.projections(of: id, head: state.head)
            }
            return StatusReport(
                programVersion: programVersion, schemaRevision: Migrator.schemaRevision,
                head: logs.reduce(0) { $0 + $1.head.value }, logs: logs, projections: projections,
                databaseClockAheadMilliseconds: ahead)
        }
    }

    /// Not ready while the database is away, its schema is another, or the clocks are apart and nobody accepted it.
    package func readiness() async -> Readiness {
        do throws(Problem) {
            let status = try await status()
            for log in status.logs where !log.isClockAccepted {
                let lead = log.recordedAt.microsecondsSince1970 - Instant.now.microsecondsSince1970
                let apart = max(lead, abs(status.databaseClockAheadMilliseconds ?? 0) * 1000)
                if apart > Self.clocksApartMax {
                    return .notReady(
                        Problem(
                            .tryLater, "clocks-apart",
                            ["seconds": "\(apart / 1_000_000)", "organisation": log.organisation.text]))
                }
            }
            let faults = status.projections.compactMap { projection in
                projection.fault.map { ("\(projection.organisation)/\(projection.projection)", $0) }
            }
            return faults.isEmpty ? .ready : .degraded(Dictionary(faults) { first, _ in first })
        } catch {
            return .notReady(error)
        }
    }

    private func projections(of log: LogID, head: Position) async throws(StoreError) -> [StatusReport.Projection] {
        let revisions = Dictionary(runner.projections.map { ($0.name, $0.revision) }) { first, _ in first }
        let checkpoints = try await runner.checkpoints(of: log.organisation)
        let builders = try await runner.builders(of: checkpoints, in: log.organisation)
        return checkpoints.map { checkpoint in
            StatusReport.Projection(
                organisation: log.organisation, projection: checkpoint.generation.projection,
                generation: Int(checkpoint.generation.number), isServed: checkpoint.isServed,
                stage: checkpoint.stage.rawValue, madeBy: checkpoint.programVersion, revision: checkpoint.revision,
                programRevision: revisions[checkpoint.generation.projection] ?? 0,
                position: checkpoint.position, lag: max(0, head.value - checkpoint.position.value),
                failure: checkpoint.failure,
                standsBefore: checkpoint.failure == nil ? nil : checkpoint.position.next,
                builder: builders[checkpoint.generation]?.description)
        }
    }
}
