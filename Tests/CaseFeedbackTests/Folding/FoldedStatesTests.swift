import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Folding into states` {
    /// As following does it: what a batch moves is read from where it is kept, and stored there again.
    @Test(arguments: 1...3) func `comes to the same in any batches as at once`(seed: Int) throws {
        let events = try Replay.goteborg.events.map(\.folded)
        try expectSame(AnnualWheel.self, events, seed: UInt64(seed))
        try expectSame(ReportMatrix.self, events, seed: UInt64(seed))
    }

    private func expectSame<Fold: Projection>(_: Fold.Type, _ events: [FoldedEvent], seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var atOnce = FoldedStates<Fold>()
        for event in events { try atOnce.fold(event) }
        var kept: [String: [UInt8]] = [:]
        var rest = events[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Int.random(in: 1...200, using: &generator))
            rest = rest.dropFirst(batch.count)
            let keys = Set(try batch.flatMap { Array(try Fold.keys(of: $0)) })
            var folded = FoldedStates<Fold>()
            folded.insert(
                try kept.filter { keys.contains($0.key) }.mapValues {
                    try StrictDecoder().decode(Fold.State.self, fromCanonical: $0)
                })
            var moved: Set<String> = []
            for event in batch { moved.formUnion(Array(try folded.fold(event))) }
            #expect(moved == keys)
            for key in moved { kept[key] = try CanonicalEncoder().bytes(of: folded[key]) }
        }
        #expect(
            try atOnce.states.mapValues { try CanonicalEncoder().bytes(of: $0) } == kept, "\(Fold.name), seed \(seed)")
    }

    @Test func `keeps a state that has moved when the kept one of its key is taken up`() throws {
        var folded = FoldedStates<AnnualWheel>()
        let events = try RoundScenario.interviewed().log.events.map(\.folded)
        for event in events { try folded.fold(event) }
        let before = folded.states
        folded.insert([AnnualWheel.structureKey: WheelState(), "round/2016-2017/majorna": WheelState()])
        #expect(folded[AnnualWheel.structureKey] == before[AnnualWheel.structureKey])
        #expect(folded["round/2016-2017/majorna"] == WheelState())
    }

    @Test(arguments: ["round/2017-2018/majorna", "child/B-7K4Q-X2M9", "unit/majorna", "person/p-1", "novelty/1"])
    func `stops at an event of a type that only a newer release knows, wherever it stands`(stream: String) throws {
        let event = try event("something-new", stream, "{}")
        let unknown = UnreadableEvent(event: event, reason: .unknownType)
        var (wheel, matrix) = (FoldedStates<AnnualWheel>(), FoldedStates<ReportMatrix>())
        #expect(throws: unknown) { try wheel.fold(event) }
        #expect(throws: unknown) { try matrix.fold(event) }
    }

    @Test func `stops at a malformed event where it concerns the fold, and passes it by where it doesn't`() throws {
        var (wheel, matrix) = (FoldedStates<AnnualWheel>(), FoldedStates<ReportMatrix>())
        let interview = try event("interview-prepared", "round/2017-2018/majorna", #"{"cycle":"2017-2018"}"#)
        #expect(throws: UnreadableEvent.self) { try wheel.fold(interview) }
        #expect(throws: Never.self) { try matrix.fold(interview) }
        let selected = try event("child-selected", "round/2017-2018/majorna", #"{"child":"B-7K4Q-X2M8"}"#)
        #expect(throws: UnreadableEvent.self) { try wheel.fold(selected) }
        #expect(throws: UnreadableEvent.self) { try matrix.fold(selected) }
    }

    private func event(_ type: String, _ stream: String, _ payload: String) throws -> FoldedEvent {
        FoldedEvent(
            FoldedEvent.Kin(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases), stream: StreamName(stored: stream),
                type: try TypeName(type)),
            position: Position(1), schemaVersion: 1, occurred: Occurrence(day: try day("2018-01-01")),
            payload: Array(payload.utf8)[...])
    }
}
