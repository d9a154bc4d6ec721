import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// Sixteen writers on a shared log and on logs of their own, readers and a follower beside them, while faults are made.
struct FaultRun {
    /// What is broken on purpose, to show that the judge sees it.
    enum Breach: Sendable {
        case writerResendsUnderNewID
        case readerGoesByEventID
        case checkpointGoesBack
    }

    static let writers = 16

    let database: TestDatabase
    var breach: Breach?

    private let shared = OrganisationID.gothenburg.cases
    private let history = Shared(FaultHistory())
    private let watch = StandstillWatch()
    private let isWritingDone = Shared(false)
    private let isReadingDone = Shared(false)
    private let isDone = Shared(false)
    private let counting = CountingProjection()

    init(on database: TestDatabase, breach: Breach? = nil) {
        self.database = database
        self.breach = breach
    }

    /// Runs while `faults` does, then lets everybody come to the end; gives what was seen.
    func run(_ faults: (FaultRun) async throws -> Void) async throws -> FaultHistory {
        let processes = [database, database.asAnotherProcess(), database.asAnotherProcess()]
        let logs = try (0..<Self.writers).map { try OrganisationID("writer-\($0)").cases }
        try await CountingProjection.makeTables(in: database)
        for log in [shared] + logs { try await open(log, through: database.log) }
        let runner = ProjectionRunner(processes[2].connections, projections: [counting], logger: .silent)
        let follower = ProjectionFollower(processes[2].log, runner: runner, signal: HeadSignal(), logger: .silent)
        watch.expect(
            [shared, logs[0], logs[1]].map { .init(reader: "reader", log: $0) }
                + ([shared] + logs).map { .init(reader: "follower", log: $0) })

        try await withThrowingTaskGroup { group in
            group.addTask { try await follower.run() }
            group.addTask { while !isDone.value { await observe(follower: "follower") } }
            await withTaskGroup { group in
                for log in [shared, logs[0], logs[1]] {
                    let reader = FaultReader(
                        name: "reader", log: log, process: processes[1].log, history: history, watch: watch,
                        database: breach == .readerGoesByEventID ? database : nil)
                    group.addTask { await reader.run(until: isReadingDone) }
                }
                await write(to: logs, through: processes, during: faults)
                isReadingDone.value = true
            }
            try await settle(runner, logs: [shared] + logs)
            isDone.value = true
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
        for process in processes.dropFirst() { await process.close() }
        return history.value
    }

    /// Every writer writes until faults are over, and ends when its last command was answered.
    private func write(
        to logs: [LogID], through processes: [TestDatabase], during faults: (FaultRun) async throws -> Void
    ) async {
        let logsOfProcesses = [processes[0].log, processes[1].log]
        await withTaskGroup { group in
            for number in 0..<Self.writers {
                let writer = FaultWriter(
                    name: "w\(number)", logs: [shared, logs[number]],
                    processes: number.isMultiple(of: 2) ? logsOfProcesses : logsOfProcesses.reversed(),
                    history: history, watch: watch, resendsUnderNewID: breach == .writerResendsUnderNewID)
                group.addTask { await writer.run(until: isWritingDone) }
            }
            do { try await faults(self) } catch { history.update { $0.surprises.append("\(error)") } }
            isWritingDone.value = true
        }
    }

    // What the one who makes faults tells.
    func serverIsKilled() {
        watch.serverWentDown()
        history.update { $0.kills += 1 }
    }

    func serverIsUp() { watch.serverIsUp() }

    private func open(_ log: LogID, through eventLog: EventLog) async throws {
        let request = try AppendRequest.of(
            [RuleSet("opening")], to: log, opening: LogOpening(nature: .live, zone: "Europe/Stockholm"))
        history.update {
            $0.sent.insert(request.commandID)
            $0.acknowledged.append(.init(log: log, command: request.commandID, stream: StreamName("rules", "all")))
        }
        _ = try await eventLog.append(request)
        watch.acknowledged(log, at: 1)
    }

    /// Looks where the projection has come to, as its readers would, and who stands still.
    private func observe(follower: String) async {
        let positions = try? await database.asSuperuser { session in
            try session.query("SELECT organisation, position FROM casefeedback.projection_checkpoints").rows.map {
                (try $0.decode(0, as: String.self), try $0.decode(1, as: Int64.self))
            }
        }
        for (organisation, position) in positions ?? [] {
            guard let organisation = try? OrganisationID(organisation) else { continue }
            watch.progressed(.init(reader: follower, log: organisation.cases), to: position)
        }
        watch.look()
        try? await Task.sleep(for: .milliseconds(20))
    }

    /// Waits for the follower, then writes down what is stored.
    private func settle(_ runner: ProjectionRunner, logs: [LogID]) async throws {
        for log in logs {
            let head = try #require(try await database.log.state(of: log)?.head)
            for _ in 0..<1_000 where watch.reached(by: "follower", in: log) < head.value {
                try await Task.sleep(for: .milliseconds(10))
            }
            let events = try await database.log.asItStands(log)
            let applied = try await counting.times(in: database, of: log.organisation)
            history.update {
                $0.applied[log] = applied
                $0.stored[log] = events.map(StoredEvent.init)
            }
        }
        history.update { [watch] in $0.standstill = watch.standstill }
    }
}
