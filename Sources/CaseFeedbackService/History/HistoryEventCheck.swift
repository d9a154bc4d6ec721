import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore

/// Checks one event of a history by itself: that it could have been recorded as it stands.
struct HistoryEventCheck {
    private let log: LogID
    private let opening: LogOpening
    private let zone: LogZone
    /// Nothing is recorded later than this.
    private let latest: Instant
    /// The words of whoever recorded the last event, which repeat from event to event.
    private var caller: [String?] = []
    /// What the last event that has one says of its origin, which repeats as well, and was found right.
    private var provenance: [UInt8]?

    /// As for appends: further no two clocks may be apart.
    private static let apartMax: Int64 = 60_000_000
    /// As the table of events counts: payload, provenance, and the words of the envelope.
    private static let bytesMax = 60 << 10

    /// More is no release's name.
    private static let programVersionMax = 200

    init(of log: LogID, opening: LogOpening, zone: LogZone, now: Instant) {
        self.log = log
        self.opening = opening
        self.zone = zone
        latest = Instant(microsecondsSince1970: now.microsecondsSince1970 + Self.apartMax)
    }

    /// What the event says, every byte of it read.
    mutating func payload(of event: RecordedEvent) throws(HistoryFault) -> any EventPayload {
        try checkEnvelope(of: event)
        let payload: any EventPayload
        do throws(UnreadableEvent) { payload = try Catalogue.decode(event) } catch { throw HistoryFault(error) }
        try check(payload, of: event)
        return payload
    }

    /// The same of an event whose payload was read already.
    mutating func check(_ event: RecordedEvent, saying payload: any EventPayload) throws(HistoryFault) {
        try checkEnvelope(of: event)
        try check(payload, of: event)
    }

    private mutating func checkEnvelope(of event: RecordedEvent) throws(HistoryFault) {
        try checkTimes(of: event.envelope)
        try checkSize(of: event)
        try checkCaller(of: event.envelope)
    }

    private mutating func check(_ payload: any EventPayload, of event: RecordedEvent) throws(HistoryFault) {
        guard payload.stream == event.envelope.stream else {
            throw HistoryFault(
                code: "history-stream",
                parameters: ["expected": payload.stream.text, "found": event.envelope.stream.text], field: "/stream")
        }
        try checkOpening(by: payload, at: event.position)
        guard let kind = Catalogue.event(event.type) else { return }
        try checkClasses(of: event.envelope, as: kind)
        try checkProvenance(of: event, as: kind)
    }

    /// A log of cases begins with the event that says what it is for, and in which zone its days are.
    private func checkOpening(by payload: any EventPayload, at position: Position) throws(HistoryFault) {
        guard log.kind == .cases else { return }
        let joined = payload as? MunicipalityJoined
        guard (joined != nil) == (position == Position.beginning.next) else {
            throw HistoryFault(code: "history-first-event", field: "/type")
        }
        guard let joined else { return }
        guard joined.nature == opening.nature else {
            throw HistoryFault(code: "history-opening", field: "/data/nature")
        }
        guard joined.zone.text == opening.zone else { throw HistoryFault(code: "history-opening", field: "/data/zone") }
    }

    private func checkClasses(of envelope: EventEnvelope, as kind: EventKind) throws(HistoryFault) {
        guard kind.logKind == log.kind else {
            throw HistoryFault(
                code: "history-type-of-another-log", parameters: ["type": kind.type.text, "log": log.description],
                field: "/type")
        }
        // Of an older version nobody knows which they were.
        guard envelope.schemaVersion == kind.schemaVersion else { return }
        for (field, found, expected) in [
            ("/secrecy", envelope.secrecy.rawValue, kind.secrecy.rawValue),
            ("/retentionclass", envelope.retention.rawValue, kind.retention.rawValue),
        ] where found != expected {
            throw HistoryFault(
                code: "history-class", parameters: ["type": kind.type.text, "expected": expected, "found": found],
                field: field)
        }
    }

    /// Live and demonstration never mix: see ``Command/decide(on:occurred:caller:)``.
    private mutating func checkProvenance(of event: RecordedEvent, as kind: EventKind) throws(HistoryFault) {
        let isRight: Bool
        if let bytes = event.envelope.provenance {
            guard bytes != provenance else { return }
            let read = Provenance(reading: event)
            isRight =
                read.map { $0.synthetic == nil ? $0.source != nil : opening.nature == .demonstration } ?? false
            if isRight { provenance = bytes }
        } else {
            isRight = opening.nature == .live || kind.logKind == .access || kind.isItsOwnOrigin
        }
        guard isRight else { throw HistoryFault(code: "history-provenance", field: "/provenance") }
    }

    private func checkTimes(of envelope: EventEnvelope) throws(HistoryFault) {
        guard envelope.recordedAt <= latest else { throw HistoryFault(code: "history-time-to-come", field: "/time") }
        guard envelope.occurred.day <= zone.day(of: envelope.recordedAt) else {
            throw HistoryFault(code: "occurred-in-future", field: "/occurredon")
        }
        guard let instant = envelope.occurred.instant, zone.day(of: instant) != envelope.occurred.day else { return }
        throw HistoryFault(
            code: "history-occurrence",
            parameters: ["expected": "\(zone.day(of: instant))", "found": "\(envelope.occurred.day)"],
            field: "/occurredon")
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
        guard envelope.programVersion.utf8.count <= Self.programVersionMax else {
            throw HistoryFault(code: "history-value", field: "/programversion")
        }
        let bytes = words.reduce(event.payload.count + (envelope.provenance?.count ?? 0)) { $0 + $1.1.utf8.count }
        guard bytes <= Self.bytesMax else {
            throw HistoryFault(code: "history-event-too-large", parameters: ["most": "\(Self.bytesMax)"])
        }
    }

    /// Nobody records anything without a role or a ground, nor in words that no caller may have.
    private mutating func checkCaller(of envelope: EventEnvelope) throws(HistoryFault) {
        let words = [
            envelope.recordedBy, envelope.role, envelope.ground, envelope.performedBy, envelope.programVersion,
        ]
        guard words != caller else { return }
        try HistoryWord.checkIdentity(envelope.recordedBy, field: "recordedby")
        try HistoryWord.check(envelope.role, field: "role") { text throws(InvalidValue) in try Identifier(text).text }
        try HistoryWord.check(envelope.ground, field: "ground") { text throws(InvalidValue) in try Label(text).text }
        if let person = envelope.performedBy {
            try HistoryWord.check(person, field: "performedby") { text throws(InvalidValue) in
                try Identifier(text).text
            }
        }
        guard !envelope.programVersion.isEmpty else {
            throw HistoryFault(code: "history-value", field: "/programversion", value: "")
        }
        caller = words
    }
}

/// A word of an envelope or of a row beside an event.
enum HistoryWord {
    /// The database takes any word but one with U+0000.
    static func check(_ word: String, field: String) throws(HistoryFault) {
        guard !word.utf8.contains(0) else { throw HistoryFault(code: "history-value", field: "/\(field)") }
    }

    /// A word that is stored as it was accepted: `accept` gives it back.
    static func check(
        _ word: String, field: String, _ accept: (String) throws(InvalidValue) -> String
    ) throws(HistoryFault) {
        let accepted: String
        do throws(InvalidValue) { accepted = try accept(word) } catch {
            throw HistoryFault(
                code: error.code, parameters: error.parameters, field: "/\(field)", value: error.isSecret ? nil : word)
        }
        guard accepted.utf8.elementsEqual(word.utf8) else {
            throw HistoryFault(code: "history-value", field: "/\(field)", value: word)
        }
    }

    /// `issuer#subject`: a request names both in one label, a command line or file in one each, in which `#` may stand too.
    static func checkIdentity(_ word: String, field: String) throws(HistoryFault) {
        let bytes = Array(word.utf8)
        let signs = bytes.indices.filter { bytes[$0] == UInt8(ascii: "#") && $0 > 0 && $0 < bytes.count - 1 }
        guard
            !signs.isEmpty && isLabel(bytes)
                || signs.contains(where: { isLabel(bytes[..<$0]) && isLabel(bytes[($0 + 1)...]) })
        else { throw HistoryFault(code: "history-caller", field: "/\(field)", value: word) }
    }

    private static func isLabel(_ word: some Collection<UInt8>) -> Bool {
        guard let label = try? Label(String(decoding: word, as: UTF8.self)) else { return false }
        return label.text.utf8.elementsEqual(word)
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
