package import EventSourcing

/// A person does not hold a role from a day on.
package struct RoleRevoked: PersonEvent {
    package static let type = TypeName("role-revoked")
    package static let secrecy = SecrecyClass.professional
    package static let retention = RetentionClass.reference

    package let person: Identifier
    package let role: Role
    package let scope: RoleScope
    /// The first day without the role.
    package let validFrom: Day
    package let ground: Label

    package var stream: StreamName { .person(person) }
    package var tags: Set<Tag> { scope.tags.union([.person(person)]) }

    package func apply(to person: inout Person, as fact: RecordedFact) {
        person.set(role, in: scope, held: false, from: validFrom, by: fact)
    }
}

/// Revokes a role from a day on; what was done in it before stays right.
package struct RevokeRole: CommandBody {
    package static let type = TypeName("revoke-role")

    package let person: Identifier
    package let role: Role
    package let scope: RoleScope
    package let validFrom: Day
    package let ground: Label

    package var streams: [StreamName] { [.person(person)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireRegistered(person: person, field: "/data/person")
        guard state.holds(role, in: scope, on: validFrom) else {
            throw Refusal(
                "role-not-held", ["person": person.text, "role": role.rawValue, "day": validFrom.description],
                field: "/data/role")
        }
        return [
            ProposedEvent(RoleRevoked(person: person, role: role, scope: scope, validFrom: validFrom, ground: ground))
        ]
    }
}
