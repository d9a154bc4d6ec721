import EventSourcing
import Postgres
import TestSupport
import Testing

@testable import EventStore

/// What a lane tells of the log's end is believed only where the log ends so: the number of its last position proves nothing,
/// since another process may have written as many events.
@Suite struct `A known end of a log` {
    private static let log = OrganisationID.gothenburg.cases
    private static let shared = StreamName("notebook", "shared")

    enum End: CaseIterable {
        case ofThisLog, withAnotherFirstEvent, withAnotherLastEvent, further, before
    }

    /// The version that is told of the stream is a false one, so that the verdict shows whether it was believed.
    @Test(arguments: End.allCases) func `is believed only if the log ends with that very transaction`(end: End)
        async throws
    {
        try await withTestDatabase { database in
            try await database.log.open()
            let last = try AppendRequest.of([NoteTaken(in: "shared", number: 1), NoteTaken(in: "own", number: 1)])
            #expect(try await database.log.append(last).range?.last == Position(3))
            let known = KnownEnd(
                first: Position(2),
                firstEvent: end == .withAnotherFirstEvent ? .fresh() : last.events[0].eventID,
                last: Position(end == .further ? 4 : end == .before ? 2 : 3),
                lastEvent: end == .withAnotherLastEvent
                    ? .fresh() : end == .before ? last.events[0].eventID : last.events[1].eventID,
                versions: [Self.shared.text: 7])
            let request = try AppendRequest.of(
                [NoteTaken(in: "own", number: 2)],
                on: [.stream(Self.shared, .exact(7)), .stream(StreamName("notebook", "own"), .exact(1))])
            let call = AppendCall(
                [request], to: Self.log, now: .now, programVersion: "test", mode: .eachByItself)
            let verdicts = try await database.connections.call(
                AppendCall.file, call.values(knowing: known), as: .appender
            ) { (result) throws(StoreError) in try call.verdicts(from: result) }
            if end == .ofThisLog {
                #expect(verdicts.first?.range?.first == Position(4))
            } else {
                #expect(verdicts == [.stale(stream: Self.shared, actual: 1)])
            }
        }
    }
}
