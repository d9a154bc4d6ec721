package import EventSourcing

/// Which events somebody wants to see in the audit trail; what is left out does not restrict it.
package struct AuditTrail: Hashable, Sendable {
    package var unit: Identifier?
    package var cycle: Identifier?
    package var child: ChildReference?
    /// Who recorded it (`os#anna`) or performed it (a person's identifier).
    package var actor: String?
    /// Empty for all.
    package var types: Set<TypeName>
    /// First and last day on which it happened.
    package var from: Day?
    package var to: Day?

    package init(
        unit: Identifier? = nil, cycle: Identifier? = nil, child: ChildReference? = nil, actor: String? = nil,
        types: Set<TypeName> = [], from: Day? = nil, to: Day? = nil
    ) {
        self.unit = unit
        self.cycle = cycle
        self.child = child
        self.actor = actor
        self.types = types
        self.from = from
        self.to = to
    }

    /// The tags that every event it asks for has, from the rarest on: a store that reads by tag takes the first.
    package var tags: [Tag] {
        [child.map { .child($0) }, unit.map { .unit($0) }, cycle.map { .cycle($0) }].compactMap { $0 }
    }

    /// What can't be read doesn't say what it is about: the store does, by the tags that were stored beside it.
    package func contains(_ line: TrailLine) -> Bool {
        (line.unreadable != nil || line.tags.isSuperset(of: tags))
            && (actor.map { $0 == line.actor.recordedBy || $0 == line.actor.performedBy } ?? true)
            && (types.isEmpty || types.contains(line.type))
            && (from.map { $0 <= line.occurred.day } ?? true)
            && (to.map { line.occurred.day <= $0 } ?? true)
    }

    /// The lines of some events, in their order; `breaches` are the codes of rules that are found broken at a position.
    ///
    /// `asOf` leaves out what had not happened by then, as everywhere.
    package func lines(
        of events: some Sequence<RecordedEvent>, asOf: AsOf = .now, breaches: [Position: [String]] = [:]
    ) -> [TrailLine] {
        events.lazy.filter { asOf.includes($0.envelope.occurred) }
            .map { TrailLine($0, breaches: breaches[$0.position] ?? []) }
            .filter(contains)
    }
}

extension Sequence<WheelRow> {
    /// What the wheel found broken, by the position of the fact that breaks it: as the trail marks it.
    package var breachCodes: [Position: [String]] {
        flatMap(\.breaches).reduce(into: [:]) { codes, breach in
            if codes[breach.position]?.contains(breach.code) != true {
                codes[breach.position, default: []].append(breach.code)
            }
        }
    }
}
