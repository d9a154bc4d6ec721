import CaseFeedback
import EventSourcing
import EventStore

/// Judges the rows of a stored log: that each could have been recorded as it stands, by the rules by which a history is taken
/// in (``HistoryEventCheck``, ``HistoryTextRules``, ``HistoryWord``), and that the log is what its first event opened.
///
/// What those rules say of order, and of which rows belong together, the store finds by itself.
struct RecordedRows: LogJudge {
    /// Nothing where nobody knows days in the log's zone: then events are only read.
    private var events: HistoryEventCheck?
    private var eventIDs = IdentifiersSeen()

    init(of log: LogID, as stored: LogState) {
        events = LogZone(name: stored.zone).map { zone in
            HistoryEventCheck(
                of: log, opening: LogOpening(nature: stored.nature, zone: stored.zone), zone: zone,
                // Its own clock may have been ahead of this one's.
                now: max(.now, stored.recordedAt))
        }
    }

    var knowsZone: Bool { events != nil }

    mutating func judge(_ event: RecordedEvent) throws(UnreadableEvent) -> JudgedEvent {
        let payload = try Catalogue.decode(event)
        return JudgedEvent(tags: payload.storedTags, fault: fault(of: event, saying: payload))
    }

    private mutating func fault(of event: RecordedEvent, saying payload: any EventPayload) -> LogFault? {
        do throws(HistoryFault) {
            try events?.check(event, saying: payload)
            try eventIDs.note(event)
            return nil
        } catch {
            return error.finding(in: "events")
        }
    }

    func tags(of event: RecordedEvent) throws(UnreadableEvent) -> [Tag] { try Catalogue.decode(event).storedTags }

    func fault(of text: StoredText, of event: EventWithTexts) -> LogFault? {
        do throws(HistoryFault) {
            try HistoryTextRules.check(text, in: event.stream, tags: event.tags)
            return nil
        } catch {
            return error.finding(in: "protected_texts")
        }
    }

    func faultOfCommand(recordedBy: String) -> LogFault? {
        do throws(HistoryFault) {
            try HistoryWord.checkIdentity(recordedBy, field: "recordedby")
            return nil
        } catch {
            return error.finding(in: "commands")
        }
    }
}

extension HistoryFault {
    /// Without the value, which may be anything.
    fileprivate func finding(in table: String) -> LogFault {
        LogFault(code, parameters, column: field.flatMap { Self.columns[$0] }.map { "\(table).\($0)" } ?? table)
    }

    /// Where what a history's line has in a field is stored.
    private static let columns = [
        "/time": "recorded_at", "/type": "type", "/schemaversion": "schema_version", "/secrecy": "secrecy",
        "/retentionclass": "retention_class", "/occurredon": "occurred_on", "/programversion": "program_version",
        "/recordedby": "recorded_by", "/performedby": "performed_by", "/role": "role", "/ground": "ground",
        "/stream": "stream", "/provenance": "provenance", "/id": "event_id", "/data/nature": "payload",
        "/data/zone": "payload", "/data": "payload", "/data_base64": "value", "/subject": "subject", "/keyid": "key_id",
    ]
}
