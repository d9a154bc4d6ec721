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

    package init(reading descriptor: Int32) throws(Problem) {
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.notReadable() }
        bytes = Int64(status.st_size)
        do throws(Problem) {
            var lines = HistoryLines(descriptor)
            let first = try lines.next()
            header = try first.map { line throws(Problem) in try HistoryHeader(reading: line) }
        } catch {
            throw Self.differs()
        }
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
        guard found.elementsEqual(made.prefix(count)) else { throw Self.differs() }
        return count
    }

    /// Behind the last byte of the export.
    func end(at offset: Int64) throws(Problem) {
        guard bytes <= offset else { throw Self.differs() }
    }

    private static func differs() -> Problem { Problem(.refused, "history-partial-differs") }

    private static func notReadable() -> Problem {
        Problem(.badInput, "history-not-readable", ["detail": String(cString: strerror(errno))])
    }
}
