import EventSourcing
import EventStore
import TestSupport
import Testing

/// A number that a rolled-back append took from a sequence is a hole for ever. Readers that wait for it stand still, and
/// those that give up waiting leave events out.
///
/// - https://github.com/JasperFx/marten/issues/3503
/// - https://github.com/JasperFx/marten/issues/5108
/// - https://github.com/Eventuous/eventuous/pull/588
@Suite struct `Published failure: a gap where an append was rolled back` {
    @Test func `is not left by an append that is refused, nor by one that breaks off`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            var reader = LogReader()
            await #expect(throws: StoreError.self) { try await log.append(.of([BulkStored(in: "a", bytes: 70_000)])) }
            let stale = try AppendRequest.of(
                [NoteTaken(in: "a", number: 1)], on: [.stream(StreamName("x", "y"), .exact(4))])
            #expect(try await log.append(stale) == .stale(stream: StreamName("x", "y"), actual: 0))
            try await reader.goOn(in: log)
            #expect(try await log.append(.of([NoteTaken(in: "a", number: 2)])).range?.first == Position(2))
            try await reader.goOn(in: log)
            let stored = try await log.stored()
            #expect(LogRules.order(stored, of: "the log") == [])
            #expect(LogRules.whole(reader.read, by: "the reader", of: stored.map(\.position)) == [])
        }
    }

    /// The append is rolled back at its commit, when its rows are written and its head is advanced, and is sent again.
    @Test func `is not left by an append whose backend is ended at its commit`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await database.install(.commit)
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            let verdict = try await database.holdingGate(request.commandID.description) { release in
                async let verdict = log.append(request)
                try await database.waitAtGate()
                #expect(try await database.endBackends(where: "wait_event = 'advisory'") == 1)
                try await release()
                return try await verdict
            }
            #expect(verdict.range?.first == Position(2))
            #expect(LogRules.order(try await log.stored(), of: "the log") == [])
        }
    }

    @Test func `is seen where a sequence gives the place`() async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            try await field.append("a")
            try await field.begin("b").rollBack()
            try await field.append("c")
            let places = try await field.places()
            #expect(places == [1, 3])
            // One that reads without a gap, as it must not to lose what is under way, never comes to the third.
            let contiguous = places.enumerated().prefix { $0.element == $0.offset + 1 }.map(\.element)
            #expect(LogRules.whole(contiguous, by: "the reader", of: places) != [])
            let stored = places.map {
                StoredEvent(
                    position: $0, version: 1, stream: StreamName("field", "\($0)"), command: .fresh(),
                    recordedAt: Instant(microsecondsSince1970: $0))
            }
            #expect(LogRules.order(stored, of: "the table") == ["position: 3 stands at place 2 of the table"])
        }
    }
}
