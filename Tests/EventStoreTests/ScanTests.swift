import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `Scanning a log` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `gives what reading it gives, of a range and of tags`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database.log)
            let all = try await database.log.events(of: Self.log, after: .beginning, limit: 1_000_000)
            #expect(try await Self.scan(LogSelection(Self.log), of: database) == all)
            #expect(
                try await Self.scan(LogSelection(Self.log, after: Position(3), to: Position(9)), of: database)
                    == Array(all[3..<9]))
            let tags = [Tag("notebook", "a"), Tag("parity", "even")]
            let tagged = try await database.log.events(of: Self.log, taggedBy: [tags])
            #expect(!tagged.isEmpty)
            #expect(try await Self.scan(LogSelection(Self.log, tags: tags), of: database) == tagged)
            #expect(try await Self.scan(LogSelection(OrganisationID.kungsbacka.cases), of: database) == [])
        }
    }

    /// A sort would hold back the first row until the last was read, and take disk for all of them.
    @Test func `never sorts`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database.log)
            let plan = try await database.asSuperuser { session in
                try session.run(
                    script: """
                        SELECT set_config('app.tenant', '1480', false), set_config('app.log', 'cases', false),
                            set_config('app.after', '0', false), set_config('app.to', '1000000', false),
                            set_config('enable_sort', 'off', false)
                        """)
                return try session.texts(
                    """
                    EXPLAIN SELECT * FROM casefeedback.events
                    WHERE organisation = current_setting('app.tenant') AND log = current_setting('app.log')
                        AND position > current_setting('app.after')::bigint AND position <= current_setting('app.to')::bigint
                    ORDER BY position
                    """)
            }
            #expect(plan.contains { $0.contains("Index Scan using events_pkey") }, "\(plan)")
            #expect(!plan.contains { $0.contains("Sort") }, "\(plan)")
        }
    }

    @Test func `ends with the error of whoever looks on, and leaves the connection usable`() async throws {
        try await withTestDatabase { database in
            try await Self.fill(database.log)
            for _ in 0..<10 {
                await #expect(throws: StoreError.self) {
                    try await database.log.scan(LogSelection(Self.log)) { (event) throws(StoreError) in
                        if event.position == Position(5) { throw .corrupt("seen enough") }
                    }
                }
            }
            #expect(try await Self.scan(LogSelection(Self.log), of: database).count == 41)
        }
    }

    private static func fill(_ log: EventLog) async throws {
        try await log.open()
        for number in 1...20 {
            _ = try await log.append(
                .of([NoteTaken(in: number < 12 ? "a" : "b", number: number), SecretTold(in: "c", secret: "x\(number)")])
            )
        }
    }

    private static func scan(_ selection: LogSelection, of database: TestDatabase) async throws -> [RecordedEvent] {
        let events = Shared<[RecordedEvent]>([])
        let count = try await database.log.scan(selection) { (event) throws(StoreError) in
            events.update { $0.append(event) }
        }
        #expect(count == events.value.count)
        return events.value
    }
}
