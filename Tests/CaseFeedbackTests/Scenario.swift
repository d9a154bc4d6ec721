import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// Given, when, then: an organisation's log in memory, with dense positions and versions, decided by the domain's own
/// deciders. What goes into it is encoded and read back, so a payload that can't be stored fails here.
struct Scenario {
    private(set) var events: [RecordedEvent] = []
    /// The protected words, by position and field.
    private(set) var texts: [TextReference: String] = [:]
    private var commandCount: UInt64 = 0

    static let caller = Caller(issuer: "os", subject: "anna", isVerified: false, role: "process-leader", ground: "test")

    init() {}

    /// A scenario in which the organisation has joined, with a live log.
    static func joined() throws -> Scenario {
        try Scenario().given(
            "2017-01-01", "join-municipality",
            ["name": ["sv": "Göteborgs Stad"], "nature": "live", "zone": "Europe/Stockholm"])
    }

    /// The same with a command accepted; a refusal fails the test where it stands.
    func given(
        _ day: String, _ type: String, _ data: JSONValue, synthetic: [JSONValue]? = nil, source: String? = nil
    ) throws -> Scenario {
        var scenario = self
        try scenario.record(day, type, data, synthetic: synthetic, source: source)
        return scenario
    }

    /// Records a command's events, and gives them back.
    @discardableResult
    mutating func record(
        _ day: String, _ type: String, _ data: JSONValue, synthetic: [JSONValue]? = nil, source: String? = nil
    ) throws -> [RecordedEvent] {
        commandCount += 1
        let command = try command(day, type, data, synthetic: synthetic, source: source)
        let occurred = try occurrence(of: command.header)
        let proposed = try command.decide(on: states(for: command.streams), occurred: occurred, caller: Self.caller)
        var recorded: [RecordedEvent] = []
        for (ordinal, event) in proposed.enumerated() {
            recorded.append(try append(event, of: command.header, ordinal: ordinal, occurred: occurred))
        }
        return recorded
    }

    /// The events that a command makes, without recording them.
    func when(
        _ day: String, _ type: String, _ data: JSONValue, synthetic: [JSONValue]? = nil, source: String? = nil
    ) throws -> [RecordedEvent] {
        var scenario = self
        return try scenario.record(day, type, data, synthetic: synthetic, source: source)
    }

    /// Why a command is refused; nothing when it is accepted.
    func refusal(
        _ day: String, _ type: String, _ data: JSONValue, synthetic: [JSONValue]? = nil, source: String? = nil
    ) throws -> Refusal? {
        do {
            _ = try when(day, type, data, synthetic: synthetic, source: source)
            return nil
        } catch let refusal as Refusal {
            if let sentence = Refusals.sentence(for: refusal.code) {
                #expect(sentence.slots.isSubset(of: refusal.parameters.keys), "\(refusal.code) leaves slots empty")
            }
            return refusal
        }
    }

    /// A stream's state, folded from all that was recorded.
    func state<State: StreamState>(_: State.Type = State.self, of stream: StreamName) throws -> State {
        try states(for: [stream]).state(State.self, of: stream)
    }

    func words(of reference: TextReference?) -> String? { reference.flatMap { texts[$0] } }

    private func states(for streams: [StreamName]) -> StreamStates {
        StreamStates(
            streams.reduce(into: [:]) { read, stream in read[stream] = events.filter { $0.envelope.stream == stream } })
    }

    /// The command as it comes in: through the strict reader.
    private func command(
        _ day: String, _ type: String, _ data: JSONValue, synthetic: [JSONValue]?, source: String?
    ) throws -> Command {
        var envelope: [String: JSONValue] = [
            "id": .string(UUIDValue(high: 7, low: commandCount).description), "type": .string(type),
            "organisation": "1480", "data": data,
        ]
        envelope[day.utf8.contains(UInt8(ascii: "T")) ? "occurredAt" : "occurredOn"] = .string(day)
        if let synthetic { envelope["synthetic"] = .array(synthetic) }
        if let source { envelope["source"] = .string(source) }
        return try Command(reading: JSONDocument(parsing: CanonicalJSON.bytes(of: .object(envelope))))
    }

    /// The day of a moment is taken in UTC: good enough away from midnight.
    private func occurrence(of header: CommandHeader) throws -> Occurrence {
        if let day = header.occurredOn { return Occurrence(day: day) }
        let instant = try #require(header.occurredAt)
        return Occurrence(day: try Day(jsonString: String(instant.description.prefix(10))), instant: instant)
    }

    private mutating func append(
        _ event: ProposedEvent, of header: CommandHeader, ordinal: Int, occurred: Occurrence
    ) throws -> RecordedEvent {
        let position = Position(Int64(events.count + 1))
        let eventID = UUIDValue(high: 1, low: UInt64(position.value))
        let encoded = try EncodedEvent(
            event, eventID: eventID, occurred: occurred, performedBy: header.performedBy?.text, provenance: nil)
        let version = Int64(events.count { $0.envelope.stream == encoded.stream } + 1)
        let recorded = RecordedEvent(
            envelope: EventEnvelope(
                log: LogID(organisation: header.organisation, kind: .cases), position: position,
                recordedAt: Instant(microsecondsSince1970: 2_000_000_000_000_000 + position.value),
                stream: encoded.stream, version: version, eventID: eventID, type: encoded.type,
                schemaVersion: encoded.schemaVersion, commandID: header.id, ordinal: ordinal,
                occurred: encoded.occurred, recordedBy: Self.caller.identity, actorVerified: false,
                performedBy: encoded.performedBy, role: Self.caller.role, ground: Self.caller.ground, causationID: nil,
                correlationID: nil, secrecy: encoded.secrecy, retention: encoded.retention, programVersion: "test",
                provenance: nil),
            payload: encoded.payload)
        for text in encoded.texts {
            texts[TextReference(position: position, field: text.field, secrecy: text.secrecy)] = text.words
        }
        events.append(recorded)
        return recorded
    }
}

/// An identifier in a test.
func id(_ text: String) throws -> Identifier { try Identifier(text) }

/// A day in a test.
func day(_ text: String) throws -> Day { try Day(jsonString: text) }

extension RecordedEvent {
    /// The payload, as a test compares it.
    var fields: JSONValue {
        get throws { try CanonicalJSON.value(reading: payload) }
    }
}
