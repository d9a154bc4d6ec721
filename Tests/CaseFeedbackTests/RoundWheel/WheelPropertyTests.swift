import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `The wheel, whatever happens` {
    /// Invariant 8, against a count that knows nothing of the fold: it looks through the events by their types alone.
    @Test(arguments: 1...10) func `counts every selected child once, at every position and on every day`(seed: Int)
        throws
    {
        var rounds = try RandomRounds(seed: UInt64(seed), commands: 140)
        let stream = StreamName("round", "2017-2018", "majorna")
        var states = FoldedStates<AnnualWheel>()
        var known: [RecordedEvent] = []
        for event in rounds.log.events {
            known.append(event)
            try states.fold(event.folded)
            guard event.envelope.stream == stream else { continue }
            for asOf in [.now, try rounds.anyAsOf(), try rounds.anyAsOf()] {
                let row = AnnualWheel.row(stream.text, asOf: asOf, from: states.states)
                let counts = row?.counts ?? WheelCounts()
                let included = known.filter { $0.envelope.stream == stream && asOf.includes($0.envelope.occurred) }
                let selected = try children(of: "child-selected", in: included)
                let held = try children(of: "interview-held", in: included).intersection(selected)
                let broken = try children(of: "interview-interrupted", in: included).intersection(selected)
                try #require(counts.sum == counts.selected, "seed \(seed), position \(event.position), \(asOf)")
                guard row != nil else { continue }
                try #require(counts.selected == selected.count, "seed \(seed), position \(event.position), \(asOf)")
                try #require(counts.held == held.count, "seed \(seed), position \(event.position), \(asOf)")
                try #require(counts.interrupted == broken.subtracting(held).count, "seed \(seed), \(event.position)")
                let recorded = included.count { $0.type == StatementRecorded.type }
                try #require(row?.statements == recorded, "seed \(seed), position \(event.position), \(asOf)")
            }
        }
    }

    @Test func `reaches every outcome in these histories, so that counting them means something`() throws {
        var seen: Set<Outcome> = []
        for seed in 1...10 {
            let states = try wheelStates(RandomRounds(seed: UInt64(seed), commands: 140).log.events)
            for child in states.values.flatMap(\.round.children.values) {
                for number in 17_540..<17_850 {
                    if let outcome = child.outcome(asOf: .day(Day(daysSince1970: Int32(number)))) {
                        seen.insert(outcome)
                    }
                }
            }
        }
        #expect(Set(Outcome.allCases).subtracting(seen) == [])
    }

    /// What is read for one unit: its own events, what is read whole, and then its children's. It gives the same row.
    @Test func `is the same folded from everything and from what a unit needs`() throws {
        var breaches: Set<String> = []
        for seed in 1...3 {
            var rounds = try RandomRounds(seed: UInt64(seed), commands: 110)
            let events = try rounds.log.events.map { Tagged(event: $0, tags: try Catalogue.decode($0).storedTags) }
            var full = FoldedStates<AnnualWheel>()
            for (index, event) in events.enumerated() {
                try full.fold(event.event.folded)
                for unit in RandomRounds.units {
                    let key = AnnualWheel.roundKey(cycle: try id("2017-2018"), unit: try id(unit))
                    let selected = try needed(by: unit, key, of: events[...index])
                    for asOf in [.now, try rounds.anyAsOf()] {
                        let row = AnnualWheel.row(key, asOf: asOf, from: full.states)
                        let same = AnnualWheel.row(key, asOf: asOf, from: selected) == row
                        try #require(same, "seed \(seed), \(index), \(asOf)")
                        breaches.formUnion(row?.breaches.map(\.code) ?? [])
                    }
                }
            }
        }
        #expect(breaches.contains("interviewer-is-case-worker"), "nothing that is read of the children ever mattered")
    }

    private struct Tagged {
        let event: RecordedEvent
        let tags: [EventSourcing.Tag]
    }

    private func needed(by unit: String, _ key: String, of events: ArraySlice<Tagged>) throws -> [String: WheelState] {
        var tags: Set<EventSourcing.Tag> = [.unit(try id(unit)), .reference]
        func states() throws -> [String: WheelState] {
            try wheelStates(events.filter { !tags.isDisjoint(with: $0.tags) }.map(\.event))
        }
        tags.formUnion(AnnualWheel.childTags(in: try states().filter { $0.key == key }))
        return try states()
    }

    @Test func `reads whole just what carries the reference tag and stands in its structure`() throws {
        for event in try RoundScenario.followingUp().log.events {
            let payload = try Catalogue.decode(event)
            guard try AnnualWheel.keys(of: event.folded).contains(AnnualWheel.structureKey) else { continue }
            #expect(AnnualWheel.referenceTypes.contains(event.type) && payload.storedTags.contains(.reference))
        }
    }

    @Test func `is kept and read back as canonical JSON without a difference`() throws {
        let states = try wheelStates(RandomRounds(seed: 7, commands: 140).log.events)
        for (key, state) in states {
            let bytes = try CanonicalEncoder().bytes(of: state)
            #expect(try StrictDecoder().decode(WheelState.self, fromCanonical: bytes) == state, "\(key)")
        }
        let rows = AnnualWheel.answer(asOf: .now, from: states)
        #expect(rows.count == 2)
        #expect(try StrictDecoder().decode([WheelRow].self, fromCanonical: CanonicalEncoder().bytes(of: rows)) == rows)
    }

    private func children(of type: String, in events: [RecordedEvent]) throws -> Set<String> {
        Set(try events.filter { $0.type.text == type }.compactMap { try $0.fields["child"]?.string })
    }
}

extension WheelCounts {
    fileprivate var sum: Int {
        held + interrupted + declinedByChild + refusedByGuardian + noReply + cancelled + withdrawn + pending
    }
}
