import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// Nothing of ours points there any more; an earlier release did, and a restored database may.
@Suite struct `A pointer to a generation that does not stand` {
    @Test func `is told by whoever reads, by readiness and by verification, and mended by a rebuild`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let installation = database.installation
            _ = try await installation.imports.run(history.file)
            try await installation.catchUp(.gothenburg)
            try await database.asSuperuser { session in
                try session.run(
                    script:
                        "UPDATE casefeedback.projection_checkpoints SET stage = 'comparing' WHERE projection = 'audit-trail'"
                )
            }
            let trail = AuditTrailTable()
            await #expect {
                _ = try await installation.runner.served(trail, of: .gothenburg)
            } throws: { error in
                (error as? StoreError).map(Problem.init)?.code == "projection-not-standing"
            }
            guard case .degraded(let faults) = await installation.readiness() else {
                Issue.record("readiness says nothing")
                return
            }
            #expect(Array(faults.keys) == ["1480/audit-trail"])
            // The others go on.
            try await installation.catchUp(.gothenburg)
            let report = try await installation.verifier.verify()
            #expect(report.findings.map(\.code) == ["projection-not-standing"])
            _ = try await installation.runner.rebuild(trail, of: .gothenburg)
            #expect(try await installation.verifier.verify().isClean)
            #expect(await installation.readiness() == .ready)
        }
    }
}
