import CanonicalJSON
import EventSourcing

@testable import CaseFeedback

/// A command file decided in memory, each command on what those before it made.
struct Replay {
    private(set) var events: [RecordedEvent] = []
    private(set) var texts: [TextReference: String] = [:]
    private var states = StreamStates([:])
    private var wheelStates = FoldedStates<AnnualWheel>()
    private let caller: Caller

    /// Why a line of the file is refused.
    struct RefusedLine: Error, CustomStringConvertible {
        let line: Int
        let type: TypeName
        let refusal: Refusal
        var description: String {
            "line \(line), \(type): \(refusal.code) \(refusal.parameters) \(refusal.field ?? "")"
        }
    }

    init(_ file: CommandFile) throws {
        let acting = file.header.caller
        caller = Caller(
            issuer: acting.issuer, subject: acting.subject, isVerified: false, role: acting.role, ground: acting.ground)
        for (line, _, command) in file.commands {
            do {
                try record(command)
            } catch let refusal as Refusal {
                throw RefusedLine(line: line, type: command.header.type, refusal: refusal)
            }
        }
    }

    /// The case of Göteborg; decided once.
    static var goteborg: Replay {
        get throws { try goteborgDecided.get() }
    }

    private static let goteborgDecided = Result { try Replay(.goteborg) }

    /// A stream's state after the last command.
    func state<State: StreamState>(_: State.Type = State.self, of stream: StreamName) throws -> State {
        try StreamStates([stream: events.filter { $0.envelope.stream == stream }]).state(of: stream)
    }

    /// The words that a reference leads to.
    func words(of reference: TextReference) -> String? { texts[reference] }

    /// The wheel at the end of a day, as the last position knows it.
    func wheel(asOf day: String) throws -> [WheelRow] {
        AnnualWheel.answer(asOf: .day(try Day(jsonString: day)), from: wheelStates.states)
    }

    private mutating func record(_ command: Command) throws {
        let occurred = try occurrence(of: command.header)
        let proposed = try command.decide(on: states, occurred: occurred, caller: caller)
        let fields = try CanonicalEncoder().encode(command.body).object.map { Set($0.keys) } ?? []
        for (ordinal, event) in proposed.enumerated() {
            try append(event, of: command.header, fields, ordinal, occurred)
        }
    }

    /// The day of a moment is taken in UTC: good enough away from midnight.
    private func occurrence(of header: CommandHeader) throws -> Occurrence {
        if let day = header.occurredOn { return Occurrence(day: day) }
        return Occurrence(
            day: try Day(jsonString: String(header.occurredAt?.description.prefix(10) ?? "")),
            instant: header.occurredAt)
    }

    private mutating func append(
        _ event: ProposedEvent, of header: CommandHeader, _ fields: Set<String>, _ ordinal: Int, _ occurred: Occurrence
    ) throws {
        let position = Position(Int64(events.count + 1))
        let eventID = UUIDValue(high: 1, low: UInt64(position.value))
        let document = try JSONDocument(parsing: CanonicalEncoder().bytes(of: event.payload))
        let provenance = try Provenance(of: header, event: event, payload: document, commandFields: fields)
            .map { try CanonicalEncoder().bytes(of: $0) }
        let encoded = try EncodedEvent(
            event, eventID: eventID, occurred: occurred, performedBy: header.performedBy?.text, provenance: provenance)
        let recorded = RecordedEvent(
            envelope: EventEnvelope(
                log: LogID(organisation: header.organisation, kind: .cases), position: position,
                recordedAt: Instant(microsecondsSince1970: 2_000_000_000_000_000 + position.value),
                stream: encoded.stream, version: states.version(of: encoded.stream) + 1, eventID: eventID,
                type: encoded.type, schemaVersion: encoded.schemaVersion, commandID: header.id, ordinal: ordinal,
                occurred: encoded.occurred, recordedBy: caller.identity, actorVerified: caller.isVerified,
                performedBy: encoded.performedBy, role: caller.role, ground: caller.ground, causationID: nil,
                correlationID: nil, secrecy: encoded.secrecy, retention: encoded.retention, programVersion: "test",
                provenance: encoded.provenance),
            payload: encoded.payload)
        for text in encoded.texts {
            texts[TextReference(position: position, field: text.field, secrecy: text.secrecy)] = text.words
        }
        events.append(recorded)
        states.append([recorded])
        try wheelStates.fold(recorded.folded)
    }
}
