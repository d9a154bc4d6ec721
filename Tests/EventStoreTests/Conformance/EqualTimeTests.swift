import EventSourcing
import EventStore
import TestSupport
import Testing

/// Two transactions in one microsecond have one time: a reader that goes by it passes over the second.
///
/// - https://github.com/zitadel/zitadel/pull/10710
/// - https://github.com/zitadel/zitadel/pull/12703
@Suite struct `Published failure: equal times` {
    /// The head is ahead of the clock, so that the clock's own time is the same for every append: none that can be taken.
    @Test func `do not occur in a log, and every event is found by its own`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await database.run(
                "UPDATE casefeedback.logs SET recorded_at = clock_timestamp() + interval '30 seconds'")
            for number in 1...10 {
                _ = try await log.append(.of([NoteTaken(in: "a", number: number), NoteTaken(in: "b", number: number)]))
            }
            let stored = try await log.stored()
            #expect(LogRules.order(stored, of: "the log") == [])
            let times = stored.dropFirst().map(\.recordedAt.microsecondsSince1970)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 + 1 == $1 })
            for event in stored {
                let position = try await log.position(of: OrganisationID.gothenburg.cases, at: event.recordedAt)
                #expect(position.value == event.position)
            }
        }
    }

    @Test func `lose an event for a reader that goes by time`() async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            var reader = FieldReader(by: .time)
            for label in ["a", "b"] {
                try await database.run(
                    """
                    INSERT INTO public.field_events (label, at)
                    VALUES ('\(label)', '2018-03-14 09:30:00.000001+01')
                    """)
                try await reader.goOn(in: field)
            }
            #expect(reader.read == ["a"])
            #expect(LogRules.whole(reader.read, by: "the reader", of: try await field.labels()) != [])
        }
    }
}
