import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// Payloads are read in two ways: by `Codable`, and where that is too slow field by field. What the second accepts the
/// first accepts too, as the same value; so nothing that is malformed slips past a fold.
@Suite struct `Reading payloads field by field` {
    private static let golden: [(type: TypeName, payload: JSONValue)] = `The golden events`.versions.compactMap {
        guard let payload = try? Golden.read($0, $1)["payload"] else { return nil }
        return ($0, payload)
    }

    @Test func `gives what Codable gives, for every golden event`() throws {
        for (type, payload) in Self.golden {
            let decoded = try Catalogue.decode(Golden.event(type, 1, payload: payload))
            #expect(try reading(CanonicalJSON.bytes(of: payload), as: decoded) != .differs, "\(type)")
        }
    }

    @Test func `serves all events of rounds in the case of Göteborg`() throws {
        let events = try Replay.goteborg.events
        for event in events {
            let reading = try reading(event.payload, as: Catalogue.decode(event))
            #expect(reading == .agrees || !event.envelope.stream.isOf("round") && reading != .differs, "\(event.type)")
        }
    }

    /// A field is left out, put in twice, renamed, moved, or of another kind; a byte is lost, doubled or another one.
    @Test(arguments: 1...4) func `accepts nothing that Codable refuses, whatever is done to a payload`(seed: Int) throws
    {
        var generator = SeededGenerator(seed: UInt64(seed))
        var outcomes: [Reading: Int] = [:]
        for (type, payload) in Self.golden {
            let decoded = try Catalogue.decode(Golden.event(type, 1, payload: payload))
            let text = CanonicalJSON.bytes(of: payload)
            for _ in 0..<60 {
                let mutated = text.mutated(using: &generator)
                let reading = try reading(mutated, as: decoded)
                #expect(
                    reading != .differs, "seed \(seed), \(type): \(String(decoding: mutated, as: UTF8.self))")
                outcomes[reading, default: 0] += 1
            }
        }
        #expect(outcomes[.agrees, default: 0] > 50, "hardly a mutation was accepted: \(outcomes)")
    }

    /// As `Codable` would have had it applied, or not at all.
    @Test(arguments: 1...4) func `applies a round's events where they lie, whatever is done to them`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var applied = 0
        for (type, payload) in Self.golden {
            guard let event = try Catalogue.decode(Golden.event(type, 1, payload: payload)) as? any RoundEvent else {
                continue
            }
            let text = CanonicalJSON.bytes(of: payload)
            for mutated in [text] + (0..<60).map({ _ in text.mutated(using: &generator) }) {
                applied += try applies(mutated, as: event, to: Self.round(before: event)) ? 1 : 0
            }
        }
        #expect(applied > 50, "hardly a mutation was accepted: \(applied)")
    }

    private static let fact = RecordedFact(position: Position(7), day: Day(daysSince1970: 17_787), instant: nil)

    /// One in which the event is known, and one in which it is not.
    private static func round(before event: some RoundEvent) -> [Round] {
        var round = Round()
        event.apply(to: &round, as: RecordedFact(position: Position(6), day: fact.day, instant: nil))
        return [Round(), round]
    }

    private func applies<Payload: RoundEvent>(_ text: [UInt8], as _: Payload, to rounds: [Round]) throws -> Bool {
        let event = try? StrictDecoder().decode(Payload.self, fromCanonical: text)
        var isApplied = false
        for round in rounds {
            var (quick, expected) = (round, round)
            isApplied = text.withUnsafeBytes { Payload.apply($0, to: &quick, as: Self.fact) }
            if isApplied { try #require(event).apply(to: &expected, as: Self.fact) }
            #expect(quick == expected, "\(Payload.type): \(String(decoding: text, as: UTF8.self))")
        }
        return isApplied
    }

    /// Beside what the mutations hit: everything that the reader must not take for canonical.
    @Test(arguments: [
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":"majorna"} "#,
        #" {"child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":"majorna"}"#,
        #"{"child": "B-7K4Q-X2M9","cycle":"2017-2018","unit":"majorna"}"#,
        #"{"cycle":"2017-2018","child":"B-7K4Q-X2M9","unit":"majorna"}"#,
        #"{"child":"B-7K4Q-X2M9","child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":"majorna"}"#,
        #"{"child":"B-7K4Q-X2M8","cycle":"2017-2018","unit":"majorna"}"#,
        #"{"child":"b-7k4q-x2m9","cycle":"2017-2018","unit":"majorna"}"#,
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":"Majorna"}"#,
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":""}"#,
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":"majorna","unknown":1}"#,
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018","extra":null,"unit":"majorna"}"#,
        #"{"child":"B-7K4Q-X2M9","cycle":null,"unit":"majorna"}"#,
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018"}"#, #"{"child":"B-7K4Q-X2M9","#, "{}", "[]", "", "null",
        #"{"child":"B-7K4Q-X2M9","cycle":"2017-2018","unit":"major\u006ea"}"#,
    ])
    func `refuses with the event's position and what Codable says`(text: String) throws {
        let event = FoldedEvent(
            FoldedEvent.Kin(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases),
                stream: StreamName("round", "2017-2018", "majorna"), type: ChildAssentGiven.type),
            position: Position(7), schemaVersion: 1, occurred: Occurrence(day: try day("2018-01-01")),
            payload: Array(text.utf8)[...])
        let fault = try #require(throws: JSONFault.self) {
            try StrictDecoder().decode(ChildAssentGiven.self, fromCanonical: Array(event.payload))
        }
        let unreadable = try #require(throws: UnreadableEvent.self) { try event.decode(ChildAssentGiven.self) }
        #expect(unreadable == UnreadableEvent(event: event, reason: .malformed(fault.description)))
    }

    private enum Reading: Hashable {
        /// Both accept, with equal values.
        case agrees
        /// `Codable` decides alone.
        case leftToCodable
        case differs
    }

    private func reading<Payload: EventPayload>(_ text: [UInt8], as _: Payload) throws -> Reading {
        let quick = text.withUnsafeBytes { text in
            CanonicalReader.value(of: text) { (fields) throws(UnexpectedText) in try Payload(fields: &fields) }
        }
        guard let quick else { return .leftToCodable }
        return quick == (try? StrictDecoder().decode(Payload.self, fromCanonical: text)) ? .agrees : .differs
    }
}
