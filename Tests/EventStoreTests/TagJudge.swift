import EventSourcing
import EventStore
import TestSupport

/// Knows the tags of the tests' events, and finds no fault in anything.
struct TagJudge: LogJudge {
    func judge(_ event: RecordedEvent) throws(UnreadableEvent) -> JudgedEvent { JudgedEvent(tags: try tags(of: event)) }

    func tags(of event: RecordedEvent) throws(UnreadableEvent) -> [EventSourcing.Tag] {
        switch event.type {
        case RuleSet.type: try event.decode(RuleSet.self).storedTags
        case SecretTold.type: try event.decode(SecretTold.self).storedTags
        default: try event.decode(NoteTaken.self).storedTags
        }
    }

    func fault(of text: StoredText, of event: EventWithTexts) -> LogFault? { nil }
    func faultOfCommand(recordedBy: String) -> LogFault? { nil }
}
