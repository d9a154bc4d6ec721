import CanonicalJSON
import CaseFeedback
import Crypto
import EventSourcing
import EventStore
import Foundation

/// Decides commands one after the other on streams that were read once: each sees what those before it decided.
struct BatchDecision {
    private let log: LogID
    private let caller: Caller
    private var zone: LogZone?
    private var states: StreamStates
    private var head: Position
    private let firstHead: Position
    /// Where the log must end for the decisions to hold: they cite each other by the positions that follow on it.
    private(set) var neededHead: Position?

    init(log: LogID, basis: DecisionBasis, caller: Caller) {
        self.log = log
        self.caller = caller
        zone = basis.state.flatMap { LogZone(name: $0.zone) }
        states = StreamStates(basis.streams)
        firstHead = basis.state?.head ?? .beginning
        head = firstHead
    }

    /// The append of a command's events, on the condition that no stream that it read has moved.
    mutating func decide(_ command: Command) throws(Problem) -> AppendRequest {
        let occurred = try occurrence(of: command)
        if let expected = command.header.expectedVersion, let stream = command.body.streams.first,
            states.version(of: stream) != expected
        {
            throw .staleVersion(stream, expected: expected, actual: states.version(of: stream))
        }
        let conditions = command.streams.map { stream -> Condition in
            let version = states.version(of: stream)
            return .stream(stream, version == 0 ? .absent : .exact(version))
        }
        do throws(Refusal) {
            let proposed = try command.decide(on: states, occurred: occurred, caller: caller)
            let events = try encode(proposed, of: command, occurred: occurred)
            remember(events, of: command)
            return AppendRequest(
                log: log, commandID: command.header.id, fingerprint: try command.fingerprint(), caller: caller,
                conditions: conditions, events: events, opening: command.body.opening)
        } catch {
            throw Problem(error)
        }
    }

    private mutating func occurrence(of command: Command) throws(Problem) -> Occurrence {
        if let opening = command.body.opening, zone == nil {
            guard let opened = LogZone(name: opening.zone) else {
                throw Problem(
                    .badInput, "unknown-zone", ["zone": opening.zone], field: "/data/zone", value: opening.zone)
            }
            zone = opened
        }
        if let day = command.header.occurredOn { return Occurrence(day: day) }
        guard let instant = command.header.occurredAt, let zone else {
            throw Problem(
                .refused, "organisation-not-joined", ["organisation": log.organisation.text], field: "/organisation")
        }
        return Occurrence(day: zone.day(of: instant), instant: instant)
    }

    private func encode(
        _ proposed: [ProposedEvent], of command: Command, occurred: Occurrence
    ) throws(Refusal) -> [EncodedEvent] {
        var events: [EncodedEvent] = []
        let fields = try fields(of: command)
        for event in proposed {
            do throws(JSONFault) {
                let bytes = try CanonicalEncoder().bytes(of: event.payload)
                let payload = try JSONDocument(parsing: bytes)
                let provenance = Provenance(of: command.header, event: event, payload: payload, commandFields: fields)
                events.append(
                    try EncodedEvent(
                        event, eventID: .random(), occurred: occurred,
                        performedBy: command.header.performedBy?.text,
                        provenance: try provenance.map { value throws(JSONFault) in
                            try CanonicalEncoder().bytes(of: value)
                        }))
            } catch {
                throw Refusal("event-not-encodable", ["detail": error.description])
            }
        }
        return events
    }

    /// The names of the fields of its `data`.
    private func fields(of command: Command) throws(Refusal) -> Set<String> {
        do throws(JSONFault) {
            return try CanonicalEncoder().encode(command.body).object.map { Set($0.keys) } ?? []
        } catch {
            throw Refusal("event-not-encodable", ["detail": error.description])
        }
    }

    /// Lets later commands of the batch see these events, at the places that they will have if all are accepted.
    private mutating func remember(_ events: [EncodedEvent], of command: Command) {
        for (ordinal, event) in events.enumerated() {
            if event.cited.contains(where: { $0 > firstHead }) { neededHead = firstHead }
            head = head.next
            let envelope = EventEnvelope(
                log: log, position: head, recordedAt: .now, stream: event.stream,
                version: states.version(of: event.stream) + 1, eventID: event.eventID, type: event.type,
                schemaVersion: event.schemaVersion, commandID: command.header.id, ordinal: ordinal,
                occurred: event.occurred, recordedBy: caller.identity, actorVerified: caller.isVerified,
                performedBy: event.performedBy, role: caller.role, ground: caller.ground, causationID: nil,
                correlationID: nil, secrecy: event.secrecy, retention: event.retention, programVersion: "",
                provenance: event.provenance)
            states.append([RecordedEvent(envelope: envelope, payload: event.payload)])
        }
    }
}

extension Command {
    /// SHA-256 of the canonical command without its protected texts.
    func fingerprint() throws(Refusal) -> [UInt8] {
        do throws(JSONFault) {
            return Array(SHA256.hash(data: try canonicalWithoutTexts()))
        } catch {
            throw Refusal("event-not-encodable", ["detail": error.description])
        }
    }
}

extension Problem {
    static func staleVersion(_ stream: StreamName, expected: Int64, actual: Int64) -> Problem {
        Problem(
            .stale, "stale-version", ["stream": stream.text, "expected": "\(expected)", "actual": "\(actual)"],
            field: "/expectedVersion", value: "\(expected)")
    }
}
