import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// What stops a fold leaves its states as they were: a build keeps them, and goes on from there with a release that can read it.
@Suite struct `An event that can't be read` {
    private typealias State = StreamState & Hashable

    private static let states: [any State.Type] = [
        Organisation.self, PublishedSource.self, Committee.self, CaseFeedback.Unit.self, Person.self, ChildHistory.self,
        InterviewGuide.self, MatrixTemplate.self, ConsentRules.self, SuppressionRules.self, RetentionRules.self,
        Cycle.self, ExchangeSeminar.self, Round.self,
    ]

    /// Everything that happens in an organisation, and everything that happens in a round.
    private static func histories() throws -> [[FoldedEvent]] {
        [try GoldenHistory.organisation().events, try GoldenRound.history().log.events].map { $0.map(\.folded) }
    }

    @Test func `stands in the golden histories with each type that a case log knows`() throws {
        let types = Set(try Self.histories().joined().map(\.type))
        #expect(Set(Catalogue.events.map(\.type)).subtracting(types) == Set(Catalogue.accessEvents.map(\.type)))
    }

    /// In the place of each event of a history, where the states are those before it.
    @Test func `leaves a projection's states as they were, whatever it is of`() throws {
        for history in try Self.histories() {
            try expectUnmoved(AnnualWheel.self, by: history)
            try expectUnmoved(ReportMatrix.self, by: history)
        }
    }

    private func expectUnmoved<Fold: Projection>(_: Fold.Type, by history: [FoldedEvent]) throws {
        var folded = FoldedStates<Fold>()
        for event in history {
            let keys = try Fold.keys(of: event)
            for unreadable in event.unreadable where keys != .none {
                let before = folded.states
                #expect(throws: UnreadableEvent.self) { try folded.fold(unreadable, moving: keys) }
                #expect(folded.states == before, "\(Fold.name), \(unreadable)")
                for key in keys {
                    var state = before[key] ?? Fold.initial
                    do throws(UnreadableEvent) { try Fold.evolve(&state, key: key, event: unreadable) } catch {
                        #expect(state == before[key] ?? Fold.initial, "\(Fold.name), \(unreadable)")
                    }
                }
            }
            try folded.fold(event)
        }
    }

    @Test func `leaves a stream's state as it was, whatever it is of`() throws {
        let histories = try Self.histories()
        for type in Self.states {
            for history in histories {
                for stream in Set(history.map(\.stream)) {
                    try expectUnmoved(type, after: history.filter { $0.stream == stream }, by: histories.joined())
                }
            }
        }
    }

    private func expectUnmoved<S: State>(
        _: S.Type, after events: [FoldedEvent], by others: some Sequence<FoldedEvent>
    ) throws {
        var state = S()
        for event in events { try state.evolve(event) }
        guard state != S() else { return }
        let before = state
        // One of a type.
        for event in Dictionary(others.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first }).values {
            for unreadable in event.unreadable {
                do throws(UnreadableEvent) {
                    try state.evolve(unreadable)
                    // What is no step of a round is passed by unread.
                    #expect(S.self == Round.self && RoundCatalogue.kind(of: event.type) == nil, "\(S.self)")
                } catch {}
                #expect(state == before, "\(S.self), \(unreadable)")
            }
        }
    }
}

extension FoldedEvent {
    /// The same of a version that only a newer release knows, with a payload that is not its own, and with one that breaks off.
    fileprivate var unreadable: [FoldedEvent] {
        [
            changed(to: 99, payload),
            changed(to: schemaVersion, Array(#"{"notItsOwn":1}"#.utf8)[...]),
            changed(to: schemaVersion, payload.dropLast()),
        ]
    }

    private func changed(to version: Int, _ payload: ArraySlice<UInt8>) -> FoldedEvent {
        FoldedEvent(kin, position: position, schemaVersion: version, occurred: occurred, payload: payload)
    }
}
