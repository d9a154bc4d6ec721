package import EventSourcing

/// Made-up events for tests of the store, which knows no domain: notebooks in which somebody writes.
package struct NoteTaken: EventPayload {
    package static let type = TypeName("note-taken")

    package let notebook: String
    package let number: Int

    package init(in notebook: String, number: Int) {
        self.notebook = notebook
        self.number = number
    }

    package var stream: StreamName { StreamName("notebook", notebook) }
    package var tags: Set<Tag> {
        [Tag("notebook", notebook), Tag("parity", number.isMultiple(of: 2) ? "even" : "odd")]
    }
}

/// An event with words that are protected.
package struct SecretTold: EventPayload {
    package static let type = TypeName("secret-told")
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child

    package let notebook: String
    package let secret: ProtectedText
    package let hints: [ProtectedText]

    package init(in notebook: String, secret: String, hints: [String] = []) {
        self.notebook = notebook
        let subject = TextSubject.record(StreamName("notebook", notebook))
        self.secret = ProtectedText(secret, secrecy: .personal, about: subject)
        self.hints = hints.map { ProtectedText($0, secrecy: .professional, about: subject) }
    }

    package var stream: StreamName { StreamName("notebook", notebook) }
    package var tags: Set<Tag> { [Tag("notebook", notebook)] }
}

/// An event that is read whole by every projection.
package struct RuleSet: EventPayload {
    package static let type = TypeName("rule-set")
    package static let retention = RetentionClass.reference

    package let rule: String

    package init(_ rule: String) { self.rule = rule }

    package var stream: StreamName { StreamName("rules", "all") }
    package var tags: Set<Tag> { [] }
}

/// An event as large as one likes.
package struct BulkStored: EventPayload {
    package static let type = TypeName("bulk-stored")

    package let notebook: String
    package let filling: String

    package init(in notebook: String, bytes: Int) {
        self.notebook = notebook
        filling = String(repeating: "x", count: bytes)
    }

    package var stream: StreamName { StreamName("notebook", notebook) }
    package var tags: Set<Tag> { [] }
}
