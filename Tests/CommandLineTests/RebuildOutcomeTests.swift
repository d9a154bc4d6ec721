import Foundation
import TestSupport
import Testing

/// What one projection's failure says of the others.
@Suite struct `A rebuild of every projection` {
    private static let published = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/casefeedback/Cases/goteborg-2017-2021.ndjson").standardizedFileURL.path()

    @Test func `tells what was rebuilt beside what could not be`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let imported = try await casefeedback("import", "commands", Self.published)
            try #require(imported.status == 0, "\(imported.errors)")
            _ = try await casefeedback("wheel")
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET payload = convert_to('{"x":1}', 'UTF8')
                WHERE (organisation, log, position) = (
                    SELECT organisation, log, max(position) FROM casefeedback.events
                    WHERE type = 'interview-held' GROUP BY 1, 2);
                """)
            let rebuilt = try await casefeedback("rebuild", "--all", "--json")
            #expect(rebuilt.status == 1)
            let answer = try rebuilt.json()
            let done = (answer["projections"] as? [[String: Any]])?.compactMap { $0["projection"] as? String }
            #expect(done?.contains("audit-trail") == true && done?.contains("annual-wheel") == false)
            let failed = (answer["failures"] as? [[String: Any]])?.first
            #expect(failed?["projection"] as? String == "annual-wheel")
            #expect(failed?["code"] as? String == "unreadable-event")
            let problem = try rebuilt.json(\.errors)
            #expect(problem["type"] as? String == "urn:casefeedback:problem:rebuild-incomplete")
            let words = try await casefeedback("rebuild", "--all")
            #expect(words.output.contains("1480 audit-trail: rebuilt to position"))
            #expect(words.output.contains("1480 annual-wheel: A stored event cannot be read"))
        }
    }

    /// What is served stands before it, and is correct there.
    @Test func `that is only tried names the event that it would stop before, and does not end as if all were well`()
        async throws
    {
        try await withTestDatabase { database in
            var casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("wheel")
            _ = try await casefeedback(
                "record",
                input: #"{"type":"establish-committee","organisation":"1480","occurredOn":"2017-01-03","#
                    + #""data":{"committee":"centrum","label":{"sv":"Centrum"},"validFrom":"2011-01-01"}}"#)
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET schema_version = 99 WHERE position = 2
                """)
            let tried = try await casefeedback("rebuild", "--all", "--dry-run")
            #expect(tried.status == 1, "\(tried.errors)")
            for words in [
                "1480 annual-wheel: correct at position 1, but 1 event behind",
                "1480 annual-wheel: A stored event cannot be read (event cases/1480/2 of type committee-established",
                // Neither reads it.
                "1480 report-matrix: correct at position 1", "1480 audit-trail: correct at position 1",
            ] {
                #expect(tried.output.contains(words), "\(tried.output)")
            }
            #expect(!tried.output.contains("1480 report-matrix: A stored"), "\(tried.output)")
            #expect(tried.errors.contains("1480 annual-wheel"), "\(tried.errors)")
            casefeedback.environment = ["CASEFEEDBACK_DATABASE": database.serviceConnection]
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET type = 'from-the-future' WHERE position = 2
                """)
            let swedish = try await casefeedback("rebuild", "--projection", "audit-trail", "--dry-run", "--json")
            let failed = (try swedish.json()["failures"] as? [[String: Any]])?.first
            #expect(swedish.status == 1 && failed?["projection"] as? String == "audit-trail", "\(swedish.output)")
            #expect((failed?["detail"] as? String)?.hasPrefix("En lagrad händelse kan inte läsas") == true)
            #expect(try await casefeedback("rebuild", "--all").status == swedish.status)
        }
    }

    @Test func `goes back with all of them, or with none`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("wheel")
            #expect(try await casefeedback("rebuild", "--all").status == 0)
            #expect(try await casefeedback("rebuild", "--projection", "audit-trail", "--remove-kept").status == 0)
            let refused = try await casefeedback("rebuild", "--all", "--rollback", "--json")
            #expect(refused.status == 1)
            let type = try refused.json(\.errors)["type"] as? String
            #expect(type == "urn:casefeedback:problem:nothing-to-return-to")
            let status = try await casefeedback("status", "--json").json()["projections"] as? [[String: Any]]
            let served = status?.filter { $0["isServed"] as? Bool == true }.compactMap { $0["generation"] as? Int }
            #expect(served == [2, 2, 2])
            let wheel = try await casefeedback("rebuild", "--projection", "annual-wheel", "--rollback")
            #expect(wheel.status == 0)
            // Whoever presses Enter once more knows what comes of it.
            #expect(wheel.output.contains("generation 1 is served again now"), "\(wheel.output)")
            #expect(wheel.output.contains("The same command once more goes back to 2."), "\(wheel.output)")
            let forth = try await casefeedback("rebuild", "--projection", "annual-wheel", "--rollback")
            #expect(forth.output.contains("generation 2 is served again now"), "\(forth.output)")
        }
    }

    @Test func `says that there is nothing to do where nothing is recorded`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            for (options, words) in [
                ([], "nothing to rebuild"), (["--dry-run"], "nothing to rebuild"),
                (["--rollback"], "nothing to go back to"),
            ] {
                let call = try await casefeedback.start(["rebuild", "--all"] + options).end()
                #expect(call.status == 0, "\(call.errors)")
                #expect(call.output.contains(words), "\(call.output)")
                let json = try await casefeedback.start(["rebuild", "--all", "--json"] + options).end()
                #expect((try json.json()["projections"] as? [Any])?.isEmpty == true)
            }
        }
    }

    @Test func `says of what is served how far behind the log it is`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let compared = try await casefeedback("rebuild", "--all", "--dry-run")
            #expect(compared.status == 0)
            let head = try #require(try await casefeedback("status", "--json").json()["head"] as? Int)
            #expect(
                compared.output.contains("1480 annual-wheel: correct at position 0, but \(head) event behind"),
                "\(compared.output)")
            _ = try await casefeedback("wheel")
            let current = try await casefeedback("rebuild", "--all", "--dry-run")
            #expect(current.output.contains("1480 annual-wheel: correct at position \(head)."), "\(current.output)")
        }
    }

    @Test func `says of rows that were wrong how many, and where the first was, to people and to programs`()
        async throws
    {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            #expect(try await casefeedback("import", "commands", Self.published).status == 0)
            #expect(try await casefeedback("rebuild", "--all").status == 0)
            try await database.run(
                """
                UPDATE casefeedback.audit_trail SET actor = 'nobody' WHERE position = 2;
                DELETE FROM casefeedback.audit_trail WHERE position IN (3, 4);
                """)
            let trail = ["rebuild", "--projection", "audit-trail"]
            let compared = try await casefeedback.start(trail + ["--dry-run", "--json"]).end()
            #expect(compared.status == 5)
            let answer = (try compared.json()["projections"] as? [[String: Any]])?.first
            let difference = try #require(answer?["difference"] as? [String: Any], "\(compared.output)")
            #expect(["different", "missing", "surplus"].map { difference[$0] as? Int } == [1, 2, 0])
            let first = try #require(difference["first"] as? [String: Any])
            #expect(first["table"] as? String == "audit_trail")
            #expect(first["key"] as? [String] == ["2"])
            let place = try #require((first["places"] as? [[String: Any]])?.first)
            #expect(place["pointer"] as? String == "/actor")
            #expect(place["previous"] as? String == "nobody")
            let actor = try #require(place["new"] as? String)

            let rebuilt = try await casefeedback.start(trail).end()
            #expect(rebuilt.status == 0)
            #expect(
                rebuilt.output.hasSuffix(
                    """
                    WHAT WAS SHOWN WAS WRONG. Report it.
                      Rows that differ: 1; too many: 0; missing: 2.
                      The first, as it was shown → as the events say: audit_trail 2
                        /actor: "nobody" → "\(actor)"

                    """), "\(rebuilt.output)")
            let again = try await casefeedback.start(trail + ["--json"]).end()
            #expect((try again.json()["projections"] as? [[String: Any]])?.first?["difference"] == nil)
        }
    }
}
