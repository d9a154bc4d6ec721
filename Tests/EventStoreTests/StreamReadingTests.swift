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
            let all = try await database.log.asItStands(Self.log)
            let asked = [NoteTaken(in: "a", number: 0), NoteTaken(in: "c", number: 0), NoteTaken(in: "z", number: 0)]
                .map(\.stream)
            let basis = try await database.log.basis(of: [], in: Self.log, streams: asked)
            for stream in asked {
                #expect(basis.streams[stream] ?? [] == all.filter { $0.envelope.stream == stream })
            }
            #expect(basis.streams.count == 2)
        }
    }

    private static func fill(_ log: EventLog, with count: Int, of id: LogID = Self.log) async throws {
        try await log.open(id)
        let requests = try (1...count).map { number in
            try AppendRequest.of([NoteTaken(in: ["a", "b", "c"][number % 3], number: number)], to: id)
        }
        _ = try await log.append(all: requests, to: id)
    }
}
