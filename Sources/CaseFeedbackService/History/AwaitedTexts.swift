import CanonicalJSON
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
        try HistoryTextRules.check(text, in: stream, tags: tags)
    }

    /// Behind what belongs to the event.
    func end() throws(HistoryFault) {
        guard let missing = coming.first else { return }
        throw HistoryFault(
            code: "history-text-missing", parameters: ["field": missing.field, "position": "\(missing.position)"])
    }
}
