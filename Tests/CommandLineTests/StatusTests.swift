import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// What `status` says of what is counted, of what stands still, and of generations that nobody has finished.
@Suite struct `The status of projections` {
    @Test func `says of what was just taken in that nothing is counted yet, and what counts it`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let taken = try await casefeedback("status").output
            for name in ["annual-wheel", "report-matrix", "audit-trail"] {
                #expect(taken.contains(try Regex("\(name) +1480 +– +0 +1 +nothing counted yet: run ")), "\(taken)")
            }
            let uncounted = try await casefeedback("status", "--json").json()["uncounted"] as? [[String: Any]]
            #expect(uncounted?.count == 3 && uncounted?.first?["lag"] as? Int == 1)
            _ = try await casefeedback("wheel")
            #expect(try await casefeedback("status").output.contains(/annual-wheel +1480 +1 +1 +0 +served\n/))
            _ = try await casefeedback("record", input: Self.committee)
            let behind = try await casefeedback("status").output
            #expect(behind.contains(/annual-wheel +1480 +1 +1 +1 +served; .* the next question counts the rest/))
        }
    }

    @Test func `is that of a verification: what has counted nothing is not called verified`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let taken = try await casefeedback("verify")
            #expect(taken.status == 0, "\(taken.errors)")
            #expect(
                taken.output.contains("annual-wheel of 1480: has counted nothing yet of 1 event. Run “casefeedback"),
                "\(taken.output)")
            #expect(!taken.output.contains("what is shown follows"))
            let json = try await casefeedback("verify", "--json").json()["projections"] as? [[String: Any]]
            #expect(json?.map { $0["lag"] as? Int } == [1, 1, 1])
            _ = try await casefeedback("wheel")
            let counted = try await casefeedback("verify").output
            #expect(counted.contains("annual-wheel of 1480: 0 rows at position 1."), "\(counted)")
            #expect(counted.contains("what is shown follows from it."))
        }
    }

    @Test func `gives the reason of a standstill below a table in Swedish, and it is logged once`() async throws {
        try await withTestDatabase { database in
            var casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("record", input: Self.committee)
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET type = 'from-the-future' WHERE position = 2
                """)
            casefeedback.environment = ["CASEFEEDBACK_DATABASE": database.serviceConnection]
            let first = try await casefeedback("trail")
            #expect(first.status == 0)
            #expect(first.errors.contains("projection stands still"))
            for _ in 0..<2 {
                #expect(try await !casefeedback("trail").errors.contains("stands still"))
            }
            let status = try await casefeedback("status").output
            #expect(status.contains(/annual-wheel +1480 +1 +1 +1 +STÅR STILL, se nedan\n/), "\(status)")
            #expect(
                status.contains(
                    """
                    annual-wheel för 1480 STÅR STILL före händelse 2; det som registreras sparas som vanligt. \
                    Felmeddelandet: ”event cases/1480/2 of type from-the-future
                    """), "\(status)")
        }
    }

    private static let committee =
        #"{"type":"establish-committee","organisation":"1480","occurredOn":"2017-01-03","#
        + #""data":{"committee":"centrum","label":{"sv":"Centrum"},"validFrom":"2011-01-01"}}"#

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
            #expect(status.output.contains("build stopped at 0, see below"), "\(status.output)")
            #expect(status.output.contains("The error's words: “an event of old”."))
            #expect(!status.output.contains("STANDS STILL"))
        }
    }

    /// Running a rebuild would remove it.
    @Test func `says of what an earlier release made that it is kept, and not that it must be rebuilt`() async throws {
        try await withTestDatabase { database in
            var casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("wheel")
            try await database.run(
                """
                UPDATE casefeedback.projection_checkpoints SET revision = 2, program_version = '0.0.9'
                WHERE projection = 'annual-wheel'
                """)
            let raised = try await casefeedback("status").output
            #expect(
                raised.contains(/annual-wheel +1480 +1 .*revision 2, the program writes \d: run “casefeedback rebuild”/)
            )
            try #require(try await casefeedback("rebuild", "--projection", "annual-wheel").status == 0)
            let status = try await casefeedback("status").output
            #expect(
                status.contains(/annual-wheel +1480 +1 .* kept for going back \(revision 2, release 0\.0\.9\)\n/),
                "\(status)")
            #expect(status.contains(/annual-wheel +1480 +2 .* served\n/), "\(status)")
            casefeedback.environment = ["CASEFEEDBACK_DATABASE": database.serviceConnection]
            let swedish = try await casefeedback("status").output
            #expect(swedish.contains("kvar för återgång (revision 2, version 0.0.9)"), "\(swedish)")
        }
    }
}

/// In a cluster of its own, whose settings are nobody else's.
@Suite struct `A server that would lose what was acknowledged in a power cut` {
    @Test(arguments: ["fsync", "full_page_writes"])
    func `is named by the status, with a remedy`(setting: String) async throws {
        try await PrivateCluster.with("unsafe") { cluster in
            let database = try await cluster.database()
            var casefeedback = Program(on: database)
            let whole = try await casefeedback("status", "--json")
            #expect(try whole.json()["unsafeSettings"] as? [String] == [])

            try await Self.set("\(setting) = off", in: database)
            // Before anybody takes part, and after.
            let empty = try await casefeedback("status").output
            #expect(empty.contains("without \(setting)"), "\(empty)")
            try await casefeedback.join()
            let told = try await casefeedback("status").output
            #expect(told.contains("without \(setting)") && told.contains("pg_reload_conf()"), "\(told)")
            #expect(try await casefeedback("status", "--json").json()["unsafeSettings"] as? [String] == [setting])
            casefeedback.environment["CASEFEEDBACK_LANGUAGE"] = nil
            let swedish = try await casefeedback("status").output
            #expect(swedish.contains("utan \(setting)"), "\(swedish)")
            await database.close()
        }
    }

    private static func set(_ setting: String, in database: TestDatabase) async throws {
        try await database.server.run("ALTER SYSTEM SET \(setting)")
        try await database.server.run("SELECT pg_reload_conf()")
        // The server hears of it within moments.
        try await Task.sleep(for: .seconds(1))
    }
}
