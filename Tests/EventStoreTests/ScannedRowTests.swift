import EventSourcing
import Testing

@testable import EventStore
@testable import Postgres

/// As `copy_events_to_fold_and_list.sql` gives them; what travels between the database and a build is looked at strictly.
@Suite struct `Taking the rows of a scan apart` {
    private static let sound: [[UInt8]?] = [
        [0, 0, 0, 0, 0, 0, 0, 7], Array("round/2017-2018/majorna".utf8), Array("kick-off-held".utf8), [0, 0, 0, 1],
        [0, 0, 0, 9], nil, Array("{}".utf8), [0, 0, 0, 0, 0, 0, 0, 1], Array("issuer subject".utf8), nil,
    ]

    private static func batch(_ fields: [[UInt8]?]) throws -> EventBatch {
        var bytes: [UInt8] = []
        for field in fields {
            withUnsafeBytes(of: Int32(field?.count ?? -1).bigEndian) { bytes += $0 }
            bytes += field ?? []
        }
        var batching = try EventBatching(
            [.folded, .listed], of: LogID(organisation: OrganisationID("1480"), kind: .cases), after: Position(6))
        try bytes.withUnsafeBytes {
            try batching.add(PostgresCopyRow($0, offset: 0, fieldCount: fields.count))
        }
        return batching.take()
    }

    private static func read(
        _ fields: [[UInt8]?], after position: Position = .beginning
    ) throws -> (folded: [FoldedEvent], listed: [ListedEvent], unreadable: [UnreadableEvent]) {
        let batch = try batch(fields)
        let log = LogID(organisation: try OrganisationID("1480"), kind: .cases)
        var (folding, listing) = (FoldedEventReader(log), ListedEventReader(log))
        let folded = try folding.events(of: batch, after: position)
        let listed = try listing.events(of: batch, after: position)
        return (folded.readable, listed.readable, [folded.unreadable, listed.unreadable].compactMap(\.self))
    }

    @Test func `gives what stands there, and nothing that is folded already`() throws {
        let (folded, listed, unreadable) = try Self.read(Self.sound)
        #expect(unreadable.isEmpty)
        let event = try #require(folded.first)
        #expect(event.stream.text == "round/2017-2018/majorna" && event.type == "kick-off-held")
        #expect(event.position == Position(7) && event.schemaVersion == 1 && event.occurred.instant == nil)
        #expect(Array(event.payload) == Array("{}".utf8))
        #expect(listed.first?.type == event.type && listed.first?.occurredOn == event.occurred.day)
        #expect(listed.first?.recordedBy == "issuer subject" && listed.first?.performedBy == nil)
        let past = try Self.read(Self.sound, after: Position(7))
        #expect(past.folded.isEmpty && past.listed.isEmpty)
    }

    /// Numbers, days and moments of another width, names that are none, and what may not be absent.
    @Test(arguments: [1, 2, 3, 4, 5, 7, 8]) func `stops before a field that can't be, unless it is past`(
        number: Int
    ) throws {
        var broken: [[UInt8]?] = [[0xFF]]
        if number != 5 { broken.append(nil) }
        for field in broken {
            var fields = Self.sound
            fields[number] = field
            let found = try Self.read(fields)
            #expect(!found.unreadable.isEmpty)
            #expect(found.unreadable.allSatisfy { $0.position == Position(7) })
            #expect(found.folded.count + found.listed.count + found.unreadable.count == 2)
            #expect(try Self.read(fields, after: Position(7)).unreadable.isEmpty)
        }
    }

    @Test func `refuses a position that can't be`() {
        var fields = Self.sound
        for broken in [[0xFF], nil] as [[UInt8]?] {
            fields[0] = broken
            #expect(throws: StoreError.self) { try Self.read(fields) }
        }
    }

    @Test func `refuses a row that is cut`() {
        for count in Self.sound.indices {
            #expect(throws: StoreError.self) { try Self.read(Array(Self.sound.prefix(count))) }
        }
    }
}
