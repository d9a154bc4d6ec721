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
}

extension AnnualWheel: PartwiseProjection {
    package static func firstKeys(cycle: Identifier, unit: Identifier) -> Set<String> {
        [structureKey, roundKey(cycle: cycle, unit: unit)]
    }

    package static func furtherKeys(in states: [String: WheelState]) -> Set<String> { childKeys(in: states) }

    package static func furtherTags(in states: [String: WheelState]) -> Set<Tag> { childTags(in: states) }
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
}
