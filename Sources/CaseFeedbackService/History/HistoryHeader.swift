import CanonicalJSON
package import EventSourcing
package import EventStore

/// The first line of an exported history: what the file holds.
///
/// ```json
/// {"format":"casefeedback-events","kind":"live","log":"cases","organisation":"1480","range":{"first":1,"last":1234},"version":1,"zone":"Europe/Stockholm"}
/// ```
///
/// Then, in the order of positions, one CloudEvent 1.0 a line (<https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md>):
/// an event, then its protected texts and the command whose last event it is, as CloudEvents of types of our own
/// (``HistoryType``); and an end line (``HistoryEnd``). Every line is canonical JSON, so that a log has one text.
package struct HistoryHeader: Sendable, Hashable, Codable {
    /// Positions, both included; of an empty history the last is one before the first.
    package struct Range: Sendable, Hashable, Codable {
        package let first: Position
        package let last: Position
    }

    private let format: String
    private let version: Int
    package let organisation: OrganisationID
    private let log: LogKind
    /// What the log is for.
    private let kind: LogNature
    private let zone: String
    package let range: Range
    /// Given when only events that carry all of them are in the file.
    package let tags: [String]?

    package init(_ selection: LogSelection, opening: LogOpening) {
        format = ImportedFormat.history.rawValue
        version = ImportedFormat.history.version
        organisation = selection.log.organisation
        log = selection.log.kind
        kind = opening.nature
        zone = opening.zone
        range = Range(first: selection.after.next, last: selection.to)
        tags = selection.tags.isEmpty ? nil : selection.tags.map(\.text)
    }

    package var logID: LogID { LogID(organisation: organisation, kind: log) }
    package var opening: LogOpening { LogOpening(nature: kind, zone: zone) }

    package var selection: LogSelection {
        LogSelection(
            logID, after: Position(range.first.value - 1), to: range.last, tags: (tags ?? []).map(Tag.init(stored:)))
    }

    /// Whether it holds a log from its first event on, with everything.
    package var isWhole: Bool { range.first.value == 1 && tags == nil }

    /// Whether an export with the other header, which began later, would go on with this one: the log has only grown.
    package func isEarlier(than other: HistoryHeader) -> Bool {
        let grown = Range(first: range.first, last: other.range.last)
        return range.last <= other.range.last && opening == other.opening && logID == other.logID && tags == other.tags
            && grown == other.range
    }

    /// The line, with its end.
    func line() throws(Problem) -> [UInt8] {
        do throws(JSONFault) { return try CanonicalEncoder().bytes(of: self) + [HistoryFormat.lineFeed] } catch {
            throw Problem(error)
        }
    }

    init(reading line: [UInt8]) throws(Problem) {
        try ImportedFormat.history.check(firstLine: line)
        do throws(JSONFault) {
            self = try StrictDecoder().decode(HistoryHeader.self, from: JSONDocument(parsing: line))
        } catch {
            throw Problem(error)
        }
        guard range.first.value >= 1, range.last.value >= range.first.value - 1 else {
            throw Problem(.badInput, "history-range", line: 1, field: "/range")
        }
        guard LogZone(name: zone) != nil else {
            throw Problem(.badInput, "unknown-zone", ["zone": zone], line: 1, field: "/zone", value: zone)
        }
    }
}

/// The last line of an exported history, by which one that was cut or changed is told.
///
/// ```json
/// {"commands":1200,"events":1234,"format":"casefeedback-events-end","sha256":"…","texts":310}
/// ```
struct HistoryEnd: Sendable, Hashable, Codable {
    static let format = "casefeedback-events-end"

    let format: String
    let events: Int64
    let texts: Int64
    let commands: Int64
    /// Of every byte before this line, in lower-case hexadecimal digits.
    let sha256: String

    init(_ totals: HistoryTotals, digest: [UInt8]) {
        format = Self.format
        events = totals.events
        texts = totals.texts
        commands = totals.commands
        sha256 = HistoryFormat.hexadecimal(digest)
    }

    func line() throws(Problem) -> [UInt8] {
        do throws(JSONFault) { return try CanonicalEncoder().bytes(of: self) + [HistoryFormat.lineFeed] } catch {
            throw Problem(error)
        }
    }
}

/// What a history holds.
package struct HistoryTotals: Sendable, Hashable {
    package var events: Int64 = 0
    package var texts: Int64 = 0
    package var commands: Int64 = 0

    mutating func count(_ row: LogRow) {
        switch row {
        case .event: events += 1
        case .text: texts += 1
        case .command: commands += 1
        }
    }
}
