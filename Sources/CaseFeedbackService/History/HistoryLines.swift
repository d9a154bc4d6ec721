import Crypto
import EventSourcing
import EventStore
import Foundation
import Postgres

/// The lines of a file, one at a time, with the digest of all that were read.
struct HistoryLines {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private(set) var digest = SHA256()
    /// Of the line that was read last, from 1.
    private(set) var number = 0

    /// A text has a mebibyte at most, and a third more as base64.
    private static let lineMax = 4 << 20
    private static let block = 256 << 10

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// What stands behind the last line feed, once there is no further line.
    var rest: ArraySlice<UInt8> { buffer[start...] }

    /// The digest of the lines so far.
    var sha256: [UInt8] { Array(digest.finalize()) }

    /// Adds a line to the digest: the end line alone is not part of what it seals.
    mutating func seal(_ line: [UInt8]) {
        line.withUnsafeBytes { digest.update(bufferPointer: $0) }
        digest.update(data: [HistoryFormat.lineFeed])
    }

    /// The next line without its end; nothing behind the last. What follows the last line feed is no line: the file was cut.
    mutating func next() throws(Problem) -> [UInt8]? {
        while true {
            if let end = buffer[start...].firstIndex(of: HistoryFormat.lineFeed) {
                defer { start = end + 1 }
                number += 1
                return Array(buffer[start..<end])
            }
            guard buffer.count - start <= Self.lineMax else {
                throw Problem(
                    .badInput, "history-line-too-large", ["maximum": "\(Self.lineMax)"], line: number + 1)
            }
            guard !isAtEnd else { return nil }
            try readBlock()
        }
    }

    private mutating func readBlock() throws(Problem) {
        try waitForInput()
        buffer.removeFirst(start)
        start = 0
        let filled = buffer.count
        buffer += repeatElement(0, count: Self.block)
        let count = buffer.withUnsafeMutableBytes { bytes in
            var count = -1
            repeat {
                count = read(descriptor, bytes.baseAddress?.advanced(by: filled), Self.block)
            } while count < 0 && errno == EINTR
            return count
        }
        guard count >= 0 else {
            throw Problem(.badInput, "history-not-readable", ["detail": String(cString: strerror(errno))])
        }
        buffer.removeLast(Self.block - count)
        isAtEnd = count == 0
    }

    /// Until there is something to read, or the end: what is piped in may come slowly, or never.
    private func waitForInput() throws(Problem) {
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        repeat {
            if Task.isCancelled { throw Problem(.database(.cancelled)) }
        } while poll(&input, 1, 100) <= 0
    }
}
