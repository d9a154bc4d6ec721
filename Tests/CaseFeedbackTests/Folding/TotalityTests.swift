import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// A history may have been imported, cut or mended: a fold never traps and never throws for what is missing.
@Suite struct `Every state of a stream` {
    private typealias State = StreamState & Codable & Hashable

    private static let states: [any State.Type] = [
        Organisation.self, PublishedSource.self, Committee.self, CaseFeedback.Unit.self, Person.self, ChildHistory.self,
        InterviewGuide.self, MatrixTemplate.self, ConsentRules.self, SuppressionRules.self, RetentionRules.self,
        Cycle.self, ExchangeSeminar.self,
    ]

    @Test func `folds any events in any order`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        let events = try GoldenHistory.organisation().events
        for type in Self.states {
            for _ in 0..<5 {
                let some = events.shuffled(using: &generator).prefix(
                    Int.random(in: 0...events.count, using: &generator))
                #expect(throws: Never.self, "seed \(seed)") { try fold(type, Array(some)) }
            }
        }
    }

    @Test func `is moved by each event that happens in it, and by no other`() throws {
        let scenario = try GoldenHistory.organisation()
        for type in Self.states {
            let moved = Set(try scenario.events.filter { try moves(type, $0) }.map(\.envelope.stream.kind))
            #expect(moved.count == 1, "\(type) is moved by events of \(moved.sorted())")
        }
        for event in scenario.events {
            #expect(try Self.states.filter { try moves($0, event) }.count <= 1, "\(event.type)")
        }
    }

    @Test func `is stored and read back as it is`() throws {
        let scenario = try GoldenHistory.organisation()
        for stream in Set(scenario.events.map(\.envelope.stream)) {
            let events = scenario.events.filter { $0.envelope.stream == stream }
            for type in Self.states { try expectRoundTrip(type, events) }
        }
    }

    @discardableResult
    private func fold<S: State>(_: S.Type, _ events: [RecordedEvent]) throws -> S {
        var state = S()
        for event in events { try state.evolve(event.folded) }
        return state
    }

    private func moves<S: State>(_ type: S.Type, _ event: RecordedEvent) throws -> Bool {
        try fold(type, [event]) != S()
    }

    private func expectRoundTrip<S: State>(_ type: S.Type, _ events: [RecordedEvent]) throws {
        let state = try fold(type, events)
        #expect(try StrictDecoder().decode(S.self, fromCanonical: CanonicalEncoder().bytes(of: state)) == state)
    }
}

extension StreamName {
    fileprivate var kind: String {
        text.split(separator: "/").prefix(text.hasPrefix("rules/") ? 2 : 1).joined(separator: "/")
    }
}
