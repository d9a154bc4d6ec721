import EventSourcing
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `Sixteen writers, and a server that is killed` {
    /// For how long faults are made: `CASEFEEDBACK_FAULT_SECONDS`, 15 unless set.
    private static let asked = ProcessInfo.processInfo.environment["CASEFEEDBACK_FAULT_SECONDS"].flatMap { Int($0) }
    private static var duration: Duration { .seconds(asked ?? 15) }

    /// Two seconds, the bound that is promised, in a run by itself. Among all other tests, which share its few threads,
    /// it says less of the store than of the machine.
    private static let judge = FaultChecker(standstillMax: asked == nil ? .seconds(30) : .seconds(2))

    @Test func `lose nothing, double nothing, and keep nobody waiting`() async throws {
        try await PrivateCluster.with("fault", clock: true) { cluster in
            let database = try await cluster.database()
            try await database.server.run("CREATE DATABASE elsewhere")
            let history = try await FaultRun(on: database).run { run in
                let end = ContinuousClock.now + Self.duration
                var foreign = try await Self.openForeignTransactions(in: database)
                try cluster.setClock("-5s")
                // However slow the machine is, the server is killed more than once.
                var kills = 0
                while ContinuousClock.now < end || kills < 2 {
                    kills += 1
                    try await Task.sleep(for: .milliseconds(Int.random(in: 1_500...3_000)))
                    run.serverIsKilled()
                    try await cluster.kill()
                    for transaction in foreign { await transaction.abandon() }
                    // At some time in the first half the clock steps back by half a minute, and stays there.
                    try cluster.setClock("-35s")
                    try await cluster.start()
                    run.serverIsUp()
                    foreign = try await Self.openForeignTransactions(in: database)
                }
                try await Task.sleep(for: .milliseconds(1_500))
                for transaction in foreign {
                    #expect(try await transaction.isOpen)
                    try await transaction.rollBack()
                }
            }
            print("faults: \(history)")
            #expect(history.kills >= 2)
            #expect(history.acknowledged.count > 200)
            #expect(history.unanswered > 0)
            #expect(history.resent >= history.unanswered)
            #expect(Self.judge.violations(of: history) == [])
            await database.close()
        }
    }

    @Test(arguments: [
        (FaultRun.Breach?.none, String?.none), (.writerResendsUnderNewID, "surplus"), (.readerGoesByEventID, "read"),
        (.checkpointGoesBack, "applied"),
    ])
    func `are judged by what they do`(breach: FaultRun.Breach?, rule: String?) async throws {
        try await withTestDatabase { database in
            let history = try await FaultRun(on: database, breach: breach).run { run in
                for _ in 0..<4 {
                    try await Task.sleep(for: .milliseconds(600))
                    guard breach == .checkpointGoesBack else { continue }
                    try await database.run(
                        """
                        UPDATE casefeedback.projection_checkpoints SET position = position - 2
                        WHERE position > 3
                        """)
                }
            }
            let violations = Self.judge.violations(of: history)
            if let rule {
                #expect(violations.contains { $0.hasPrefix(rule) }, "\(violations.prefix(5)) \(history)")
            } else {
                #expect(violations == [], "\(history)")
            }
        }
    }

    /// Transactions that have written and stay open, in this database and in another of the cluster.
    private static func openForeignTransactions(in database: TestDatabase) async throws -> [OpenTransaction] {
        var transactions: [OpenTransaction] = []
        for name in [database.name, "elsewhere"] {
            transactions.append(
                try await database.transaction(
                    "CREATE TABLE public.foreign_work (n int); INSERT INTO foreign_work VALUES (1)", in: name))
        }
        return transactions
    }
}
