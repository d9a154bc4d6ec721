import CaseFeedbackService
import TestSupport
import Testing

/// In a cluster of its own, whose settings are nobody else's.
@Suite struct `A server that would lose what was acknowledged in a power cut` {
    @Test(arguments: ["fsync", "full_page_writes"])
    func `is not ready until it is mended`(setting: String) async throws {
        try await PrivateCluster.with("unsafe") { cluster in
            let database = try await cluster.database()
            #expect(await database.installation.readiness() == .ready)
            try await Self.set("\(setting) = off", in: database)
            guard case .notReady(let problem) = await database.installation.readiness() else {
                Issue.record("it is ready without \(setting)")
                return
            }
            #expect(problem.code == "durability-off")
            #expect(problem.parameters == ["settings": setting])
            try await Self.set("\(setting) = on", in: database)
            #expect(await database.installation.readiness() == .ready)
            await database.close()
        }
    }

    private static func set(_ setting: String, in database: TestDatabase) async throws {
        try await database.server.run("ALTER SYSTEM SET \(setting)")
        try await database.server.run("SELECT pg_reload_conf()")
        // The pool's sessions hear of it within moments.
        try await Task.sleep(for: .seconds(1))
    }
}
