package import EventSourcing

/// A projection that can be asked about one unit in one cycle without the rest: by few of its states where they are kept,
/// and by few events where they are folded anew.
package protocol PartwiseProjection: Projection {
    /// The keys of the states that any answer about the round begins with.
    static func firstKeys(cycle: Identifier, unit: Identifier) -> Set<String>
    /// The keys of what those states point at.
    static func furtherKeys(in states: [String: State]) -> Set<String>
    /// The tags of the events that those further states are folded from, beside the reference events.
    static func furtherTags(in states: [String: State]) -> Set<Tag>
    /// The streams of the events that the first states are folded from, where both unit and cycle are asked for: as many
    /// as one round needs, however many units, rounds and years the log knows of.
    static func firstStreams(cycle: Identifier, unit: Identifier) -> Set<StreamName>
    /// The streams of what those states point at.
    static func furtherStreams(in states: [String: State]) -> Set<StreamName>
}

extension AnnualWheel: PartwiseProjection {
    package static func firstKeys(cycle: Identifier, unit: Identifier) -> Set<String> {
        [structureKey, roundKey(cycle: cycle, unit: unit)]
    }

    package static func furtherKeys(in states: [String: WheelState]) -> Set<String> { childKeys(in: states) }

    package static func furtherTags(in states: [String: WheelState]) -> Set<Tag> { childTags(in: states) }

    package static func firstStreams(cycle: Identifier, unit: Identifier) -> Set<StreamName> {
        [.round(cycle, unit), .unit(unit), .cycle(cycle)]
    }

    /// The children's own, and those of the committees that the unit has belonged to.
    package static func furtherStreams(in states: [String: WheelState]) -> Set<StreamName> {
        let committees = states[structureKey]?.structure.units.values
            .flatMap { $0.committees.entries.map { StreamName.committee($0.value) } }
        return Set(childKeys(in: states).map(StreamName.init(stored:))).union(committees ?? [])
    }
}

extension ReportMatrix: PartwiseProjection {
    package static func firstKeys(cycle: Identifier, unit: Identifier) -> Set<String> {
        [roundKey(cycle: cycle, unit: unit)]
    }

    /// The templates of the round and of its reports.
    package static func furtherKeys(in states: [String: MatrixState]) -> Set<String> {
        Set(
            states.values.flatMap { state in
                (state.round.enrolment.map { [$0.template] } ?? []) + state.round.reports.values.map(\.template)
            }
            .map(templateKey))
    }

    package static func furtherTags(in states: [String: MatrixState]) -> Set<Tag> { [] }

    package static func firstStreams(cycle: Identifier, unit: Identifier) -> Set<StreamName> { [.round(cycle, unit)] }

    package static func furtherStreams(in states: [String: MatrixState]) -> Set<StreamName> {
        Set(furtherKeys(in: states).map(StreamName.init(stored:)))
    }
}
