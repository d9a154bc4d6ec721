import CanonicalJSON
import EventSourcing
import Foundation
import Testing

@testable import CaseFeedback

/// One event of each type and version as it was first stored, in `Golden/<type>.v<version>.json`: never edited, so that
/// what a log holds stays readable. A file is canonical JSON with the payload, and with what is derived from it.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static func name(_ type: TypeName, _ version: Int) -> String { "\(type).v\(version).json" }

    static func read(_ type: TypeName, _ version: Int) throws -> JSONValue {
        let file = folder.appending(path: name(type, version))
        return try CanonicalJSON.value(reading: Array(Data(contentsOf: file)))
    }

    /// What a file says of a payload.
    static func value(of payload: any EventPayload) throws -> JSONValue {
        let kind = Swift.type(of: payload)
        return [
            "type": .string(kind.type.text), "schemaVersion": .integer(Int64(kind.schemaVersion)),
            "secrecy": .string(kind.secrecy.rawValue), "retention": .string(kind.retention.rawValue),
            "stream": .string(payload.stream.text), "tags": .array(payload.storedTags.map { .string($0.text) }),
            "payload": try CanonicalEncoder().encode(payload),
        ]
    }

    /// The event that a file holds, as the store would give it back.
    static func event(_ type: TypeName, _ version: Int, payload: JSONValue) throws -> RecordedEvent {
        RecordedEvent(
            envelope: EventEnvelope(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases), position: Position(1),
                recordedAt: Instant(microsecondsSince1970: 0), stream: StreamName(stored: "golden"), version: 1,
                eventID: UUIDValue(high: 0, low: 0), type: type, schemaVersion: version,
                commandID: UUIDValue(high: 0, low: 0), ordinal: 0, occurred: Occurrence(day: Day(daysSince1970: 0)),
                recordedBy: "os#anna", actorVerified: false, performedBy: nil, role: "", ground: "", causationID: nil,
                correlationID: nil, secrecy: .open, retention: .reference, programVersion: "", provenance: nil),
            payload: CanonicalJSON.bytes(of: payload))
    }

    /// Writes the files that are not there yet, from the richest event of each type in a history; never over a file.
    ///
    /// Run once for a new event: `CASEFEEDBACK_WRITE_GOLDEN=1 swift test --filter golden`.
    static func writeMissing(from scenario: Scenario) throws {
        for events in Dictionary(grouping: scenario.events, by: \.type).values {
            guard let richest = events.max(by: { $0.payload.count < $1.payload.count }) else { continue }
            try writeMissing(Catalogue.decode(richest))
        }
    }

    static func writeMissing(_ payload: any EventPayload) throws {
        guard ProcessInfo.processInfo.environment["CASEFEEDBACK_WRITE_GOLDEN"] != nil else { return }
        let kind = Swift.type(of: payload)
        let file = folder.appending(path: name(kind.type, kind.schemaVersion))
        guard !FileManager.default.fileExists(atPath: file.path) else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(CanonicalJSON.bytes(of: value(of: payload))).write(to: file, options: .withoutOverwriting)
    }
}

@Suite struct `The golden events` {
    /// Every version that any event of the catalogue ever had.
    static let versions: [(TypeName, Int)] = Catalogue.events.flatMap { kind in
        (1...kind.schemaVersion).map { (kind.type, $0) }
    }

    @Test(arguments: versions)
    func `are there for every version, and read back in today's shape`(type: TypeName, version: Int) throws {
        let golden = try Golden.read(type, version)
        let payload = try Catalogue.decode(Golden.event(type, version, payload: #require(golden["payload"])))
        #expect(Swift.type(of: payload).type == type)
    }

    @Test(arguments: versions.filter { type, version in Catalogue.event(type)?.schemaVersion == version })
    func `of today's version are encoded to the same bytes, stream, tags and classes`(
        type: TypeName, version: Int
    ) throws {
        let golden = try Golden.read(type, version)
        let payload = try Catalogue.decode(Golden.event(type, version, payload: #require(golden["payload"])))
        #expect(try Golden.value(of: payload).description == golden.description)
    }

    @Test func `are of types in the catalogue alone`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path)
        let known = Set(Self.versions.map(Golden.name))
        #expect(names.filter { !known.contains($0) } == [])
    }

    @Test func `of organisation, instruments, cycles and exchange seminars are written from a history of their own`()
        throws
    {
        let scenario = try GoldenHistory.organisation()
        let expected = Set((Catalogue.organisationEvents + Catalogue.cycleEvents).map(\.type))
        #expect(expected.subtracting(scenario.events.map(\.type)) == [])
        try Golden.writeMissing(from: scenario)
    }

    @Test func `that no command makes are written as they are`() throws {
        let read = TextsRead(
            purpose: "matrix", count: 2, first: Position(7), last: Position(9), positions: [Position(7), Position(9)])
        let accepted = ClockAccepted(
            apartMilliseconds: 90_000,
            reason: ProtectedText("Bytt server", secrecy: .professional, about: .record(.clock)))
        let readers = AccessLogRead(purpose: "export-events", count: 3, first: Position(1), last: Position(3))
        let payloads: [any EventPayload] = [read, readers, accepted]
        #expect(Set(Catalogue.accessEvents.map(\.type)) == Set(payloads.map { Swift.type(of: $0).type }))
        for payload in payloads { try Golden.writeMissing(payload) }
    }
}
