import CaseFeedback
import Crypto
package import EventSourcing
package import EventStore

/// Writes a log, or a part of it, as a history that ``HistoryImport`` takes in: see ``HistoryHeader`` for its form.
///
/// Protected texts leave in clear, so an export is a read of them: it is recorded in the access log before the first byte
/// is written, and refused where that fails. Reading the access log records one event too.
package struct HistoryExport: Sendable {
    private let log: EventLog

    /// How many positions one access event names; of more it says range and count.
    private static let namedPositionsMax = 1_000

    package init(_ log: EventLog) { self.log = log }

    /// The header of an export that starts now: up to the head, wherever the log goes meanwhile.
    package func header(
        of log: LogID, after: Position = .beginning, tags: [Tag] = []
    ) async throws(Problem) -> HistoryHeader {
        guard let state = try await storing({ () async throws(StoreError) in try await self.log.state(of: log) }) else {
            throw Problem(.logNotFound(log))
        }
        guard after <= state.head else {
            throw Problem(
                .badInput, "position-beyond-head", ["position": "\(after)", "head": "\(state.head)"], field: "after",
                value: after.description)
        }
        return HistoryHeader(
            LogSelection(log, after: after, to: state.head, tags: tags),
            opening: LogOpening(nature: state.nature, zone: state.zone))
    }

    /// Writes the lines of a header through `write`, which may block. `partial` is what an earlier export of the same header
    /// left behind, behind which it goes on. `firstText` is called before the first protected text is written, `progress` is
    /// told the position reached.
    ///
    /// - Throws: `history-partial-differs` when what was left behind is not what is exported; `event-missing` when the log has
    ///   lost one.
    package func run(
        _ header: HistoryHeader, after partial: HistoryPartial? = nil, to caller: Caller,
        firstText: @Sendable @escaping () -> Void = {},
        write: @Sendable @escaping ([UInt8]) throws(Problem) -> Void,
        progress: @Sendable @escaping (Position) -> Void = { _ in }
    ) async throws(Problem) -> HistoryTotals {
        let selection = header.selection
        try await record(selection, by: caller)
        let start = try HistoryOutput(header, after: partial, write: write)
        return try await log.withRows(of: selection) { (rows) throws(Problem) in
            var output = start
            var hasText = false
            var last = selection.after
            try rows { (row) throws(Problem) in
                if case .event(let event, _) = row {
                    try Self.checkWhole(selection, from: last, to: event.position)
                    last = event.position
                }
                if !hasText, case .text = row {
                    hasText = true
                    firstText()
                }
                try output.add(row)
                if case .event(let event, _) = row { progress(event.position) }
            }
            try Self.checkWhole(selection, from: last, to: selection.to.next)
            return try output.end()
        }
    }

    /// A log has no gap: a history with one could not be taken in again, and its copy would be no copy. One of some tags has.
    private static func checkWhole(
        _ selection: LogSelection, from last: Position, to next: Position
    ) throws(Problem) {
        guard selection.tags.isEmpty, next != last.next else { return }
        throw Problem(.eventMissing(selection.log, last.next))
    }

    private func record(_ selection: LogSelection, by caller: Caller) async throws(Problem) {
        let organisation = selection.log.organisation
        if selection.log.kind == .access {
            let count = Int(selection.to.value - selection.after.value)
            return try await log.recordAccess(
                AccessLogRead(
                    purpose: "export-events", count: count, first: selection.after.next, last: selection.to),
                of: organisation, by: caller)
        }
        let texts = try await storing { () async throws(StoreError) in
            try await log.personalTexts(in: selection, namedMax: Self.namedPositionsMax)
        }
        guard texts.count > 0 else { return }
        try await log.recordAccess(
            TextsRead(
                purpose: "export-events", count: texts.count, first: texts.first, last: texts.last,
                positions: texts.positions),
            of: organisation, by: caller)
    }
}

/// The lines of an export on their way out, with the digest that ends them.
private struct HistoryOutput {
    private var writer: HistoryLineWriter
    private var digest: SHA256
    private var totals: HistoryTotals
    private var event: UUIDValue?
    /// Bytes so far.
    private var offset: Int64 = 0
    private let partial: HistoryPartial?
    private let write: @Sendable ([UInt8]) throws(Problem) -> Void

    private static let chunk = 256 << 10

    init(
        _ header: HistoryHeader, after partial: HistoryPartial?,
        write: @Sendable @escaping ([UInt8]) throws(Problem) -> Void
    ) throws(Problem) {
        self.write = write
        self.partial = partial
        writer = HistoryLineWriter(log: header.logID)
        (digest, totals) = (SHA256(), HistoryTotals())
        let line = try header.line()
        digest.update(data: line)
        try put(line)
    }

    mutating func add(_ row: LogRow) throws(Problem) {
        if case .event(let event, _) = row { self.event = event.envelope.eventID }
        totals.count(row)
        writer.write(row, of: event)
        if writer.bytes.count >= Self.chunk { try flush() }
    }

    mutating func end() throws(Problem) -> HistoryTotals {
        try flush()
        try put(HistoryEnd(totals, digest: Array(digest.finalize())).line())
        try partial?.end(at: offset)
        return totals
    }

    private mutating func flush() throws(Problem) {
        writer.bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
        try put(writer.bytes)
        writer.removeAll()
    }

    /// Writes what does not stand there yet.
    private mutating func put(_ bytes: [UInt8]) throws(Problem) {
        let known = try partial?.compare(bytes, at: offset) ?? 0
        offset += Int64(bytes.count)
        if known < bytes.count { try write(known == 0 ? bytes : Array(bytes[known...])) }
    }
}
