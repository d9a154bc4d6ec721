import CanonicalJSON
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `What an append stores` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `is the envelope, field by field, and the payload, byte by byte`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let occurred = Occurrence(
                day: try Day(jsonString: "2018-03-14"), instant: try Instant(jsonString: "2018-03-14T09:30:00.25Z"))
            let provenance = Array(#"{"source":"s-1","synthetic":[""]}"#.utf8)
            let event = try EncodedEvent(
                ProposedEvent(SecretTold(in: "a", secret: "Jag är ledsen")), eventID: .fresh(), occurred: occurred,
                performedBy: "p-12", provenance: provenance)
            let caller = Caller(issuer: "https://id", subject: "s", isVerified: true, role: "leader", ground: "order 4")
            let request = AppendRequest(
                log: Self.log, commandID: .fresh(), fingerprint: Array(1...32), caller: caller, conditions: [],
                events: [event], causationID: .fresh(), correlationID: .fresh())
            let range = try #require(try await database.log.append(request).range)
            let stored = try #require(try await database.log.events(of: Self.log, at: [range.first]).first)
            let expected = EventEnvelope(
                log: Self.log, position: Position(2), recordedAt: range.recordedAt,
                stream: StreamName("notebook", "a"), version: 1, eventID: event.eventID, type: "secret-told",
                schemaVersion: 1, commandID: request.commandID, ordinal: 0, occurred: occurred,
                recordedBy: "https://id#s", actorVerified: true, performedBy: "p-12", role: "leader",
                ground: "order 4", causationID: request.causationID, correlationID: request.correlationID,
                secrecy: .personal, retention: .child, programVersion: "test", provenance: provenance)
            #expect(stored.envelope == expected)
            #expect(stored.payload == Array(#"{"hints":[],"notebook":"a","secret":{"protected":"personal"}}"#.utf8))
            let known = try await database.log.basis(of: [request.commandID], in: Self.log, streams: [])
                .known[request.commandID]
            #expect(known?.fingerprint == Array(1...32))
            #expect(known?.recordedBy == "https://id#s")
            #expect(known?.first == Position(2) && known?.last == Position(2))
        }
    }

    @Test func `has protected words in rows of their own and nowhere else`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let told = SecretTold(in: "a", secret: "Jag är ledsen", hints: ["först", "sedan"])
            let range = try #require(try await database.log.append(.of([told])).range)
            let texts = try await database.log.protectedTexts(of: Self.log, at: [range.first])
            #expect(texts.map(\.field) == ["/hints/0", "/hints/1", "/secret"])
            #expect(texts.map { String(decoding: $0.value, as: UTF8.self) } == ["först", "sedan", "Jag är ledsen"])
            #expect(texts.map(\.secrecy) == [.professional, .professional, .personal])
            #expect(Set(texts.map(\.subject)) == ["record:notebook/a"])
            let elsewhere = try await database.asSuperuser { session in
                try session.texts(
                    """
                    SELECT position::text FROM casefeedback.events
                    WHERE position(convert_to('ledsen', 'UTF8') IN payload) > 0
                    """)
            }
            #expect(elsewhere.isEmpty)
            let readBack = try #require(try await database.log.events(of: Self.log, at: [range.first]).first)
                .decode(SecretTold.self)
            #expect(readBack.secret.words == nil)
            #expect(readBack.secret.field == "/secret")
            #expect(readBack.hints.map(\.field) == ["/hints/0", "/hints/1"])
        }
    }

    @Test func `is found again by its tags`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let notes = [("a", 1), ("a", 2), ("b", 2)]
            for (notebook, number) in notes {
                _ = try await log.append(.of([NoteTaken(in: notebook, number: number)]))
            }
            func positions(_ items: [[EventSourcing.Tag]], after: Int64 = 0, to: Int64 = .max) async throws -> [Int64] {
                try await log.events(of: Self.log, taggedBy: items, after: Position(after), to: Position(to))
                    .map(\.position.value)
            }
            #expect(try await positions([[Tag("notebook", "a")]]) == [2, 3])
            #expect(try await positions([[Tag("notebook", "a"), Tag("parity", "even")]]) == [3])
            #expect(try await positions([[Tag("notebook", "b")], [.reference]]) == [1, 4])
            #expect(try await positions([[Tag("parity", "even")]], after: 3) == [4])
            #expect(try await positions([[Tag("parity", "even")]], to: 3) == [3])
            #expect(try await positions([]) == [])
        }
    }

    @Test func `is at the position that a moment asks for`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            for number in 1...3 { _ = try await log.append(.of([NoteTaken(in: "a", number: number)])) }
            for event in try await log.asItStands(Self.log) {
                let recorded = event.envelope.recordedAt
                #expect(try await log.position(of: Self.log, at: recorded) == event.position)
                let before = Instant(microsecondsSince1970: recorded.microsecondsSince1970 - 1)
                #expect(try await log.position(of: Self.log, at: before).next == event.position)
            }
        }
    }

    @Test func `passes verification, and each tampering is named`() async throws {
        let tamperings: [(sql: String, code: String)] = [
            (
                "UPDATE casefeedback.tags SET tag = 'notebook:z' WHERE position = 2 AND tag = 'notebook:a'",
                "tags-differ"
            ),
            ("DELETE FROM casefeedback.tags WHERE position = 3", "tags-differ"),
            ("DELETE FROM casefeedback.events WHERE position = 3", "position-missing"),
            ("DELETE FROM casefeedback.events WHERE position = 6", "head-differs"),
            ("UPDATE casefeedback.logs SET head = 5", "head-differs"),
            ("UPDATE casefeedback.events SET version = 9 WHERE position = 4", "version-missing"),
            ("UPDATE casefeedback.events SET recorded_at = '2001-01-01Z' WHERE position = 4", "time-not-rising"),
            ("UPDATE casefeedback.events SET payload = 'x' WHERE position = 4", "unreadable-event"),
            ("DELETE FROM casefeedback.protected_texts WHERE field = '/hints/1'", "text-missing"),
            ("UPDATE casefeedback.protected_texts SET secrecy = 'open' WHERE field = '/secret'", "text-class"),
            ("UPDATE casefeedback.protected_texts SET secrecy = 'shut' WHERE field = '/secret'", "text-class"),
            (
                """
                INSERT INTO casefeedback.protected_texts
                SELECT organisation, log, 2, field, secrecy, subject, key_id, value FROM casefeedback.protected_texts
                WHERE field = '/secret'
                """, "text-unknown"
            ),
            (
                """
                INSERT INTO casefeedback.protected_texts
                SELECT organisation, log, 9, field, secrecy, subject, key_id, value FROM casefeedback.protected_texts
                WHERE field = '/secret'
                """, "text-unknown"
            ),
            ("DELETE FROM casefeedback.commands WHERE first_position = 3", "command-missing"),
            ("UPDATE casefeedback.commands SET last_position = 4 WHERE first_position = 3", "command-differs"),
            ("UPDATE casefeedback.commands SET recorded_by = 'x' WHERE first_position = 3", "command-by-another"),
            ("UPDATE casefeedback.commands SET last_position = 7 WHERE first_position = 6", "commands-differ"),
            (
                "UPDATE casefeedback.commands SET last_position = 9 WHERE first_position > last_position",
                "commands-differ"
            ),
            (
                "UPDATE casefeedback.commands SET first_position = 9 WHERE first_position > last_position",
                "command-differs"
            ),
            ("UPDATE casefeedback.events SET command_id = event_id WHERE position = 3", "command-missing"),
            ("UPDATE casefeedback.events SET ordinal = 1 WHERE position = 3", "command-differs"),
        ]
        for tampering in tamperings {
            try await withTestDatabase { database in
                let log = database.log
                try await log.open()
                for number in 1...4 { _ = try await log.append(.of([NoteTaken(in: "a", number: number)])) }
                _ = try await log.append(.of([SecretTold(in: "a", secret: "word", hints: ["a", "b"])]))
                _ = try await log.append(.of([]))
                #expect(try await Self.findings(in: log) == [])
                try await database.asSuperuser { session in
                    // A superuser can leave every trigger out.
                    try session.run(script: "SET session_replication_role = replica; \(tampering.sql)")
                }
                #expect(try await Self.findings(in: log).contains(tampering.code), "\(tampering.sql)")
            }
        }
    }

    @Test func `is no finding twice when only a newer release can read an event`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            _ = try await database.log.append(.of([SecretTold(in: "a", secret: "word", hints: ["a"])]))
            try await database.asSuperuser { session in
                try session.run(
                    script: """
                        SET session_replication_role = replica;
                        UPDATE casefeedback.events SET schema_version = 9 WHERE type = 'secret-told'
                        """)
            }
            #expect(Set(try await Self.findings(in: database.log)) == ["unreadable-event", "tags-unknown"])
        }
    }

    private static func findings(in log: EventLog) async throws -> [String] {
        try await log.verify(Self.log, by: TagJudge()).findings.map(\.code)
    }
}
