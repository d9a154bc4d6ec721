import CaseFeedback
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// The states of a fold at the moment that a question asks about, and how they were come by.
struct StatesAt<Fold: Projection>: Sendable {
    let states: [String: Fold.State]
    let standpoint: Standpoint
}

extension EventLog {
    /// The states that answer a question: those that are kept, where it asks what is known now; else folded anew from the
    /// events that the projection declares as its sources, up to what was known then.
    func states<Fold: PartwiseProjection>(
        of fold: Fold.Type, for question: Question
    ) async throws(Problem) -> StatesAt<Fold> {
        let standpoint = try await standpoint(of: question)
        switch question.knownAt {
        case .head:
            let kept = try await keptStates(of: fold, for: question)
            return StatesAt(states: kept.states, standpoint: standpoint.showing(kept.position))
        default:
            let states = try await foldedStates(of: fold, for: question, to: standpoint.position.position)
            return StatesAt(states: states, standpoint: standpoint)
        }
    }

    /// The kept states and their checkpoint, in one snapshot; waits until it shows what was asked for at least.
    private func keptStates<Fold: PartwiseProjection>(
        of fold: Fold.Type, for question: Question
    ) async throws(Problem) -> (states: [String: Fold.State], position: Position) {
        try await awaitCheckpoint(of: fold.name, revision: fold.revision, for: question)
        return try await storing { () async throws(StoreError) in
            try await connections.read(question.organisation) { (session) throws(StoreError) in
                guard
                    let served = try session.readableCheckpoint(
                        of: fold.name, revision: fold.revision, question.organisation)
                else { return ([:], .beginning) }
                guard let cycle = question.cycle, let unit = question.unit else {
                    return (try session.states(of: served.generation, fold: fold), served.position)
                }
                var states = try session.states(
                    of: served.generation, fold: fold, keys: Fold.firstKeys(cycle: cycle, unit: unit))
                let further = Fold.furtherKeys(in: states).subtracting(states.keys)
                states.merge(try session.states(of: served.generation, fold: fold, keys: further)) { first, _ in first }
                return (states, served.position)
            }
        }
    }

    /// Waits at most two seconds for a projection to reach what the question needs.
    func awaitCheckpoint(
        of projection: String, revision: Int, for question: Question
    ) async throws(Problem) {
        guard let needed = question.atLeast else { return }
        guard needed.log == question.log else {
            throw Problem(
                .badInput, "position-of-another-log", ["log": question.log.description], field: "Casefeedback-At-Least",
                value: needed.description)
        }
        let started = ContinuousClock.now
        while true {
            let served = try await storing { () async throws(StoreError) in
                try await connections.read(question.organisation) { (session) throws(StoreError) in
                    try session.readableCheckpoint(of: projection, revision: revision, question.organisation)
                }
            }
            let reached = served?.position ?? .beginning
            if reached >= needed.position { return }
            if let failure = served?.failure {
                throw Problem(.tryLater, "projection-stands-still", ["projection": projection, "reason": failure])
            }
            guard started.duration(to: .now) < .seconds(2) else {
                throw Problem(.tryLater, "lagging", ["reached": "\(reached)", "needed": "\(needed.position)"])
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func foldedStates<Fold: PartwiseProjection>(
        of fold: Fold.Type, for question: Question, to last: Position
    ) async throws(Problem) -> [String: Fold.State] {
        if let cycle = question.cycle, let unit = question.unit {
            return try await roundStates(of: fold, question.log, cycle: cycle, unit: unit, to: last)
        }
        let own = (question.unit.map { [Tag.unit($0)] } ?? []) + (question.cycle.map { [Tag.cycle($0)] } ?? [])
        guard !own.isEmpty else {
            var states = FoldedStates<Fold>()
            var after = Position.beginning
            while after < last {
                let batch = after
                let events = try await storing { () async throws(StoreError) -> [RecordedEvent] in
                    try await self.events(of: question.log, after: batch, to: last, limit: 2_000)
                }
                guard let reached = events.last?.position else { break }
                try states.fold(events)
                after = reached
            }
            return states.states
        }
        let selected = try await storing { () async throws(StoreError) in
            try await events(of: question.log, taggedBy: [own, [.reference]], to: last)
        }
        var states = FoldedStates<Fold>()
        try states.fold(selected)
        // What the folded states point at is read too; all events are then folded anew, in the order of their positions.
        let further = Fold.furtherTags(in: states.states)
        guard !further.isEmpty else { return states.states }
        let more = try await storing { () async throws(StoreError) in
            try await events(of: question.log, taggedBy: further.sorted().map { [$0] }, to: last)
        }
        let all = Dictionary((selected + more).map { ($0.position, $0) }) { first, _ in first }
        states = FoldedStates()
        try states.fold(all.values.sorted { $0.position < $1.position })
        return states.states
    }
}

extension EventLog {
    /// The states that an answer about one round rests on, from the streams that they are folded from.
    private func roundStates<Fold: PartwiseProjection>(
        of fold: Fold.Type, _ log: LogID, cycle: Identifier, unit: Identifier, to last: Position
    ) async throws(Problem) -> [String: Fold.State] {
        let first = Fold.firstStreams(cycle: cycle, unit: unit)
        let own = try await storing { () async throws(StoreError) in try await self.streams(first, of: log, to: last) }
        var states = FoldedStates<Fold>()
        try states.fold(own)
        let further = Fold.furtherStreams(in: states.states).subtracting(first)
        guard !further.isEmpty else { return states.states }
        let more = try await storing { () async throws(StoreError) in
            try await self.streams(further, of: log, to: last)
        }
        // No state is folded from both, but for the structure, whose events come in the order of their positions.
        guard !more.isEmpty else { return states.states }
        states = FoldedStates()
        try states.fold((own + more).sorted { $0.position < $1.position })
        return states.states
    }
}

extension FoldedStates {
    /// Folds one event into the states; returns the keys of those that it moved.
    @discardableResult
    mutating func fold(_ event: RecordedEvent) throws(Problem) -> StateKeys {
        do throws(UnreadableEvent) { return try fold(event.folded) } catch { throw Problem(.unreadable(error)) }
    }

    mutating func fold(_ events: [RecordedEvent]) throws(Problem) {
        for event in events { try fold(event) }
    }
}
