import EventSourcing
import EventStore
import TestSupport
import Testing

/// Two writers that have nothing to do with each other: the one who came first commits last. A reader between the two
/// commits remembers the place of the later one, and never comes back for the earlier.
///
/// - https://github.com/JasperFx/marten/issues/1629
/// - https://github.com/JasperFx/marten/issues/4952
/// - https://github.com/Eventuous/eventuous/issues/222
/// - https://github.com/event-driven-io/emmett/pull/336
/// - https://github.com/commanded/eventstore/issues/3
/// - https://github.com/zitadel/zitadel/pull/12703 (the time at which a transaction began, as the place)
@Suite struct `Published failure: disjoint writers commit out of order` {
    @Test func `is impossible: the later one waits, and both are read`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await database.install(.commit)
            let other = database.asAnotherProcess()
            let slow = try AppendRequest.of([NoteTaken(in: "slow", number: 1)])
            let quick = try AppendRequest.of([NoteTaken(in: "quick", number: 1)])
            var reader = LogReader()
            try await database.holdingGate(slow.commandID.description) { release in
                async let first = log.append(slow)
                try await database.waitAtGate()
                async let second = other.log.append(quick)
                try await database.waitForBackends(
                    2, where: "application_name = 'casefeedback appender' AND wait_event_type = 'Lock'")
                try await reader.goOn(in: log)
                #expect(reader.read == [1])
                try await release()
                #expect(try await first.range?.first == Position(2))
                #expect(try await second.range?.first == Position(3))
            }
            await other.close()
            try await reader.goOn(in: log)
            let stored = try await log.stored()
            #expect(LogRules.order(stored, of: "the log") == [])
            #expect(LogRules.whole(reader.read, by: "the reader", of: stored.map(\.position)) == [])
        }
    }

    /// The way that waits for the oldest transaction stands this; its price is another published failure.
    @Test(arguments: [FieldReader.Cursor.sequence, .time])
    func `loses an event for a reader that goes by sequence or time`(cursor: FieldReader.Cursor) async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            var reader = FieldReader(by: cursor)
            let slow = try await field.begin("slow")
            try await field.append("quick")
            try await reader.goOn(in: field)
            try await slow.commit()
            try await reader.goOn(in: field)
            #expect(reader.read == ["quick"])
            #expect(LogRules.whole(reader.read, by: "\(cursor)", of: try await field.labels()) != [])
        }
    }
}
