import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import TestSupport
import Testing

@Suite struct `Reading the streams of a decision` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `gives each of them whole, in the order of its versions, and those that are absent empty`() async throws
    {
        try await withTestDatabase { database in
            try await Self.fill(database.log, with: 60)
            let all = try await database.log.all(of: Self.log)
            let asked = [NoteTaken(in: "a", number: 0), NoteTaken(in: "c", number: 0), NoteTaken(in: "z", number: 0)]
                .map(\.stream)
            let basis = try await database.log.basis(of: [], in: Self.log, streams: asked)
            for stream in asked {
                #expect(basis.streams[stream] ?? [] == all.filter { $0.envelope.stream == stream })
            }
            #expect(basis.streams.count == 2)
        }
    }

    /// Without statistics a planner thinks it cheap to read the log in the order of its positions and to keep what is asked
    /// for: every command would cost what the log is long.
    @Test(arguments: Statistics.allCases)
    func `finds them by the key on their versions, whatever is known of the table`(known: Statistics) async throws {
        try await withTestDatabase { database in
            if known == .ofAnotherTenant {
                try await Self.fill(database.log, with: 3_000, of: OrganisationID.kungsbacka.cases)
                try await database.run("ANALYZE casefeedback.events")
            }
            try await Self.fill(database.log, with: 3_000)
            if known == .ofTheTenant { try await database.run("ANALYZE casefeedback.events") }
            let plan = try await database.asRole(.reader) { session in
                try session.run(script: "BEGIN; \(SchemaFiles.planByOrder.sql)")
                try session.run(script: "SELECT set_config('app.tenant', '1480', false)")
                try session.run(script: "PREPARE streams AS \(SchemaFiles.readStreams.sql)")
                return try session.texts("EXPLAIN EXECUTE streams('1480', 'cases', '{notebook/a,notebook/none}')")
            }
            let text = plan.joined(separator: "\n")
            #expect(text.contains("one_event_per_stream_version"), "\(text)")
            #expect(text.contains("(stream = asked.stream)"), "\(text)")
            #expect(!text.contains("Filter: (stream"), "\(text)")
        }
    }

    enum Statistics: CaseIterable {
        case none
        case ofTheTenant
        case ofAnotherTenant
    }

    private static func fill(_ log: EventLog, with count: Int, of id: LogID = Self.log) async throws {
        try await log.open(id)
        let requests = try (1...count).map { number in
            try AppendRequest.of([NoteTaken(in: ["a", "b", "c"][number % 3], number: number)], to: id)
        }
        _ = try await log.append(all: requests, to: id)
    }
}
