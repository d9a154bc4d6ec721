import EventSourcing
import TestSupport
import Testing

@testable import EventStore

/// What goes next of what waits for one log.
@Suite struct `The queue of a busy log` {
    @Test func `goes in halves where as many come again as were answered`() throws {
        var queue = try Self.queue(of: 32)
        #expect(queue.halfTransaction().count == 16)
        #expect(queue.transactionAtOnce(beside: 16).count == 16)
        for _ in 0..<10 {
            queue.answered(16)
            var sent: [Int] = []
            for number in 0..<16 {
                try queue.add(number)
                sent.append(queue.transactionAtOnce(beside: 16).count)
            }
            #expect(sent == Array(repeating: 0, count: 15) + [16])
        }
    }

    @Test func `goes whole where it is short`() throws {
        var queue = try Self.queue(of: 9)
        #expect(queue.transactionAtOnce(beside: 0).count == 9)
        for number in 0..<7 { try queue.add(number) }
        #expect(queue.transactionAtOnce(beside: 0).isEmpty)
        #expect(queue.nextTransaction().count == 7)
    }

    @Test func `waits for those who will be back only while the database is at work`() throws {
        var queue = try Self.queue(of: 0)
        queue.answered(16)
        for number in 0..<12 { try queue.add(number) }
        #expect(queue.transactionAtOnce(beside: 16).isEmpty)
        #expect(queue.transactionAtOnce(beside: 0).count == 12)
    }

    @Test func `does not wait when everybody is back`() throws {
        var queue = try Self.queue(of: 0)
        queue.answered(10)
        for number in 0..<10 { try queue.add(number) }
        #expect(queue.isEverybodyBack)
        #expect(queue.transactionAtOnce(beside: 20).count == 10)
    }

    private static func queue(of count: Int) throws -> LogQueue<Int> {
        var queue = LogQueue<Int>(limits: AppendLimits())
        for number in 0..<count { try queue.add(number) }
        return queue
    }
}

extension LogQueue<Int> {
    fileprivate mutating func add(_ number: Int) throws {
        #expect(add(AppendWork([try .note(number)], mode: .eachByItself), for: number))
    }
}
