package import EventSourcing

/// A person of the staff, known by an opaque identifier, and the roles that he or she held when.
package struct Person: StreamState, Codable, Hashable {
    package private(set) var registered: RecordedFact?
    package private(set) var name: TextReference?
    package private(set) var roles: [Holding] = []

    /// One role in one scope, and from which days on it holds or doesn't.
    package struct Holding: Hashable, Sendable, Codable {
        package let role: Role
        package let scope: RoleScope
        package fileprivate(set) var holds = Timeline<Bool>()
    }

    package init() {}

    package var isRegistered: Bool { registered != nil }

    package func holds(_ role: Role, in scope: RoleScope, on day: Day) -> Bool {
        roles.contains { $0.role == role && $0.scope == scope && $0.holds.value(on: day) == true }
    }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any PersonEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func register(name: TextReference?, by fact: RecordedFact) {
        registered = fact
        self.name = name
    }

    mutating func set(_ role: Role, in scope: RoleScope, held: Bool, from day: Day, by fact: RecordedFact) {
        if let index = roles.firstIndex(where: { $0.role == role && $0.scope == scope }) {
            roles[index].holds.set(held, from: day, by: fact)
        } else {
            var holding = Holding(role: role, scope: scope)
            holding.holds.set(held, from: day, by: fact)
            roles.append(holding)
        }
    }
}

/// What happens in the stream of a person.
package protocol PersonEvent: EventPayload {
    func apply(to person: inout Person, as fact: RecordedFact)
}

extension StreamStates {
    /// - Throws: `person-not-registered`.
    @discardableResult
    package func requireRegistered(person: Identifier, field: String) throws(Refusal) -> Person {
        let state = try state(Person.self, of: .person(person))
        guard state.isRegistered else { throw Refusal("person-not-registered", ["person": person.text], field: field) }
        return state
    }
}
