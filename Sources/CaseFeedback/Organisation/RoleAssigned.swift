package import EventSourcing

/// A person holds a role from a day on, on a stated ground.
package struct RoleAssigned: PersonEvent {
    package static let type = TypeName("role-assigned")
    package static let secrecy = SecrecyClass.professional
    package static let retention = RetentionClass.reference

    package let person: Identifier
    package let role: Role
    package let scope: RoleScope
    package let validFrom: Day
    /// The decision, delegation or employment that it rests on.
    package let ground: Label

    package var stream: StreamName { .person(person) }
    package var tags: Set<Tag> { scope.tags.union([.person(person)]) }

    package func apply(to person: inout Person, as fact: RecordedFact) {
        person.set(role, in: scope, held: true, from: validFrom, by: fact)
    }
}

/// Assigns a role to a registered person.
package struct AssignRole: CommandBody {
    package static let type = TypeName("assign-role")

    package let person: Identifier
    package let role: Role
    package let scope: RoleScope
    package let validFrom: Day
    package let ground: Label

    package var streams: [StreamName] { [.person(person)] + scope.streams }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireRegistered(person: person, field: "/data/person")
        guard !state.holds(role, in: scope, on: validFrom) else {
            throw Refusal(
                "role-already-held", ["person": person.text, "role": role.rawValue, "day": validFrom.description])
        }
        switch scope {
        case .organisation: break
        case .committee(let committee):
            try states.requireOpen(committee: committee, on: validFrom, field: "/data/scope")
        case .unit(let unit): try states.requireOpen(unit: unit, on: validFrom, field: "/data/scope")
        }
        return [
            ProposedEvent(
                RoleAssigned(person: person, role: role, scope: scope, validFrom: validFrom, ground: ground))
        ]
    }
}

extension RoleScope {
    var tags: Set<Tag> {
        switch self {
        case .organisation: []
        case .committee(let committee): [.committee(committee)]
        case .unit(let unit): [.unit(unit)]
        }
    }

    fileprivate var streams: [StreamName] {
        switch self {
        case .organisation: []
        case .committee(let committee): [.committee(committee)]
        case .unit(let unit): [.unit(unit)]
        }
    }
}
