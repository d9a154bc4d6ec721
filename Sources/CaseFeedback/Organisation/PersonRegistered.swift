package import EventSourcing

/// A person of the staff has an identifier here; the name, where it is given, is protected.
package struct PersonRegistered: PersonEvent {
    package static let type = TypeName("person-registered")
    package static let secrecy = SecrecyClass.professional
    package static let retention = RetentionClass.reference

    package let person: Identifier
    package let name: ProtectedText?

    package var stream: StreamName { .person(person) }
    package var tags: Set<Tag> { [.person(person)] }

    package func apply(to person: inout Person, as fact: RecordedFact) {
        person.register(name: name.map(fact.reference), by: fact)
    }
}

/// Registers a person of the staff under an identifier that says nothing about who it is.
package struct RegisterPerson: CommandBody {
    package static let type = TypeName("register-person")

    package let person: Identifier
    package let name: FreeText?

    package var streams: [StreamName] { [.person(person)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try !states.state(Person.self, of: .person(person)).isRegistered else {
            throw Refusal("person-already-registered", ["person": person.text], field: "/data/person")
        }
        let name = name?.protected(as: .personal, about: .person(person))
        return [ProposedEvent(PersonRegistered(person: person, name: name))]
    }
}
