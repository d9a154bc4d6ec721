import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore

/// What every protected text of a history must be, in whichever field it stands.
enum HistoryTextRules {
    /// The text is one of an event of the stream with the tags.
    static func check(_ text: StoredText, in stream: StreamName, tags: [Tag]) throws(HistoryFault) {
        // No program that reads this form has keys yet.
        guard text.keyID == nil else { throw HistoryFault(code: "history-text-key", field: "/keyid") }
        guard isSubject(text.subject, in: stream, tags: tags) else {
            throw HistoryFault(code: "history-text-subject", field: "/subject")
        }
        guard let words = String(validating: text.value, as: UTF8.self), FreeTextCheck.isWellFormed(words) else {
            throw HistoryFault(code: "history-text-words", field: "/data_base64")
        }
        // As every command's words are: equal words are equal bytes, so a search finds them and a retry is compared rightly.
        guard words.normalizedToNFC.utf8.elementsEqual(text.value) else {
            throw HistoryFault(code: "history-text-form", field: "/data_base64")
        }
        // Stored nowhere, whatever file it comes from.
        guard !PersonalIdentityNumber.isContained(in: words) else {
            throw HistoryFault(code: "personal-identity-number", field: "/data_base64")
        }
    }

    /// The record that the event is in, or a child or a person whom the event says it is about. Which of them a command chose
    /// is not in the event.
    private static func isSubject(_ subject: String, in stream: StreamName, tags: [Tag]) -> Bool {
        if subject == TextSubject.record(stream).text { return true }
        if subject.hasPrefix("person:") { return tags.contains(Tag(stored: subject)) }
        let child = subject.split(separator: "/", omittingEmptySubsequences: false)
        return child.count == 2 && subject.hasPrefix("child:") && tags.contains(Tag(stored: String(child[0])))
            && tags.contains(Tag("cycle", String(child[1])))
    }
}
