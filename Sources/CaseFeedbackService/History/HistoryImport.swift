import CanonicalJSON
import CaseFeedback
package import EventSourcing
package import EventStore

/// Takes an exported history into an empty log, with the same positions, times and identifiers.
package struct HistoryImport: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// What was taken in.
    package struct Outcome: Sendable, Hashable {
        package let reached: LogPosition
        package let totals: HistoryTotals
    }

    /// Takes in what a file holds, all of it or nothing. `progress` is told the position reached.
    package func run(
        _ file: HistoryFile, progress: @Sendable @escaping (Position) -> Void = { _ in }
    ) async throws(Problem) -> Outcome {
        let header = file.header
        let counts: LogRowCounts
        do throws(Problem) {
            counts = try await log.load(header.logID, opening: header.opening) { () throws(Problem) in
                var file = file
                return { () throws(Problem) in
                    let row = try file.next()
                    if case .event(let event, _) = row { progress(event.position) }
                    return row
                }
            }
        } catch {
            // No command of the file stands in it twice: one is recorded in the organisation's other log.
            guard error.kind == .idReused else { throw error }
            throw Problem(.refused, "history-command-recorded", ["organisation": header.organisation.text])
        }
        return Outcome(
            reached: LogPosition(log: header.logID, position: counts.last),
            totals: HistoryTotals(events: counts.events, texts: counts.texts, commands: counts.commands))
    }
}

/// A history's file on its way in: every row checked, and at the end that nothing was cut off or changed.
package struct HistoryFile: Sendable {
    package let header: HistoryHeader
    package private(set) var totals = HistoryTotals()
    private var lines: HistoryLines
    private var reader: HistoryLineReader
    private var check: HistoryCheck

    /// Reads the first line from a descriptor. `organisation` is whose history it must be, where that was said; nothing may
    /// be recorded later than `now`.
    package init(
        _ descriptor: Int32, of organisation: OrganisationID? = nil, now: Instant = .now
    ) throws(Problem) {
        lines = HistoryLines(descriptor)
        guard let first = try lines.next() else { throw Self.cut(lines.rest) }
        header = try HistoryHeader(reading: first)
        guard try header.line().dropLast().elementsEqual(first) else {
            throw Problem(.badInput, "history-line-differs", line: 1)
        }
        lines.seal(first)
        if let organisation, organisation != header.organisation {
            throw Problem(
                .badInput, "history-of-another-organisation", ["organisation": organisation.text], line: 1,
                field: "/organisation", value: header.organisation.text)
        }
        guard header.isWhole else {
            throw Problem(
                .badInput, "history-not-whole", line: 1, field: header.tags == nil ? "/range/first" : "/tags")
        }
        guard header.range.last > .beginning else {
            throw Problem(.badInput, "history-without-events", line: 1, field: "/range/last")
        }
        guard let zone = LogZone(name: header.opening.zone) else {
            throw Problem(
                .badInput, "unknown-zone", ["zone": header.opening.zone], line: 1, field: "/zone",
                value: header.opening.zone)
        }
        reader = HistoryLineReader(log: header.logID)
        check = HistoryCheck(HistoryEventCheck(of: header.logID, opening: header.opening, zone: zone, now: now))
    }

    /// What is said of a file that ends within its first line: what it is, where it is none of ours.
    private static func cut(_ line: ArraySlice<UInt8>) -> Problem {
        do throws(Problem) { try ImportedFormat.history.check(firstLine: line) } catch {
            // Such as a JSON text has that ends too early.
            if error.code != JSONFault.Code.malformedJSON.rawValue { return error }
        }
        return Problem(.badInput, "history-cut", line: 1)
    }

    /// Checks all of it, without a database.
    package mutating func checkToEnd() throws(Problem) {
        while try next() != nil {}
    }

    /// The next row; nothing behind the last, when the whole file was found to be as it was exported.
    mutating func next() throws(Problem) -> LogRow? {
        guard let line = try lines.next() else { throw Problem(.badInput, "history-cut", line: lines.number + 1) }
        switch try reader.read(line, number: lines.number) {
        case .row(let row):
            lines.seal(line)
            totals.count(row)
            return try check.accept(row, line: lines.number)
        case .end(let end):
            try check.end(header, line: lines.number)
            guard end == HistoryEnd(totals, digest: lines.sha256) else {
                throw Problem(.badInput, "history-changed", line: lines.number, field: "/sha256")
            }
            guard try lines.next() == nil, lines.rest.isEmpty else {
                throw Problem(.badInput, "history-goes-on", line: lines.number)
            }
            return nil
        }
    }
}
