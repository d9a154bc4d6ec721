import EventSourcing
import TestSupport
import Testing

@testable import EventStore

@Suite struct `The line of bulk appends` {
    private static let gothenburg = OrganisationID.gothenburg.cases
    private static let kungsbacka = OrganisationID.kungsbacka.cases
    private static let access = OrganisationID.gothenburg.access

    @Test func `gives a log one turn at a time, in order`() throws {
        var line = BulkLine<Int>(limits: AppendLimits(), turnsMax: 6)
        #expect(try line.asked(by: 1, of: Self.gothenburg) == .yourTurn)
        #expect(try line.asked(by: 2, of: Self.gothenburg) == .later)
        #expect(try line.asked(by: 3, of: Self.gothenburg) == .later)
        #expect(try line.asked(by: 4, of: Self.kungsbacka) == .yourTurn)
        #expect(line.commandsWaiting(for: Self.gothenburg) == 2)
        #expect(line.ended(Self.gothenburg) == 2)
        #expect(line.ended(Self.gothenburg) == 3)
        #expect(line.ended(Self.gothenburg) == nil)
        #expect(try line.asked(by: 5, of: Self.gothenburg) == .yourTurn)
    }

    @Test func `lets logs take turns, however much waits for one of them`() throws {
        var line = BulkLine<Int>(limits: AppendLimits(), turnsMax: 1)
        #expect(try line.asked(by: 1, of: Self.gothenburg) == .yourTurn)
        for waiter in 2...4 { #expect(try line.asked(by: waiter, of: Self.gothenburg) == .later) }
        #expect(try line.asked(by: 5, of: Self.kungsbacka) == .later)
        #expect(try line.asked(by: 6, of: Self.access) == .later)
        #expect(line.ended(Self.gothenburg) == 5)
        #expect(line.ended(Self.kungsbacka) == 6)
        #expect(line.ended(Self.access) == 2)
        #expect(line.ended(Self.gothenburg) == 3)
    }

    @Test func `forgets who withdrew, and a log for which nobody else waits`() throws {
        var line = BulkLine<Int>(limits: AppendLimits(), turnsMax: 1)
        #expect(try line.asked(by: 1, of: Self.gothenburg) == .yourTurn)
        for waiter in 2...3 { #expect(try line.asked(by: waiter, of: Self.gothenburg) == .later) }
        for waiter in 4...5 { #expect(try line.asked(by: waiter, of: Self.kungsbacka) == .later) }
        #expect(line.withdrew(from: Self.gothenburg) { $0 == 1 } == nil)
        #expect(line.withdrew(from: Self.gothenburg) { $0 == 2 } == 2)
        #expect(line.withdrew(from: Self.gothenburg) { $0 == 2 } == nil)
        #expect(line.withdrew(from: Self.kungsbacka) { $0 == 5 } == 5)
        #expect(line.withdrew(from: Self.kungsbacka) { $0 == 4 } == 4)
        #expect(line.ended(Self.gothenburg) == 3)
        #expect(line.ended(Self.gothenburg) == nil)
        #expect(try line.asked(by: 6, of: Self.kungsbacka) == .yourTurn)
    }

    @Test func `gives the place of a log that all have left to another`() throws {
        var line = BulkLine<Int>(limits: AppendLimits(), turnsMax: 1)
        #expect(try line.asked(by: 1, of: Self.gothenburg) == .yourTurn)
        for waiter in 2...3 { #expect(try line.asked(by: waiter, of: Self.gothenburg) == .later) }
        #expect(try line.asked(by: 4, of: Self.kungsbacka) == .later)
        #expect(line.removeAll(of: Self.gothenburg) == [2, 3])
        #expect(line.ended(Self.gothenburg) == 4)
        #expect(line.ended(Self.kungsbacka) == nil)
        #expect(try line.asked(by: 5, of: Self.gothenburg) == .yourTurn)
    }

    @Test func `is full for a log, not for the others`() throws {
        var limits = AppendLimits()
        limits.waitingCommands = 2
        var line = BulkLine<Int>(limits: limits, turnsMax: 6)
        #expect(try line.asked(by: 1, of: Self.gothenburg) == .yourTurn)
        for waiter in 2...3 { #expect(try line.asked(by: waiter, of: Self.gothenburg) == .later) }
        #expect(try line.asked(by: 4, of: Self.gothenburg) == .full(waiting: 2))
        #expect(try line.asked(by: 5, of: Self.kungsbacka) == .yourTurn)
        #expect(line.withdrew(from: Self.gothenburg) { $0 == 3 } == 3)
        #expect(try line.asked(by: 6, of: Self.gothenburg) == .later)
    }
}

extension BulkLine<Int> {
    fileprivate mutating func asked(by waiter: Int, of log: LogID) throws -> Answer {
        asked(AppendWork([try .note(waiter)], mode: .allOrNothing(at: nil)), of: log, by: waiter)
    }
}
