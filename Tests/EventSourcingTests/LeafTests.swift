import Crypto
import EventSourcing
import Testing

/// The expected bytes were made once by another program, from the specification. They are never edited: what was stored
/// under version 1 is read as version 1 for ever.
@Suite struct `Leaf v1` {
    /// A first event: no moment, nobody else who performed it, no cause, no provenance, no protected text.
    private static let plain = """
        63617365666565646261636b2f6576656e742f76310a0000000431343830000000056361736573000000080000000000\
        00000100000008000562cc0036e0000000000c6f7267616e69736174696f6e0000000800000000000000010000001001\
        610f2a1c007abc8def0123456789ab000000136d756e69636970616c6974792d6a6f696e656400000008000000000000\
        00010000001001610f2a1c00700080000000000000010000000800000000000000000000000a323031382d30312d3135\
        ffffffff000000076f7323616e6e610000000100ffffffff0000000e70726f636573732d6c65616465720000000c6173\
        7369676e6d656e742037ffffffffffffffff000000046f70656e000000097265666572656e636500000005312e302e30\
        ffffffff0000004b7b226e616d65223a7b227376223a2247c3b67465626f7267732053746164227d2c226e6174757265\
        223a226c697665222c227a6f6e65223a224575726f70652f53746f636b686f6c6d227d
        """

    @Test func `of an event with every absent field`() throws {
        let leaf = Leaf.bytes(of: try Self.joined(), protectedFields: [])
        #expect(leaf.hexadecimal == Self.plain)
        #expect(
            leaf.digest == "e0061858e2d47dcaaa3e4e1c7308f8e98ce615e29e4f4460d122d18fcd0a2d8d")
    }

    @Test func `of an event with every field, and protected fields in the order of their bytes`() throws {
        let event = try Self.recorded()
        let fields = [("/list/2", "a"), ("/text", "Jag är ledsen"), ("/list/10", "b"), ("/Text", "")].map {
            Leaf.ProtectedField(field: $0, digest: Array(SHA256.hash(data: Array($1.utf8))))
        }
        let leaf = Leaf.bytes(of: event, protectedFields: fields)
        #expect(leaf.count == 630)
        #expect(
            leaf.digest == "a5eb712d10e659a665f24632208cd7a670462ca35d416dc3070246d3d073db28")
        #expect(Leaf.bytes(of: event, protectedFields: fields.reversed()) == leaf)
    }

    /// Each field by itself changes the leaf: none is left out.
    @Test func `changes with each field`() throws {
        let event = try Self.recorded()
        let changes: [(inout EventEnvelope) throws -> Void] = [
            { $0.log = LogID(organisation: try OrganisationID("1480"), kind: .access) },
            { $0.log = LogID(organisation: $0.log.organisation, kind: .cases) },
            { $0.position = $0.position.next }, { $0.recordedAt = Instant(microsecondsSince1970: 1) },
            { $0.stream = StreamName("round", "2017-2018") }, { $0.version += 1 },
            { $0.eventID = UUIDValue(high: 1, low: 1) }, { $0.type = "statement-corrected" },
            { $0.schemaVersion = 4 }, { $0.commandID = UUIDValue(high: 1, low: 1) }, { $0.ordinal = 0 },
            { $0.occurred = Occurrence(day: $0.occurred.day.adding(days: 1), instant: $0.occurred.instant) },
            { $0.occurred = Occurrence(day: $0.occurred.day) }, { $0.recordedBy = "os#x" },
            { $0.actorVerified = false }, { $0.performedBy = nil }, { $0.role = "" }, { $0.ground = "" },
            { $0.causationID = nil }, { $0.correlationID = nil }, { $0.secrecy = .open },
            { $0.retention = .activity }, { $0.programVersion = "" }, { $0.provenance = nil },
            { $0.provenance = [] },
        ]
        var leaves = [Leaf.bytes(of: event, protectedFields: [])]
        for change in changes {
            var envelope = event.envelope
            try change(&envelope)
            leaves.append(
                Leaf.bytes(of: RecordedEvent(envelope: envelope, payload: event.payload), protectedFields: []))
        }
        leaves.append(Leaf.bytes(of: RecordedEvent(envelope: event.envelope, payload: []), protectedFields: []))
        leaves.append(Leaf.bytes(of: event, protectedFields: [.init(field: "", digest: [])]))
        #expect(Set(leaves).count == changes.count + 3)
    }

    private static func joined() throws -> RecordedEvent {
        RecordedEvent(
            envelope: EventEnvelope(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases), position: Position(1),
                recordedAt: try Instant(jsonString: "2018-01-15T08:00:00Z"), stream: StreamName("organisation"),
                version: 1, eventID: try UUIDValue(jsonString: "01610f2a-1c00-7abc-8def-0123456789ab"),
                type: "municipality-joined", schemaVersion: 1,
                commandID: try UUIDValue(jsonString: "01610f2a-1c00-7000-8000-000000000001"), ordinal: 0,
                occurred: Occurrence(day: try Day(jsonString: "2018-01-15")), recordedBy: "os#anna",
                actorVerified: false, performedBy: nil, role: "process-leader", ground: "assignment 7",
                causationID: nil, correlationID: nil, secrecy: .open, retention: .reference, programVersion: "1.0.0",
                provenance: nil),
            payload: Array(#"{"name":{"sv":"Göteborgs Stad"},"nature":"live","zone":"Europe/Stockholm"}"#.utf8))
    }

    private static func recorded() throws -> RecordedEvent {
        RecordedEvent(
            envelope: EventEnvelope(
                log: LogID(organisation: try OrganisationID("goteborgsregionen"), kind: .access),
                position: Position(9_007_199_254_740_993),
                recordedAt: try Instant(jsonString: "2026-11-22T19:10:17.123456Z"),
                stream: StreamName("round", "2017-2018", "majorna"), version: 42,
                eventID: try UUIDValue(jsonString: "ffffffff-ffff-7fff-bfff-ffffffffffff"),
                type: "statement-recorded", schemaVersion: 3,
                commandID: try UUIDValue(jsonString: "00000000-0000-7000-8000-000000000000"), ordinal: 2,
                occurred: Occurrence(
                    day: try Day(jsonString: "2018-03-14"),
                    instant: try Instant(jsonString: "1969-12-31T23:59:59.999999Z")),
                recordedBy: "https://id.example#å", actorVerified: true, performedBy: "p-12", role: "interviewer",
                ground: "beslut § 4", causationID: try UUIDValue(jsonString: "01610f2a-1c00-7000-8000-000000000002"),
                correlationID: try UUIDValue(jsonString: "01610f2a-1c00-7000-8000-000000000003"), secrecy: .personal,
                retention: .child, programVersion: "1.2.3-beta",
                provenance: Array(#"{"source":"s-1","synthetic":[""]}"#.utf8)),
            payload: Array(#"{"text":{"protected":"personal"}}"#.utf8))
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    fileprivate var digest: String { Array(SHA256.hash(data: self)).hexadecimal }
}
