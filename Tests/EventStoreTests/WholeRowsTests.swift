import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// More than is held at once stands at a position, or behind some: what is given stays whole, once and in order.
@Suite struct `The rows of a whole log` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `come in order however large the texts are`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            var expected = ["event 1", "command 1"]
            for number in 2...40 {
                // Nine megabytes at one position, many small ones, and four of three.
                let bytes = number == 20 ? 4_500_000 : number > 35 ? 1_500_000 : 10
                let words = String(repeating: "o", count: bytes)
                let texts = number % 3 == 0 ? [] : [SecretTold(in: "a", secret: words, hints: [words])]
                let events: [any EventPayload] = texts.isEmpty ? [NoteTaken(in: "a", number: number)] : texts
                _ = try await database.log.append(.of(events))
                expected.append("event \(number)")
                if !texts.isEmpty { expected += ["text \(number)/hints/0", "text \(number)/secret"] }
                expected.append("command \(number)")
            }
            #expect(try await Self.rows(LogSelection(Self.log, to: Position(40)), of: database) == expected)
            let tagged = try await Self.rows(
                LogSelection(Self.log, to: Position(40), tags: [Tag("notebook", "a")]), of: database)
            #expect(tagged == expected.filter { !$0.hasPrefix("command") && $0 != "event 1" })
            let part = LogSelection(Self.log, after: Position(19), to: Position(20))
            #expect(try await Self.rows(part, of: database) == expected.filter { $0.contains(" 20") })
        }
    }

    /// Their number is bounded by nothing.
    @Test func `are all there where very many commands made no event`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            for number in 2...4 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            try await database.run(
                """
                INSERT INTO casefeedback.commands
                SELECT '1480', gen_random_uuid(), 'cases', decode(repeat('00', 32), 'hex'), 'os#a', last + 1, last
                FROM (VALUES (0, 50000), (1, 10), (3, 50000)) AS v (last, count), generate_series(1, count)
                """)
            let rows = try await Self.rows(LogSelection(Self.log, to: Position(4)), of: database)
            let expected =
                Array(repeating: "command 0", count: 50_000) + ["event 1"] + Array(repeating: "command 1", count: 11)
                + ["event 2", "command 2", "event 3"] + Array(repeating: "command 3", count: 50_001)
                + ["event 4", "command 4"]
            #expect(rows.count == expected.count && rows == expected)
        }
    }

    private static func rows(_ selection: LogSelection, of database: TestDatabase) async throws -> [String] {
        try await database.log.withRows(of: selection) { (rows) throws(StoreError) in
            var names: [String] = []
            try rows { (row) throws(StoreError) in
                switch row {
                case .event(let event, _): names.append("event \(event.position)")
                case .text(let text): names.append("text \(text.position)\(text.field)")
                case .command(let command): names.append("command \(command.last)")
                }
            }
            return names
        }
    }
}
