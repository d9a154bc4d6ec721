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
        /// This program answers from it.
        package let isRead: Bool
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

    /// A projection of which nothing was made yet, as of a log that was just taken in: the first question does it, or a server.
    package struct Uncounted: Sendable, Hashable, Codable {
        package let organisation: OrganisationID
        package let projection: String
        /// How many events are to be counted.
        package let lag: Int64
    }

    /// A projection of which this program can show nothing: what stands is of another revision.
    package struct Unserved: Sendable, Hashable, Codable {
        package let organisation: OrganisationID
        package let projection: String
        /// The revision that this program reads.
        package let revision: Int
        /// In English.
        package let reason: String
    }

    package let programVersion: String
    package let schemaRevision: Int
    /// The sum of the logs' events.
    package let head: Int64
    package let logs: [Log]
    package let projections: [Projection]
    package let uncounted: [Uncounted]
    package let unserved: [Unserved]
    /// How far the database's clock is ahead of this program's, in milliseconds.
    package let databaseClockAheadMilliseconds: Int64?
    /// Settings of PostgreSQL that are off, and without which a power cut can take what was acknowledged: `fsync`,
    /// `full_page_writes`. None, as it should be.
    package let unsafeSettings: [String]
}

extension Problem {
    /// Settings of the server are off that what was acknowledged hangs on.
    package static func durabilityOff(_ settings: [String]) -> Problem {
        Problem(.installation, "durability-off", ["settings": settings.joined(separator: ", ")])
    }
}

extension StatusReport.Projection {
    /// Why what is served or read here is not kept at the head, in English; nothing while it is, and of all else.
    fileprivate var fault: String? {
        if isServed, stage != GenerationStage.standing.rawValue {
            return StoreError.notStanding(projection: projection, stage: stage).description
        }
        return isRead ? failure : nil
    }
}

/// Whether a server should be sent requests.
package enum Readiness: Sendable, Hashable {
    case ready
    /// It records and answers, but these projections stand still or can't be shown: name and reason.
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
            var uncounted: [StatusReport.Uncounted] = []
            var unserved: [StatusReport.Unserved] = []
            var ahead: Int64?
            for id in heads.keys.sorted(by: { $0.description < $1.description }) {
                guard let state = try await log.state(of: id) else { continue }
                ahead = (state.databaseClock.microsecondsSince1970 - Instant.now.microsecondsSince1970) / 1000
                logs.append(
                    StatusReport.Log(
                        organisation: id.organisation, log: id.kind, nature: state.nature, zone: state.zone,
                        head: state.head, recordedAt: state.recordedAt, isClockAccepted: state.isClockAccepted))
                guard id.kind == .cases else { continue }
                let checkpoints = try await runner.checkpoints(of: id.organisation)
                let builders = try await runner.builders(of: checkpoints, in: id.organisation)
                // What is shown may have moved since the head was read; else its events are lost.
                let isBeyond = checkpoints.contains { $0.position > state.head }
                let head = isBeyond ? try await log.state(of: id)?.head ?? state.head : state.head
                projections += self.projections(of: id, head: head, checkpoints, builtBy: builders)
                uncounted += self.uncounted(of: id.organisation, head: head, checkpoints)
                unserved += self.unserved(of: id.organisation, checkpoints)
            }
            return StatusReport(
                programVersion: programVersion, schemaRevision: Migrator.schemaRevision,
                head: logs.reduce(0) { $0 + $1.head.value }, logs: logs, projections: projections,
                uncounted: uncounted, unserved: unserved,
                databaseClockAheadMilliseconds: ahead, unsafeSettings: try await log.unsafeSettings())
        }
    }

    /// Not ready while the database is away, its schema is another, the clocks are apart and nobody accepted it, or the server
    /// is set so that a power cut takes what was acknowledged.
    package func readiness() async -> Readiness {
        do throws(Problem) {
            let status = try await status()
            guard status.unsafeSettings.isEmpty else {
                return .notReady(.durabilityOff(status.unsafeSettings))
            }
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
            var reasons: [String: String] = [:]
            for projection in status.projections {
                guard let fault = projection.fault else { continue }
                reasons["\(projection.organisation)/\(projection.projection)"] = fault
            }
            for projection in status.unserved {
                reasons["\(projection.organisation)/\(projection.projection)"] = projection.reason
            }
            return reasons.isEmpty ? .ready : .degraded(reasons)
        } catch {
            return .notReady(error)
        }
    }

    private func projections(
        of log: LogID, head: Position, _ checkpoints: [Checkpoint],
        builtBy builders: [ProjectionGeneration: ClaimHolder]
    ) -> [StatusReport.Projection] {
        let revisions = Dictionary(runner.projections.map { ($0.name, $0.revision) }) { first, _ in first }
        let read = runner.projections.compactMap { checkpoints.read(by: $0) }
        return checkpoints.map { checkpoint in
            let beyond = StoreError.logEndsBefore(
                projection: checkpoint.generation.projection, position: checkpoint.position, end: head)
            return StatusReport.Projection(
                organisation: log.organisation, projection: checkpoint.generation.projection,
                generation: Int(checkpoint.generation.number), isServed: checkpoint.isServed,
                isRead: read.contains(checkpoint), stage: checkpoint.stage.rawValue,
                madeBy: checkpoint.programVersion, revision: checkpoint.revision,
                programRevision: revisions[checkpoint.generation.projection] ?? 0,
                position: checkpoint.position, lag: max(0, head.value - checkpoint.position.value),
                failure: checkpoint.position > head ? beyond.description : checkpoint.failure,
                standsBefore: checkpoint.failure == nil ? nil : checkpoint.position.next,
                builder: builders[checkpoint.generation]?.description)
        }
    }

    private func uncounted(
        of organisation: OrganisationID, head: Position, _ checkpoints: [Checkpoint]
    ) -> [StatusReport.Uncounted] {
        let made = Set(checkpoints.map(\.generation.projection))
        return runner.projections.filter { !made.contains($0.name) }.map {
            StatusReport.Uncounted(organisation: organisation, projection: $0.name, lag: head.value)
        }
    }

    /// Where nothing was made yet, nothing is amiss: the first generation comes with the first turn of following.
    private func unserved(
        of organisation: OrganisationID, _ checkpoints: [Checkpoint]
    ) -> [StatusReport.Unserved] {
        runner.projections.compactMap { projection in
            let own = checkpoints.filter { $0.generation.projection == projection.name }
            guard checkpoints.read(by: projection) == nil, let served = own.first(where: \.isServed) else { return nil }
            let failure = own.last { $0.revision == projection.revision && $0.failure != nil }?.failure
            let notBuilt = StoreError.notBuilt(
                projection: projection.name, revision: projection.revision, served: served.revision)
            return StatusReport.Unserved(
                organisation: organisation, projection: projection.name, revision: projection.revision,
                reason: failure ?? notBuilt.description)
        }
    }
}

extension [Checkpoint] {
    /// The generation that a program with this projection reads: as `read_served_checkpoint` finds it.
    fileprivate func read(by projection: any StoredProjection) -> Checkpoint? {
        let standing = filter {
            $0.generation.projection == projection.name && $0.revision == projection.revision && $0.stage == .standing
        }
        return standing.first(where: \.isServed) ?? standing.max { $0.generation.number < $1.generation.number }
    }
}
