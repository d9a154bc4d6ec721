import EventSourcing
import EventStore
import Postgres
import TestSupport

/// One process of several on the same database: with connections and a queue of its own.
struct ModelProcess: Sendable {
    static let counting = CountingProjection()

    let database: TestDatabase
    /// Its projections.
    let runner: ProjectionRunner
    /// The same process with a clock that is three minutes ahead.
    let skewed: EventLog
    /// The same process, to which every batch is one of many events.
    let bulk: EventLog
    let breach: ModelBreach?
    let counts: Shared<ModelCounts>

    init(_ database: TestDatabase, breach: ModelBreach?, counts: Shared<ModelCounts>) {
        self.database = database
        self.breach = breach
        self.counts = counts
        // So often that a claim which was ended is missed while something is built.
        runner = ProjectionRunner(
            database.connections, projections: [Self.counting], logger: .silent,
            claimLimits: ClaimLimits(heartbeat: .milliseconds(20)))
        skewed = EventLog(
            database.connections, programVersion: "test", logger: .silent,
            clock: { Instant(microsecondsSince1970: Instant.now.microsecondsSince1970 + 180_000_000) })
        var limits = AppendLimits()
        limits.bulkEventsMin = 0
        bulk = EventLog(database.connections, programVersion: "test", logger: .silent, limits: limits)
    }

    /// Sends until there is an answer: what is unknown or away is sent again, the same.
    func send(_ request: AppendRequest, fault: ModelCommand.Fault?) async -> ModelSending {
        let log = fault == .clockAhead ? skewed : database.log
        let outcome = await answered(of: request.log) { () async throws(StoreError) in
            .verdict(try await log.append(breach == .conditionsLost ? request.withoutConditions : request))
        }
        return ModelSending(request: request, fault: fault, outcome: outcome)
    }

    func send(_ requests: [AppendRequest], to log: LogID, as batch: ModelBatch) async -> [ModelSending] {
        var verdicts: [Verdict] = []
        let outcome = await answered(of: log) { () async throws(StoreError) in
            let writer = batch.isInBulk ? bulk : database.log
            verdicts = try await writer.append(all: requests, to: log, at: batch.head)
            return .verdict(.dropped)
        }
        return requests.enumerated().map { index, request in
            ModelSending(
                request: request, fault: nil,
                outcome: verdicts.indices.contains(index) ? .verdict(verdicts[index]) : outcome, batch: batch)
        }
    }

    private func answered(
        of log: LogID, _ body: () async throws(StoreError) -> ModelSending.Outcome
    ) async -> ModelSending.Outcome {
        for _ in 0..<100 {
            do throws(StoreError) {
                return try await body()
            } catch {
                guard error.isPassing else { return .failed(error) }
                counts.update { $0.retries += 1 }
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
        return .failed(.outcomeUnknown(log, .connectionLost("a hundred times")))
    }

    /// What stands after a position; nothing while the database is away. Throws what is wrong with it.
    func read(
        _ log: LogID, after: [RecordedEvent], limit: Int
    ) async throws(StoreError) -> [RecordedEvent] {
        do throws(StoreError) {
            guard breach != .readerGoesByEventID else {
                return try await readByEventID(log, after: after, limit: limit)
            }
            return try await database.log.events(of: log, after: after.last?.position ?? .beginning, limit: limit)
        } catch {
            guard error.isPassing else { throw error }
            return []
        }
    }

    private func readByEventID(
        _ log: LogID, after: [RecordedEvent], limit: Int
    ) async throws(StoreError) -> [RecordedEvent] {
        let last = after.map(\.envelope.eventID).max() ?? UUIDValue(high: 0, low: 0)
        return try await database.log.events(of: log, after: .beginning, limit: .max)
            .filter { $0.envelope.eventID > last }.sorted { $0.envelope.eventID < $1.envelope.eventID }
            .prefix(limit).map { $0 }
    }

    /// What is wrong with it, if anything is.
    func follow(_ organisation: OrganisationID) async -> String? {
        do throws(StoreError) {
            return try await runner.catchUp(organisation).map { "I5 follower: \($0)" }
        } catch {
            return error.isPassing || error.isOvertaken ? nil : "I5 follower: \(error)"
        }
    }

    /// A rebuild; of two at once, one may come too late.
    func rebuild(_ log: LogID) async -> String? {
        do throws(StoreError) {
            let report = try await runner.rebuild(Self.counting, of: log.organisation)
            counts.update { $0.rebuilds += 1 }
            // What could not be brought to one position is not compared.
            return report.isEqual || report.comparedAt == nil
                ? nil : "I5 rebuild: the generations of \(log) differ at \(report.position)"
        } catch {
            return error.isPassing || error.isOvertaken ? nil : "I5 rebuild: \(error)"
        }
    }
}

/// Figures that no rule is about.
struct ModelCounts: Sendable {
    var acknowledged = 0
    var events = 0
    var refused = 0
    var kills = 0
    var endedBackends = 0
    var retries = 0
    var rebuilds = 0
    var rounds = 0
    var checks = 0
}

extension ModelCounts: CustomStringConvertible {
    var description: String {
        "\(rounds) rounds, \(acknowledged) commands acknowledged, \(events) events, \(refused) refused, \(kills) kills, "
            + "\(endedBackends) backends ended, \(retries) sent again, \(rebuilds) rebuilds, \(checks) checks"
    }
}

extension StoreError {
    /// Nothing is known, or nothing is wrong: try again.
    var isPassing: Bool {
        if case .outcomeUnknown = self { true } else { isUnavailability }
    }

    fileprivate var isOvertaken: Bool {
        switch self {
        case .overtaken, .beingBuilt, .claimLost: true
        default: false
        }
    }
}

extension AppendRequest {
    fileprivate var withoutConditions: AppendRequest {
        AppendRequest(
            log: log, commandID: commandID, fingerprint: fingerprint, caller: caller, conditions: [], events: events,
            opening: opening)
    }
}
