import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres

extension Side {
    /// Appends of encoded events, all or none, to a log that nobody has used before.
    static func imports(_ name: String, intoEmpty: Bool = true, on stage: BenchStage) -> Side {
        let pace = ImportPace()
        return Side(name) { turn async throws(Failure) in
            let organisation = try stage.freshOrganisation()
            let log = LogID(organisation: organisation, kind: .cases)
            var requests: [AppendRequest] = []
            try forEachEvent(of: organisation, count: pace.events(in: turn), on: stage) { event in
                requests.append(request(event, to: log, opens: requests.isEmpty))
            }
            let first = intoEmpty ? [] : [requests.removeFirst()]
            let imported = requests
            let (verdicts, elapsed) = try await storeFailure { () async throws(StoreError) in
                for request in first { _ = try await stage.installation.log.append(request) }
                let started = ContinuousClock.now
                let verdicts = try await stage.installation.log.append(all: imported, to: log)
                return (verdicts, started.duration(to: .now))
            }
            for (verdict, request) in zip(verdicts, imported) {
                guard case .accepted = verdict else { throw BenchFault.failure(verdict, of: request) }
            }
            pace.measured(imported.count, in: elapsed)
            return Sample(count: imported.count, elapsed: elapsed)
        }
    }

    /// COPY of the same rows into the same tables, in one transaction, without lock and checks.
    static func rawImport(on stage: BenchStage) -> Side {
        let pace = ImportPace()
        return Side("raw") { turn async throws(Failure) in
            let organisation = try stage.freshOrganisation()
            var filled = CopiedRows(log: LogID(organisation: organisation, kind: .cases))
            try forEachEvent(of: organisation, count: pace.events(in: turn), on: stage) { filled.add($0) }
            let rows = filled
            let loader = StoreConnections.configuration(stage.configuration, as: .loader)
            let elapsed = try await stage.connected(to: loader) { (session) throws(StoreError) in
                var rows = rows
                let started = ContinuousClock.now
                try rows.copy(on: session)
                return started.duration(to: .now)
            }
            pace.measured(rows.count, in: elapsed)
            return Sample(count: rows.count, elapsed: elapsed)
        }
    }

    private static func forEachEvent(
        of organisation: OrganisationID, count: Int, on stage: BenchStage, _ body: (SyntheticEvent) -> Void
    ) throws(Failure) {
        let history = SyntheticHistory(organisation: organisation, seed: stage.scale.seed, count: count)
        try history.forEach(failing: { Failure($0) }) { event throws(Failure) in body(event) }
    }

    private static func request(_ event: SyntheticEvent, to log: LogID, opens: Bool) -> AppendRequest {
        AppendRequest(
            log: log, commandID: event.commandID, fingerprint: SyntheticEvent.fingerprint,
            caller: SyntheticEvent.caller,
            conditions: [
                .stream(event.event.stream, event.version == 1 ? .absent : .exact(event.version - 1))
            ], events: [event.event],
            opening: opens ? LogOpening(nature: .demonstration, zone: "Europe/Stockholm") : nil)
    }
}

/// As many events as a turn has time for, and never so few that they would not be copied.
private struct ImportPace {
    private let pace = Pace(first: 30_000)

    private static let eventsMin = 10_000

    func events(in turn: Duration) -> Int { max(Self.eventsMin, pace.calls(in: turn, callers: 1)) }
    func measured(_ count: Int, in elapsed: Duration) { pace.measured(count, in: elapsed) }
}
