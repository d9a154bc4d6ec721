import EventSourcing

/// Whether a stretch of a log has the protected texts that its events refer to, and no others. The events come first, then the
/// texts, both in order.
struct TextCheck {
    private struct Awaited {
        let envelope: EventEnvelope
        /// Nothing of an event that can't be read: whom its texts may be about is not known.
        let event: EventWithTexts?
        var coming: [TextReference]
    }

    private var awaited: [Awaited] = []
    /// The first of them whose texts may still come.
    private var next = 0
    /// Of whose events nobody knows which texts they name.
    private var undecoded: Set<Position> = []

    /// A text as it is stored, of whatever class.
    struct Row {
        let position: Position
        let field: String
        let secrecy: String
        let subject: String
        let keyID: String?
        let value: [UInt8]
    }

    mutating func receive(_ event: RecordedEvent, tags: [Tag]?) {
        guard let references = try? event.textReferences() else {
            undecoded.insert(event.position)
            return
        }
        guard !references.isEmpty else { return }
        let context = tags.map { EventWithTexts(stream: event.envelope.stream, tags: $0) }
        awaited.append(Awaited(envelope: event.envelope, event: context, coming: references))
    }

    mutating func receiveUnreadable(at position: Position) { undecoded.insert(position) }

    mutating func receiveStored(_ row: Row, by judge: some LogJudge, _ report: (LogFinding) -> Void) {
        finish(before: row.position, report)
        guard !undecoded.contains(row.position) else { return }
        let isOfNext = next < awaited.count && awaited[next].envelope.position == row.position
        guard isOfNext, let index = awaited[next].coming.firstIndex(where: { $0.field == row.field }) else {
            report(
                LogFinding(
                    LogFault("text-unknown", ["class": row.secrecy], column: "protected_texts.field"),
                    at: row.position, command: isOfNext ? awaited[next].envelope.commandID : nil, field: row.field))
            return
        }
        let reference = awaited[next].coming.remove(at: index)
        guard let fault = Self.fault(of: row, named: reference, by: awaited[next].event, judge) else { return }
        report(LogFinding(fault, at: row.position, command: awaited[next].envelope.commandID, field: row.field))
    }

    private static func fault(
        of row: Row, named reference: TextReference, by event: EventWithTexts?, _ judge: some LogJudge
    ) -> LogFault? {
        guard row.secrecy == reference.secrecy.rawValue else {
            return LogFault(
                "text-class", ["expected": reference.secrecy.rawValue, "found": row.secrecy],
                column: "protected_texts.secrecy")
        }
        return event.flatMap { event in
            judge.fault(
                of: StoredText(
                    position: row.position, field: row.field, secrecy: reference.secrecy, subject: row.subject,
                    keyID: row.keyID, value: row.value), of: event)
        }
    }

    /// Behind the last text of the stretch.
    mutating func finish(_ report: (LogFinding) -> Void) {
        finish(before: nil, report)
        self = TextCheck()
    }

    private mutating func finish(before position: Position?, _ report: (LogFinding) -> Void) {
        while next < awaited.count, position.map({ awaited[next].envelope.position < $0 }) ?? true {
            let event = awaited[next]
            for missing in event.coming {
                report(
                    LogFinding(
                        LogFault(
                            "text-missing", ["class": missing.secrecy.rawValue], column: "protected_texts.field"),
                        at: missing.position, command: event.envelope.commandID, field: missing.field))
            }
            next += 1
        }
    }
}
