import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@Suite struct `The follower` {
    @Test func `brings rows to the head after an append of its own process and of another`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let other = database.asAnotherProcess()
            let services = ServiceGroup(
                services: [database.installation.follower, database.installation.notifications], logger: .silent)
            let running = Task { try await services.run() }
            try await database.importCase(history, through: 120)
            try await Self.waitForHead(of: database)
            try await other.importCase(history, through: 160)
            try await Self.waitForHead(of: database)
            await services.triggerGracefulShutdown()
            try await running.value
            await other.close()
        }
    }

    /// One organisation's rows are refused by the database; the other's go on.
    @Test func `goes on with an organisation when another's projection stands still`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let kungsbacka = OrganisationID.kungsbacka
            // An event that no program knows.
            try await database.log.open(kungsbacka.cases)
            try await database.importCase(history, through: 120)
            let running = Task { try await database.installation.follower.run() }
            try await Self.waitForHead(of: database)
            for _ in 0..<100 {
                let checkpoints = try await database.runner.checkpoints(of: kungsbacka)
                if checkpoints.count == database.runner.projections.count, checkpoints.allSatisfy({ $0.failure != nil })
                {
                    break
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            let checkpoints = try await database.runner.checkpoints(of: kungsbacka)
            #expect(checkpoints.allSatisfy { $0.position == .beginning && $0.failure?.contains("rule-set") == true })
            running.cancel()
            try? await running.value
        }
    }

    private static func waitForHead(of database: TestDatabase) async throws {
        let head = try await database.head()
        for _ in 0..<200 {
            let reached = try await database.runner.checkpoints(of: .gothenburg).map(\.position)
            if reached.count == database.runner.projections.count, reached.allSatisfy({ $0 >= head }) { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("the rows did not come to \(head) within five seconds")
    }
}
