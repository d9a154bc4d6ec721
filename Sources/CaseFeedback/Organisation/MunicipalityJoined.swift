package import EventSourcing

/// The organisation takes part: the first event of its log, which says for ever what the log is for.
package struct MunicipalityJoined: OrganisationEvent {
    package static let type = TypeName("municipality-joined")
    package static let retention = RetentionClass.reference
    package static let isItsOwnOrigin = true

    package let name: LocalizedLabel
    package let nature: LogNature
    package let zone: ZoneName

    package var stream: StreamName { .organisation }
    package var tags: Set<Tag> { [] }

    package func apply(to organisation: inout Organisation, as fact: RecordedFact) {
        organisation.join(as: name, nature: nature, by: fact)
    }
}

/// Opens the organisation's log, as `live` or as `demonstration`, and says in which zone its days are.
package struct JoinMunicipality: CommandBody {
    package static let type = TypeName("join-municipality")

    package let name: LocalizedLabel
    package let nature: LogNature
    package let zone: ZoneName

    package var streams: [StreamName] { [.organisation] }
    package var opening: LogOpening? { LogOpening(nature: nature, zone: zone.text) }
    /// No source can be recorded before the log is open.
    package var isItsOwnOrigin: Bool { true }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try states.state(Organisation.self, of: .organisation).nature == nil else {
            throw Refusal("organisation-already-joined", ["organisation": context.header.organisation.text])
        }
        return [ProposedEvent(MunicipalityJoined(name: name, nature: nature, zone: zone))]
    }
}
