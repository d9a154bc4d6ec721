package import EventSourcing

/// What changed for one unit in one cycle between two moments of the wheel, and by which events.
package struct WheelDifference: Codable, Hashable, Sendable {
    package let unit: Identifier
    package let unitLabel: LocalizedLabel?
    package let cycle: Identifier
    package let cycleLabel: LocalizedLabel?
    /// In the order of ``WheelField``.
    package let changes: [WheelChange]
    /// Ascending: the events that one moment counts and the other does not, and those that a changed field cites.
    package let events: [Position]
}

/// One field of a row: what is no longer there, and what has come. Both empty never.
package struct WheelChange: Codable, Hashable, Sendable {
    package let field: WheelField
    package let removed: [String]
    package let added: [String]
}

/// What a row of the wheel says, each field as a set of codes, days or numbers; a row that isn't there has none.
package enum WheelField: String, Codable, CaseIterable, Sendable {
    case committee, phase, since, selected, held, interrupted, declinedByChild, refusedByGuardian, noReply, cancelled,
        withdrawn, pending, statements, statementsHidden, interviewsNotCovered, missing, dates, breaches

    package func values(in row: WheelRow?) -> [String] {
        guard let row else { return [] }
        return switch self {
        case .committee: row.committee.map { [$0.text] } ?? []
        case .phase: [row.phase.rawValue]
        case .since: [row.since.description]
        case .selected: ["\(row.counts.selected)"]
        case .held: ["\(row.counts.held)"]
        case .interrupted: ["\(row.counts.interrupted)"]
        case .declinedByChild: ["\(row.counts.declinedByChild)"]
        case .refusedByGuardian: ["\(row.counts.refusedByGuardian)"]
        case .noReply: ["\(row.counts.noReply)"]
        case .cancelled: ["\(row.counts.cancelled)"]
        case .withdrawn: ["\(row.counts.withdrawn)"]
        case .pending: ["\(row.counts.pending)"]
        case .statements: ["\(row.statements)"]
        case .statementsHidden: ["\(row.statementsHidden)"]
        case .interviewsNotCovered: row.interviewsNotCovered.map(\.text)
        case .missing: row.missing.map(\.code)
        case .dates: row.dates.map { "\($0.day) \($0.step)" }
        case .breaches: row.breaches.map { "#\($0.position) \($0.code)" }
        }
    }

    /// The events that the field of a row names itself: also those that took effect long after they had happened.
    fileprivate func cited(in row: WheelRow?) -> Set<Position> {
        guard let row else { return [] }
        return switch self {
        case .committee: Set(row.committees.filter { $0.committee == row.committee }.map(\.position))
        case .phase, .since: [row.sincePosition]
        case .dates: Set(row.dates.map(\.position))
        case .breaches: Set(row.breaches.flatMap { [$0.position] + ($0.causedBy.map { [$0] } ?? []) })
        default: []
        }
    }
}

extension WheelDifference {
    /// The rows that differ, by cycle and unit. `between` are the events that one of the moments counts and the other does
    /// not, `states` those of the later moment: they say which children belong to a round.
    package static func all(
        from before: [WheelRow], to after: [WheelRow], between events: [RecordedEvent], states: [String: WheelState]
    ) throws(UnreadableEvent) -> [WheelDifference] {
        let earlier = Dictionary(before.map { (Round($0), $0) }) { first, _ in first }
        let later = Dictionary(after.map { (Round($0), $0) }) { first, _ in first }
        var movers: [(event: RecordedEvent, tags: Set<Tag>)] = []
        for event in events { movers.append((event, Set(try Catalogue.decode(event).storedTags))) }
        return Set(earlier.keys).union(later.keys).sorted().compactMap { round in
            let (old, new) = (earlier[round], later[round])
            let changes = WheelChange.all(from: old, to: new)
            guard !changes.isEmpty, let row = new ?? old else { return nil }
            let own = round.tags(of: row, and: old, in: states)
            let positions = movers.filter { mover in own.contains { $0.isSubset(of: mover.tags) } }.map(
                \.event.position)
            let cited = changes.flatMap { $0.field.cited(in: old).symmetricDifference($0.field.cited(in: new)) }
            return WheelDifference(
                unit: row.unit, unitLabel: row.unitLabel, cycle: row.cycle, cycleLabel: row.cycleLabel,
                changes: changes, events: Set(positions + cited).sorted())
        }
    }

    private struct Round: Hashable, Comparable {
        let cycle: Identifier
        let unit: Identifier

        init(_ row: WheelRow) {
            cycle = row.cycle
            unit = row.unit
        }

        static func < (left: Self, right: Self) -> Bool { (left.cycle, left.unit) < (right.cycle, right.unit) }

        /// An event belongs to the round when it has all tags of one of these: unit and cycle, a child of the round, or one
        /// of the things that a row names and that stand above it.
        func tags(of row: WheelRow, and old: WheelRow?, in states: [String: WheelState]) -> [Set<Tag>] {
            let children = states[AnnualWheel.roundKey(cycle: cycle, unit: unit)]?.round.children.values
            let committees = Set([row.committee, old?.committee].compactMap { $0 })
            return [[.unit(unit), .cycle(cycle)], [.unit(unit), .reference], [.cycle(cycle), .reference]]
                + (children?.map { [.child($0.child)] } ?? []) + committees.map { [.committee($0), .reference] }
        }
    }
}

extension WheelChange {
    /// The fields that differ, in their order.
    package static func all(from old: WheelRow?, to new: WheelRow?) -> [WheelChange] {
        WheelField.allCases.compactMap { WheelChange($0, from: old, to: new) }
    }

    /// Nothing where both rows say the same.
    fileprivate init?(_ field: WheelField, from old: WheelRow?, to new: WheelRow?) {
        let (before, after) = (field.values(in: old), field.values(in: new))
        guard before != after else { return nil }
        self.field = field
        removed = before.filter { !after.contains($0) }
        added = after.filter { !before.contains($0) }
        if removed.isEmpty, added.isEmpty { return nil }
    }
}
