package import CanonicalJSON
package import EventSourcing

/// Where each unit stands in each cycle: the fold behind the annual wheel (*årshjul*).
///
/// It is kept as independent states: one for the structure of the organisation, one for every round, one for every child.
/// A round's state is the very one that decisions are made on, so the wheel and the rules can't disagree.
package enum AnnualWheel: Projection {
    package static let name = "annual-wheel"
    package static let revision = 3
    package static let initial = WheelState()

    package static let referenceTypes: Set<TypeName> = [
        CommitteeEstablished.type, CommitteeClosed.type, UnitRegistered.type, UnitMoved.type, UnitRenamed.type,
        UnitCodeRecorded.type, UnitClosed.type, CycleOpened.type, CycleGoalsStated.type, CycleClosed.type,
    ]

    package static let structureKey = "structure"

    /// A round's state stands under the name of its stream, and so does a child's: events of both find it as they are.
    package static func roundKey(cycle: Identifier, unit: Identifier) -> String { StreamName.round(cycle, unit).text }

    package static func childKey(_ child: ChildReference) -> String { StreamName.child(child).text }

    package static func keys(of event: FoldedEvent) throws(UnreadableEvent) -> StateKeys {
        let stream = event.stream
        if stream.isOf("round") {
            // Its child's state learns of the round, so that what is later said of the child finds it.
            guard event.type == ChildSelected.type else { return StateKeys(stream.text) }
            return StateKeys(stream.text, childKey(try event.decode(ChildSelected.self).child))
        }
        if stream.isOf("child") { return StateKeys(stream.text) }
        if stream.isOf("unit") || stream.isOf("cycle") || stream.isOf("committee") { return StateKeys(structureKey) }
        try Catalogue.requireKnown(event)
        return .none
    }

    package static func evolve(
        _ state: inout WheelState, key: String, event: FoldedEvent
    ) throws(UnreadableEvent) {
        if key == structureKey {
            try state.structure.evolve(event)
        } else if StreamName(stored: key).isOf("child") {
            try state.child.evolve(event)
        } else {
            try state.round.evolve(event)
        }
    }

    /// The rounds whose rows a moved state can change.
    package static func rounds(movedBy key: String, in states: [String: WheelState]) -> [String] {
        if key == structureKey { return states.keys.filter(isRound).sorted() }
        return isRound(key) ? [key] : states[key]?.child.rounds ?? []
    }

    package static func isRound(_ key: String) -> Bool { StreamName(stored: key).isOf("round") }

    /// The keys of the states that a round's row needs beside its own and the structure: those of its children.
    package static func childKeys(in states: [String: WheelState]) -> Set<String> {
        Set(states.values.flatMap { $0.round.children.values.map { childKey($0.child) } })
    }

    /// What must be read beside a unit's or a cycle's own events, once those are folded: the children of its rounds.
    package static func childTags(in states: [String: WheelState]) -> Set<Tag> {
        Set(states.values.flatMap { $0.round.children.values.map { Tag.child($0.child) } })
    }
}

/// One state of the wheel: which part is used depends on its key, and only that part is stored.
package struct WheelState: Hashable, Sendable {
    package var structure = WheelStructure()
    package var round = Round()
    package var child = ChildInWheel()
}

extension WheelState: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.fieldIfPresent("child") ?? ChildInWheel()
        round = try reader.fieldIfPresent("round") ?? Round()
        structure = try reader.fieldIfPresent("structure") ?? WheelStructure()
    }

    package func write(fields writer: inout CanonicalWriter) {
        if child != ChildInWheel() { writer.field("child", child) }
        if round != Round() { writer.field("round", round) }
        if structure != WheelStructure() { writer.field("structure", structure) }
    }
}

extension WheelState: Codable {
    private enum CodingKeys: String, CodingKey { case child, round, structure }

    package init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: CodingKeys.self)
        child = try parts.decodeIfPresent(ChildInWheel.self, forKey: .child) ?? ChildInWheel()
        round = try parts.decodeIfPresent(Round.self, forKey: .round) ?? Round()
        structure = try parts.decodeIfPresent(WheelStructure.self, forKey: .structure) ?? WheelStructure()
    }

    package func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: CodingKeys.self)
        if child != ChildInWheel() { try parts.encode(child, forKey: .child) }
        if round != Round() { try parts.encode(round, forKey: .round) }
        if structure != WheelStructure() { try parts.encode(structure, forKey: .structure) }
    }
}

/// Units, committees and cycles, with all their dates.
package struct WheelStructure: Codable, Hashable, Sendable {
    package var units: [String: Unit] = [:]
    package var committees: [String: Committee] = [:]
    package var cycles: [String: Cycle] = [:]

    mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        let parts = event.stream.parts
        guard parts.count == 2 else { return }
        switch parts[0] {
        case "unit": try Self.evolve(&units, parts[1], by: event)
        case "committee": try Self.evolve(&committees, parts[1], by: event)
        case "cycle": try Self.evolve(&cycles, parts[1], by: event)
        default: return
        }
    }

    private static func evolve<State: StreamState>(
        _ states: inout [String: State], _ name: String, by event: FoldedEvent
    ) throws(UnreadableEvent) {
        try states.change(name, from: State()) { (state) throws(UnreadableEvent) in try state.evolve(event) }
    }
}

extension WheelStructure: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committees = try reader.field("committees")
        cycles = try reader.field("cycles")
        units = try reader.field("units")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("committees", committees)
        writer.field("cycles", cycles)
        writer.field("units", units)
    }
}

/// A child's case workers, and the rounds that it is selected in: what is recorded late about it moves those.
package struct ChildInWheel: Codable, Hashable, Sendable {
    package var history = ChildHistory()
    package var rounds: [String] = []

    mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard event.type == ChildSelected.type, event.stream.isOf("round") else { return try history.evolve(event) }
        // A round's state stands under the name of its stream.
        let key = event.stream.text
        if !rounds.contains(key) { rounds.append(key) }
    }
}

extension ChildInWheel: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        history = try reader.field("history")
        rounds = try reader.field("rounds")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("history", history)
        writer.field("rounds", rounds)
    }
}

extension StreamName {
    /// The kind and the identifiers that it is made of.
    var parts: [String] { text.split(separator: "/").map(String.init) }
}
