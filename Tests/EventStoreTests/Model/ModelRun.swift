import EventSourcing
import EventStore
import Postgres
import TestSupport

/// Carries a plan out on a database, round by round, and judges at the quiet point after each.
struct ModelRun {
    let plan: ModelPlan
    private let database: TestDatabase
    private let processes: [ModelProcess]
    private let cluster: PrivateCluster?
    private let breach: ModelBreach?
    private let shared: Shared<ModelCounts>
    private(set) var state = ModelState()
    /// What readers were given of each log, all together.
    private var read: [LogID: [RecordedEvent]] = [:]
    /// The last rounds, in readable form.
    private(set) var story: [String] = []

    var counts: ModelCounts { shared.value }

    init(
        _ plan: ModelPlan, on database: TestDatabase, cluster: PrivateCluster? = nil, breach: ModelBreach? = nil
    ) async throws {
        self.plan = plan
        self.database = database
        self.cluster = cluster
        self.breach = breach
        let shared = Shared(ModelCounts())
        self.shared = shared
        let others = (1..<ModelPlan.processes).map { _ in database.asAnotherProcess() }
        processes = ([database] + others).map { ModelProcess($0, breach: breach, counts: shared) }
        try await CountingProjection.makeTables(in: database)
        try await breach?.prepare(database)
    }

    func close() async {
        for process in processes.dropFirst() { await process.database.close() }
    }

    /// Does one round and judges; an empty answer is a good one.
    mutating func round(_ number: Int) async throws -> [String] {
        let steps = plan.round(number)
        let outcomes = try await carryOut(steps, of: number)
        let sendings = outcomes.flatMap(\.sendings)
        try await breach?.tamper(with: database, after: number)
        story.append(tell(number, steps, sendings))
        if story.count > 3 { story.removeFirst() }
        var violations = outcomes.compactMap(\.complaint)
        var stored: [LogID: [RecordedEvent]] = [:]
        for log in ModelPlan.logs {
            stored[log] = try await whenQuiet { try await storedEvents(of: log, in: number) }
        }
        violations += state.absorb(stored, after: sendings)
        for outcome in outcomes { violations += judge(outcome.reading) }
        let checks = ModelChecks(database: database, state: state)
        let follower = processes[number % ModelPlan.processes]
        violations += try await whenQuiet { try await checks.violations(afterFollowing: follower) }
        count(sendings)
        return violations
    }

    /// A backend that was told to end may do so a moment later.
    private func whenQuiet<Value>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<50 {
            do {
                return try await body()
            } catch let error as StoreError where error.isPassing {
                try await Task.sleep(for: .milliseconds(20))
            } catch let error as PostgresError where error.isTransient {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        return try await body()
    }

    /// Every tenth time the whole log is read again: what stands in it must be what stood in it.
    private func storedEvents(of log: LogID, in round: Int) async throws -> [RecordedEvent] {
        let known = round.isMultiple(of: 10) || breach != nil ? [] : state[log].events.map(\.recorded)
        let after = known.last?.position ?? .beginning
        return known + (try await database.log.asItStands(log, after: after))
    }

    private mutating func judge(_ reading: ModelOutcome.Reading?) -> [String] {
        guard let reading else { return [] }
        let all = reading.before + reading.events
        if all.count > read[reading.log, default: []].count { read[reading.log] = all }
        return LogRules.prefix(all, by: "a reader", of: state[reading.log].events.map(\.recorded)).map {
            "I3 \($0), of \(reading.log)"
        }
    }

    private func count(_ sendings: [ModelSending]) {
        let events = ModelPlan.logs.reduce(0) { $0 + state[$1].events.count }
        let accepted = sendings.count { $0.accepted != nil }
        shared.update {
            $0.rounds += 1
            $0.checks += 1
            $0.acknowledged += accepted
            $0.refused += sendings.count - accepted
            $0.events = events
        }
    }

    private func tell(_ number: Int, _ steps: [ModelStep], _ sendings: [ModelSending]) -> String {
        (["round \(number):"] + steps.map { "  \($0)" } + ["  answers:"] + sendings.map { "    \($0)" })
            .joined(separator: "\n")
    }

    // MARK: - Steps

    /// All at the same time.
    private func carryOut(_ steps: [ModelStep], of round: Int) async throws -> [ModelOutcome] {
        try await withThrowingTaskGroup(of: [ModelOutcome].self) { group in
            for (place, step) in steps.enumerated() {
                let requests = try requests(of: step)
                group.addTask { try await carryOut(step, with: requests, batch: round * 100 + place) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func carryOut(
        _ step: ModelStep, with requests: [AppendRequest], batch: Int
    ) async throws -> [ModelOutcome] {
        switch step {
        case .send(let command, let copies, let isAnswerLost):
            return try await send(requests[0], as: command, copies: copies + (isAnswerLost ? 1 : 0))
        case .burst(let commands, let process):
            return await burst(requests, as: commands, by: processes[process])
        case .sendAll(let commands, let head, let isInBulk, let process):
            let log = ModelPlan.logs[commands[0].log]
            let position = head.position(of: state[log])
            let sendings = await processes[process].send(
                requests, to: log,
                as: ModelBatch(number: batch, head: position, isInBulk: isInBulk, requests: requests))
            return [ModelOutcome(sendings: sendings)]
        case .resend(let id, let log, let process):
            guard let request = state.sent(id, in: ModelPlan.logs[log].organisation) else { return [] }
            return [ModelOutcome(sendings: [await processes[process].send(request, fault: request.fault)])]
        case .read(let log, let limit, let process):
            let log = ModelPlan.logs[log]
            let before = read[log] ?? []
            do throws(StoreError) {
                let events = try await processes[process].read(log, after: before, limit: limit)
                return [ModelOutcome(reading: .init(log: log, before: before, events: events))]
            } catch {
                return [ModelOutcome(complaint: "I3 reader: \(error)")]
            }
        case .follow(let log, let process):
            return [ModelOutcome(complaint: await processes[process].follow(ModelPlan.logs[log].organisation))]
        case .rebuild(let log, let process):
            let log = LogID(organisation: ModelPlan.logs[log].organisation, kind: .cases)
            return [ModelOutcome(complaint: await processes[process].rebuild(log))]
        case .endBackends(let kind):
            let ended = try? await database.endBackends(where: "application_name LIKE '\(kind.pattern)'")
            shared.update { $0.endedBackends += ended ?? 0 }
            return []
        case .killServer(let delay):
            try await Task.sleep(for: .milliseconds(delay))
            shared.update { $0.kills += 1 }
            try await cluster?.kill()
            try await cluster?.start()
            return []
        case .stepClock(let seconds):
            try cluster?.setClock("\(seconds < 0 ? "" : "+")\(seconds)s")
            return []
        }
    }

    /// The same at once through several processes, as duplicates come.
    private func send(
        _ request: AppendRequest, as command: ModelCommand, copies: Int
    ) async throws -> [ModelOutcome] {
        await withTaskGroup(of: ModelSending.self) { group in
            for copy in 0..<copies {
                let process = processes[(command.process + copy) % ModelPlan.processes]
                group.addTask { await process.send(request, fault: command.fault) }
            }
            return await group.reduce(into: []) { $0.append(ModelOutcome(sendings: [$1])) }
        }
    }

    private func burst(
        _ requests: [AppendRequest], as commands: [ModelCommand], by process: ModelProcess
    ) async -> [ModelOutcome] {
        await withTaskGroup(of: ModelSending.self) { group in
            for (request, command) in zip(requests, commands) {
                group.addTask { await process.send(request, fault: command.fault) }
            }
            return await group.reduce(into: []) { $0.append(ModelOutcome(sendings: [$1])) }
        }
    }

    private func requests(of step: ModelStep) throws -> [AppendRequest] {
        switch step {
        case .send(let command, _, _): [try request(of: command)]
        case .sendAll(let commands, _, _, _), .burst(let commands, _): try commands.map(request)
        default: []
        }
    }

    private func request(of command: ModelCommand) throws -> AppendRequest {
        let log = ModelPlan.logs[command.log]
        let events = command.drafts.map { draft -> any EventPayload in
            let notebook = "\(log.organisation)-\(log.kind.rawValue)-\(draft.notebook)"
            if command.fault == .tooLarge { return BulkStored(in: notebook, bytes: 62_000) }
            return draft.isSecret
                ? SecretTold(in: notebook, secret: "number \(draft.number)")
                : NoteTaken(in: notebook, number: draft.number)
        }
        let day = Day(daysSince1970: command.fault == .inFuture ? 60_000 : 17_000)
        return try .of(
            events, to: log, id: command.id, on: command.conditions(on: events, in: state[log]),
            occurred: Occurrence(day: day), fingerprint: command.fingerprint,
            opening: command.opensLog ? LogOpening(nature: .live, zone: "Europe/Stockholm") : nil)
    }
}

/// What came of one step.
struct ModelOutcome: Sendable {
    struct Reading: Sendable {
        let log: LogID
        let before: [RecordedEvent]
        let events: [RecordedEvent]
    }

    var sendings: [ModelSending] = []
    var reading: Reading?
    var complaint: String?
}

extension ModelHead {
    fileprivate func position(of log: ModelLog) -> Position? {
        switch self {
        case .anywhere: nil
        case .current: Position(log.head)
        case .behind: Position(max(0, log.head - 1))
        }
    }
}

extension ModelCommand {
    /// Each has one of its own, so that it is seen where one stands with another.
    fileprivate var fingerprint: [UInt8] {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: id.low >> (8 * $0)) }
        return Array([bytes, bytes, bytes, bytes].joined().prefix(fault == .badRow ? 31 : 32))
    }

    /// The words filled in by what was seen at the last quiet point.
    fileprivate func conditions(on events: [any EventPayload], in log: ModelLog) -> [Condition] {
        let stream = events[0].stream
        let version = log.versions[stream] ?? 0
        switch expectation {
        case .anything: return []
        // Each stream that it writes to, as a command does that touches several.
        case .current:
            return Set(events.map(\.stream)).sorted().map { stream in
                let version = log.versions[stream] ?? 0
                return .stream(stream, version == 0 ? .absent : .exact(version))
            }
        case .absent: return [.stream(stream, .absent)]
        case .behind: return [.stream(stream, version > 1 ? .exact(version - 1) : .absent), .stream(stream, .any)]
        case .ahead: return [.stream(stream, .exact(version + 1))]
        case .nothingNew(let back):
            let tags = events[0].storedTags.prefix(1)
            return [.noEvent(matching: [EventItem(tags: Array(tags))], after: Position(max(0, log.head - back)))]
        }
    }
}

extension AppendRequest {
    /// Why it was refused when it was first sent; a clock is the process's, not the request's.
    fileprivate var fault: ModelCommand.Fault? {
        if events.contains(where: { $0.type == BulkStored.type }) { return .tooLarge }
        if fingerprint.count != 32 { return .badRow }
        return events.contains { $0.occurred.day.daysSince1970 == 60_000 } ? .inFuture : nil
    }
}
