import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// What `status` says of generations that nobody has finished.
@Suite struct `The status of a rebuild` {
    @Test func `tells one that is stopped from one that goes on`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("wheel")
            let gate = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await gate.withSession { session in
                try session.run(script: "BEGIN; LOCK TABLE casefeedback.annual_wheel IN ACCESS EXCLUSIVE MODE")
            }
            let running = try casefeedback.start(["rebuild", "--projection", "annual-wheel"])
            try await database.waitForBackends(1, where: "wait_event_type = 'Lock'")
            let going = try await casefeedback("status")
            #expect(going.output.contains("being built"))
            let told = try await casefeedback("status", "--json").json()["projections"] as? [[String: Any]]
            let builder = told?.compactMap { $0["builder"] as? String }
            #expect(builder?.first?.hasPrefix("process \(running.process.processIdentifier) on ") == true)
            kill(running.process.processIdentifier, SIGKILL)
            _ = try await running.end()
            await gate.close()
            var stopped = try await casefeedback("status")
            // The server sees within moments that nobody is there any more.
            for _ in 0..<20 where stopped.output.contains("being built") { stopped = try await casefeedback("status") }
            #expect(stopped.output.contains("build stopped at "), "\(stopped.output)")
            #expect(stopped.output.contains("run the same rebuild again"))
        }
    }

    @Test func `says nothing of why an unfinished one stopped once what is served has come past it`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("wheel")
            try await database.run(
                """
                INSERT INTO casefeedback.projection_checkpoints
                SELECT organisation, 2, projection, log, revision, 0, 'folding', program_version, 'an event of old'
                FROM casefeedback.projection_checkpoints WHERE projection = 'annual-wheel' AND generation = 1
                """)
            #expect(try await !casefeedback("status").output.contains("an event of old"))
            try await database.run("UPDATE casefeedback.projection_checkpoints SET position = 0 WHERE generation = 1")
            let status = try await casefeedback("status")
            #expect(status.output.contains("build stopped at 0: an event of old"), "\(status.output)")
            #expect(!status.output.contains("STANDS STILL"))
        }
    }
}
