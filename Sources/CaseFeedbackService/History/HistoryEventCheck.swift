import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore

/// Checks one event of a history by itself: that it could have been recorded as it stands.
struct HistoryEventCheck {
    private let zone: LogZone
    /// Nothing is recorded later than this.
    private let latest: Instant

    /// As for appends: further no two clocks may be apart.
    private static let apartMax: Int64 = 60_000_000
    /// As the table of events counts: payload, provenance, and the words of the envelope.
    private static let bytesMax = 60 << 10

    init(zone: LogZone, now: Instant) {
        self.zone = zone
        latest = Instant(microsecondsSince1970: now.microsecondsSince1970 + Self.apartMax)
    }

    /// What the event says, every byte of it read.
    func payload(of event: RecordedEvent) throws(HistoryFault) -> any EventPayload {
        try checkTimes(of: event.envelope)
        try checkSize(of: event)
        return try read(event)
    }

    private func checkTimes(of envelope: EventEnvelope) throws(HistoryFault) {
        guard envelope.recordedAt <= latest else { throw HistoryFault(code: "history-time-to-come", field: "/time") }
        guard envelope.occurred.day <= zone.day(of: envelope.recordedAt) else {
            throw HistoryFault(code: "occurred-in-future", field: "/occurredon")
        }
    }

    private func checkSize(of event: RecordedEvent) throws(HistoryFault) {
        let envelope = event.envelope
        let words = [
            ("stream", envelope.stream.text), ("recordedby", envelope.recordedBy),
            ("performedby", envelope.performedBy ?? ""), ("role", envelope.role), ("ground", envelope.ground),
        ]
        for (field, word) in words + [("programversion", envelope.programVersion)] {
            try HistoryWord.check(word, field: field)
        }
        let bytes = words.reduce(event.payload.count + (envelope.provenance?.count ?? 0)) { $0 + $1.1.utf8.count }
        guard bytes <= Self.bytesMax else {
            throw HistoryFault(code: "history-event-too-large", parameters: ["most": "\(Self.bytesMax)"])
        }
    }

    private func read(_ event: RecordedEvent) throws(HistoryFault) -> any EventPayload {
        do throws(JSONFault) { _ = try CanonicalJSON.document(reading: event.payload) } catch {
            throw HistoryFault(code: "history-payload", parameters: ["detail": error.description], field: "/data")
        }
        let payload: any EventPayload
        do throws(UnreadableEvent) { payload = try Catalogue.decode(event) } catch { throw HistoryFault(error) }
        guard payload.stream == event.envelope.stream else {
            throw HistoryFault(
                code: "history-stream",
                parameters: ["expected": payload.stream.text, "found": event.envelope.stream.text], field: "/stream")
        }
        return payload
    }
}

/// A word of an envelope or of a row beside an event.
enum HistoryWord {
    /// The database takes any word but one with U+0000.
    static func check(_ word: String, field: String) throws(HistoryFault) {
        guard !word.utf8.contains(0) else { throw HistoryFault(code: "history-value", field: "/\(field)") }
    }
}

extension HistoryFault {
    fileprivate init(_ event: UnreadableEvent) {
        switch event.reason {
        case .unknownType:
            self.init(code: "history-unknown-type", parameters: ["type": event.type.text], field: "/type")
        case .unknownVersion:
            self.init(
                code: "history-unknown-version",
                parameters: ["type": event.type.text, "version": "\(event.schemaVersion)"], field: "/schemaversion")
        case .malformed(let detail):
            self.init(code: "history-payload", parameters: ["detail": detail], field: "/data")
        }
    }
}
