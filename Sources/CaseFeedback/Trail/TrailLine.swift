import CanonicalJSON
package import EventSourcing

/// One event as the audit trail tells it: who, what, when it was recorded, when it happened, on what.
///
/// It is made of the event when somebody reads it and stored nowhere, so a better sentence is better for old events too.
package struct TrailLine: Hashable, Sendable {
    package let position: Position
    package let recordedAt: Instant
    package let occurred: Occurrence
    package let actor: TrailActor
    package let type: TypeName
    /// What it is about, by the event's own tags: an exchange seminar is about several units.
    package let units: [String]
    package let cycles: [String]
    package let children: [String]
    /// All tags, by which the line is found.
    package let tags: Set<Tag>
    /// The code of the published source that it cites.
    package let source: String?
    /// JSON pointers to its invented fields, `""` for all; empty where nothing is invented.
    package let synthetic: [String]
    /// Codes of the rules that it would break by what is known today.
    package let breaches: [String]
    /// Set when this program can't read the event: the line is there all the same, and says why it says so little.
    package let unreadable: String?
    private let payload: JSONValue

    package init(_ event: RecordedEvent, breaches: [String] = []) {
        let envelope = event.envelope
        position = envelope.position
        recordedAt = envelope.recordedAt
        occurred = envelope.occurred
        actor = TrailActor(envelope)
        type = envelope.type
        let provenance = Provenance(reading: event)
        source = provenance?.source?.text
        synthetic = provenance?.synthetic ?? []
        self.breaches = breaches
        payload = (try? CanonicalJSON.value(reading: event.payload)) ?? .object([:])
        do throws(UnreadableEvent) {
            tags = try Catalogue.decode(event).tags
            unreadable = nil
        } catch {
            tags = []
            unreadable = error.description
        }
        units = tags.values(of: "unit")
        cycles = tags.values(of: "cycle")
        children = tags.values(of: "child")
    }

    /// The event in words, without any protected one.
    package func sentence(in language: Language) -> String {
        guard let sentence = EventSentences.sentence(for: type) else { return type.text }
        var values = EventSentences.slots(of: payload, in: language)
        let placeholder = TrailWords.protectedText.text(in: language)
        for slot in Self.protectedFields(of: payload) { values[slot] = placeholder }
        return sentence.text(in: language, filling: values)
    }

    /// The slots in whose place a text stands that is kept apart: `text`, `cells.text`.
    private static func protectedFields(of value: JSONValue, name: String = "") -> Set<String> {
        switch value {
        case .object(let fields) where fields["protected"] != nil: [name]
        case .object(let fields):
            fields.reduce(into: []) { found, field in
                found.formUnion(
                    protectedFields(of: field.value, name: name.isEmpty ? field.key : "\(name).\(field.key)"))
            }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(protectedFields(of: $1, name: name)) }
        default: []
        }
    }
}

/// Who recorded an event and who did what it tells.
package struct TrailActor: Codable, Hashable, Sendable {
    /// Issuer and subject: `os#anna`.
    package let recordedBy: String
    /// Where that is somebody else.
    package let performedBy: String?
    package let role: String
    package let ground: String
    package let isVerified: Bool

    /// Nobody has checked that it is who it says: so for all until access control exists.
    package var isAsserted: Bool { !isVerified }

    init(_ envelope: EventEnvelope) {
        recordedBy = envelope.recordedBy
        performedBy = envelope.performedBy
        role = envelope.role
        ground = envelope.ground
        isVerified = envelope.actorVerified
    }
}

/// What the trail says in its own name.
package enum TrailWords {
    package static let protectedText = Sentence(sv: "(skyddad text)", en: "(protected text)")

    /// Stands beside every trail that has a line by an actor whom nobody has verified.
    package static let assertedActors = Sentence(
        sv: """
            Den som registrerat en händelse står som den själv har uppgett: behörighetskontroll finns inte än, \
            så ingen har kontrollerat det.
            """,
        en: """
            Whoever recorded an event stands as he or she stated: there is no access control yet, so nobody has \
            verified it.
            """)
}

extension Set<Tag> {
    /// The values of the tags of one kind, sorted.
    fileprivate func values(of kind: String) -> [String] {
        map(\.text).filter { $0.hasPrefix("\(kind):") }.map { String($0.dropFirst(kind.utf8.count + 1)) }.sorted()
    }
}
