import Crypto
package import EventSourcing
import EventStore

/// What an export that was interrupted left behind, up to where a next one goes on.
///
/// The last event and what belongs to it are left out, since nobody knows whether all of it was written: they are written
/// again.
package struct HistoryPartial: Sendable {
    package let header: HistoryHeader
    /// So many bytes of the file hold; what stands behind them is to be cut off.
    package let bytes: Int64
    /// The last position of what holds.
    package let reached: Position
    let totals: HistoryTotals
    let digest: SHA256
    /// The event that was written last, which comes again.
    let repeated: UUIDValue?

    /// Nothing when not even the header is whole.
    package init?(reading descriptor: Int32) throws(Problem) {
        var lines = HistoryLines(descriptor)
        guard let first = try lines.next() else { return nil }
        header = try HistoryHeader(reading: first)
        lines.seal(first)
        var reader = HistoryLineReader(log: header.logID)
        var totals = HistoryTotals()
        // What holds if the event that comes next is the last.
        var mark = (bytes: lines.offset, reached: header.selection.after, totals: totals, digest: lines.digest)
        var last = header.selection.after
        var start = lines.offset
        var repeated: UUIDValue?
        while let line = try lines.next() {
            guard case .row(let row) = try reader.read(line, number: lines.number) else { break }
            if case .event(let event, _) = row {
                mark = (start, last, totals, lines.digest)
                last = event.position
                repeated = event.envelope.eventID
            }
            totals.count(row)
            lines.seal(line)
            start = lines.offset
        }
        bytes = mark.bytes
        reached = mark.reached
        self.totals = mark.totals
        digest = mark.digest
        self.repeated = repeated
    }
}
