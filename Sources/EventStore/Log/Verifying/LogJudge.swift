package import EventSourcing

/// What only the domain can say of the rows of a log: whether each could have been recorded as it stands. It is asked for
/// every event, in order, and decodes it once.
package protocol LogJudge: Sendable {
    /// - Throws: where the event can't be read; nothing more is said of it then.
    mutating func judge(_ event: RecordedEvent) throws(UnreadableEvent) -> JudgedEvent
    /// The event's tags once more, where those that are stored are others.
    func tags(of event: RecordedEvent) throws(UnreadableEvent) -> [Tag]
    /// Of a text in a field and of a class that the event names.
    func fault(of text: StoredText, of event: EventWithTexts) -> LogFault?
    /// Of a command that made no event: what is rule for others is found at their events.
    func faultOfCommand(recordedBy: String) -> LogFault?
}

/// What was found of an event.
package struct JudgedEvent: Sendable {
    package let tags: [Tag]
    package let fault: LogFault?

    package init(tags: [Tag], fault: LogFault? = nil) {
        self.tags = tags
        self.fault = fault
    }
}

/// What the texts of an event are judged by.
package struct EventWithTexts: Sendable {
    package let stream: StreamName
    package let tags: [Tag]
}

/// What is wrong with a row, as a code with its parameters, and in which column: `events.recorded_at`.
package struct LogFault: Error, Sendable, Hashable {
    package let code: String
    package let parameters: [String: String]
    package let column: String?

    package init(_ code: String, _ parameters: [String: String] = [:], column: String?) {
        self.code = code
        self.parameters = parameters
        self.column = column
    }
}

/// Something about a stored log that this program would never have written.
package struct LogFinding: Sendable, Hashable {
    /// Kebab-case: `position-missing`, `tags-differ`.
    package let code: String
    package let parameters: [String: String]
    package let column: String?
    package let position: Position?
    /// Whose row it is, or whose event's.
    package let command: UUIDValue?
    /// The field of a protected text, as the payload names it.
    package let field: String?

    init(_ fault: LogFault, at position: Position?, command: UUIDValue? = nil, field: String? = nil) {
        code = fault.code
        parameters = fault.parameters
        column = fault.column
        self.position = position
        self.command = command
        self.field = field
    }
}

/// The findings of one log. Of a log that was written over there would be as many as events: of each code some are kept, and
/// the others are counted.
struct LogFindings {
    private var kept: [LogFinding] = []
    private var counts: [String: Int] = [:]

    private static let keptMax = 100

    mutating func add(_ finding: LogFinding) {
        counts[finding.code, default: 0] += 1
        if counts[finding.code, default: 0] <= Self.keptMax { kept.append(finding) }
    }

    func hasAny(of code: String) -> Bool { counts[code] != nil }

    var all: [LogFinding] {
        kept
            + counts.filter { $0.value > Self.keptMax }.sorted { $0.key < $1.key }.map { code, count in
                LogFinding(
                    LogFault("more-findings", ["code": code, "count": "\(count - Self.keptMax)"], column: nil), at: nil)
            }
    }
}
