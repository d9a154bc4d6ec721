import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// States are stored and read field by field. `Codable` would write the same bytes, and read the same state from them.
@Suite struct `States that are stored field by field` {
    @Test func `are written as Codable writes them, and read back by both`() throws {
        let events = try Replay.goteborg.events
        try expectAgreement(of: AnnualWheel.self, after: events)
        try expectAgreement(of: ReportMatrix.self, after: events)
        for seed in 1...3 {
            try expectAgreement(of: AnnualWheel.self, after: RandomRounds(seed: UInt64(seed), commands: 140).log.events)
        }
    }

    @Test func `leave out the parts that a state doesn't use`() throws {
        #expect(try CanonicalEncoder().bytes(of: WheelState()) == Array("{}".utf8))
        #expect(try CanonicalEncoder().bytes(of: MatrixState()) == Array("{}".utf8))
        #expect(try StrictDecoder().decode(WheelState.self, fromCanonical: Array("{}".utf8)) == WheelState())
    }

    @Test(arguments: 1...3) func `are refused by the one reader where the other refuses them`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let states = try wheelStates(RandomRounds(seed: UInt64(seed), commands: 140).log.events)
        var accepted = 0
        for (key, state) in states.sorted(by: { $0.key < $1.key }) {
            let text = try CanonicalEncoder().bytes(of: state)
            for _ in 0..<30 {
                let mutated = text.mutated(using: &generator)
                guard let quick = read(WheelState.self, mutated) else { continue }
                accepted += 1
                let strict = try? byCodable(WheelState.self, mutated)
                #expect(strict == quick, "seed \(seed), \(key): \(String(decoding: mutated, as: UTF8.self))")
            }
        }
        #expect(accepted > 10)
    }

    private func expectAgreement<Fold: Projection>(of _: Fold.Type, after events: [RecordedEvent]) throws
    where Fold.State: CanonicalObject {
        var folded = FoldedStates<Fold>()
        for event in events { try folded.fold(event.folded) }
        for (key, state) in folded.states {
            let text = try CanonicalEncoder().bytes(of: state)
            // By way of the value it is always `Codable` that says what is written.
            #expect(text == CanonicalJSON.bytes(of: try CanonicalEncoder().encode(state)), "\(Fold.name), \(key)")
            #expect(read(Fold.State.self, text) == state, "\(Fold.name), \(key)")
            #expect(try byCodable(Fold.State.self, text) == state, "\(Fold.name), \(key)")
        }
    }

    private func read<State: CanonicalObject>(_: State.Type, _ text: [UInt8]) -> State? {
        text.withUnsafeBytes { text in
            CanonicalReader.value(of: text) { (fields) throws(UnexpectedText) in try State(fields: &fields) }
        }
    }

    private func byCodable<State: Decodable>(_: State.Type, _ text: [UInt8]) throws -> State {
        try StrictDecoder().decode(State.self, from: CanonicalJSON.document(reading: text))
    }
}
