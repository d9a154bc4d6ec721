import Foundation

/// What an export that was interrupted left behind, in a file: the beginning of what the same export writes.
///
/// Nobody knows whether it is still that. So the next export makes all of it again, compares what stands there with it, and
/// writes what is missing.
package struct HistoryPartial: Sendable {
    /// Nothing when not even the first line is whole.
    package let header: HistoryHeader?
    private let bytes: Int64
    private let descriptor: Int32
    /// What a problem calls the file.
    private let name: String

    package init(reading descriptor: Int32, named name: String) throws(Problem) {
        self.descriptor = descriptor
        self.name = name
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.notReadable() }
        bytes = Int64(status.st_size)
        do throws(Problem) {
            var lines = HistoryLines(descriptor)
            let first = try lines.next()
            header = try first.map { line throws(Problem) in try HistoryHeader(reading: line) }
        } catch {
            throw Self.differs(name, line: 1)
        }
    }

    /// - Throws: `history-partial-differs` when its first line is not that of an export that began earlier.
    package func check(beginsEarlierThan fresh: HistoryHeader) throws(Problem) {
        if let header, !header.isEarlier(than: fresh) { throw Self.differs(name, line: 1) }
    }

    /// How many of the bytes that belong at an offset stand there.
    func compare(_ made: [UInt8], at offset: Int64) throws(Problem) -> Int {
        let count = Int(max(0, min(Int64(made.count), bytes - offset)))
        guard count > 0 else { return 0 }
        var found = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = found.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + off_t(filled))
            }
            guard read > 0 || read < 0 && errno == EINTR else { throw Self.notReadable() }
            filled += max(0, read)
        }
        guard found.elementsEqual(made.prefix(count)) else {
            let same = zip(found, made).prefix { $0 == $1 }.reduce(0) { same, _ in same + 1 }
            throw try differs(at: offset + Int64(same))
        }
        return count
    }

    /// Behind the last byte of the export.
    func end(at offset: Int64) throws(Problem) {
        guard bytes <= offset else { throw try differs(at: offset) }
    }

    /// Behind so many bytes that are the same.
    private func differs(at offset: Int64) throws(Problem) -> Problem {
        let lines = try lineFeeds(before: offset)
        return Self.differs(name, line: lines + 1, ["byte": "\(offset + 1)"])
    }

    private static func differs(_ name: String, line: Int, _ parameters: [String: String] = [:]) -> Problem {
        Problem(
            .refused, "history-partial-differs",
            parameters.merging(["file": name, "line": "\(line)"]) { _, own in own })
    }

    private func lineFeeds(before end: Int64) throws(Problem) -> Int {
        var block = [UInt8](repeating: 0, count: 256 << 10)
        var (offset, count) = (Int64(0), 0)
        while offset < end {
            let read = pread(descriptor, &block, Int(min(Int64(block.count), end - offset)), off_t(offset))
            guard read > 0 || read < 0 && errno == EINTR else { throw Self.notReadable() }
            count += block.prefix(max(0, read)).count { $0 == HistoryFormat.lineFeed }
            offset += Int64(max(0, read))
        }
        return count
    }

    private static func notReadable() -> Problem {
        Problem(.badInput, "history-not-readable", ["detail": String(cString: strerror(errno))])
    }
}
