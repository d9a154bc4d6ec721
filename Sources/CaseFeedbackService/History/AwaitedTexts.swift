import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore

/// The protected texts that an event's payload refers to: each comes behind the event, once, in the order of its field.
struct AwaitedTexts {
    private let stream: StreamName
    private let tags: [Tag]
    private var coming: ArraySlice<TextReference>
    private var came: Set<String> = []

    init(of event: RecordedEvent, tags: [Tag]) throws(HistoryFault) {
        stream = event.envelope.stream
        self.tags = tags
        do throws(JSONFault) { coming = try event.textReferences()[...] } catch {
            throw HistoryFault(code: "history-payload", parameters: ["detail": error.description], field: "/data")
        }
    }

    mutating func accept(_ text: StoredText) throws(HistoryFault) {
        guard let next = coming.first, next.field == text.field, next.secrecy == text.secrecy else {
            if came.contains(text.field) { throw HistoryFault(code: "history-text-misplaced", field: "/field") }
            if coming.dropFirst().contains(where: { $0.field == text.field }) { try end() }
            throw HistoryFault(code: "history-text-unknown", field: "/field")
        }
        coming.removeFirst()
        came.insert(text.field)
        // No program that reads this form has keys yet.
        guard text.keyID == nil else { throw HistoryFault(code: "history-text-key", field: "/keyid") }
        guard isSubject(text.subject) else { throw HistoryFault(code: "history-text-subject", field: "/subject") }
        guard let words = String(validating: text.value, as: UTF8.self), FreeTextCheck.isWellFormed(words) else {
            throw HistoryFault(code: "history-text-words", field: "/data_base64")
        }
        // Stored nowhere, whatever file it comes from.
        guard !PersonalIdentityNumber.isContained(in: words) else {
            throw HistoryFault(code: "personal-identity-number", field: "/data_base64")
        }
    }

    /// Behind what belongs to the event.
    func end() throws(HistoryFault) {
        guard let missing = coming.first else { return }
        throw HistoryFault(
            code: "history-text-missing", parameters: ["field": missing.field, "position": "\(missing.position)"])
    }

    /// The record that the event is in, or a child or a person whom the event says it is about.
    private func isSubject(_ subject: String) -> Bool {
        if subject == TextSubject.record(stream).text { return true }
        if subject.hasPrefix("person:") { return tags.contains(Tag(stored: subject)) }
        let child = subject.split(separator: "/", omittingEmptySubsequences: false)
        return child.count == 2 && subject.hasPrefix("child:") && tags.contains(Tag(stored: String(child[0])))
            && tags.contains(Tag("cycle", String(child[1])))
    }
}
