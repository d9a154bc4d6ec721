import EventSourcing
import TestSupport
import Testing

@testable import CaseFeedbackService

@Suite struct `The queue of followed organisations` {
    private static let other = OrganisationID.kungsbacka

    @Test func `gives each its turn, one with a long way at the end again`() {
        var queue = FollowingQueue(organisationsAtOnce: 1)
        queue.saw(Position(90_000), of: .gothenburg)
        queue.saw(Position(3), of: Self.other)
        #expect(queue.next() == .gothenburg)
        #expect(queue.next() == nil)
        queue.followed(.gothenburg, isAtHead: false)
        #expect(queue.next() == Self.other)
        queue.followed(Self.other, isAtHead: true)
        #expect(queue.next() == .gothenburg)
        queue.followed(.gothenburg, isAtHead: true)
        #expect(queue.next() == nil)
    }

    @Test func `looks again at one that grew while it was followed, and at none that did not`() {
        var queue = FollowingQueue(organisationsAtOnce: 2)
        queue.saw(Position(1), of: .gothenburg)
        #expect(queue.next() == .gothenburg)
        queue.saw(Position(2), of: .gothenburg)
        #expect(queue.next() == nil)
        queue.followed(.gothenburg, isAtHead: true)
        #expect(queue.next() == .gothenburg)
        queue.followed(.gothenburg, isAtHead: true)
        queue.saw(Position(2), of: .gothenburg)
        #expect(queue.next() == nil)
    }

    @Test func `looks again at all of them once their heads are forgotten`() {
        var queue = FollowingQueue(organisationsAtOnce: 1)
        queue.saw(Position(1), of: .gothenburg)
        #expect(queue.next() == .gothenburg)
        queue.followed(.gothenburg, isAtHead: true)
        queue.forgetHeads()
        queue.saw(Position(1), of: .gothenburg)
        #expect(queue.next() == .gothenburg)
    }

    @Test func `tries again after a mishap at the next look, and after a pause when told`() {
        var queue = FollowingQueue(organisationsAtOnce: 2)
        queue.saw(Position(1), of: .gothenburg)
        #expect(queue.next() == .gothenburg)
        queue.failed(.gothenburg)
        #expect(queue.next() == nil)
        queue.saw(Position(1), of: .gothenburg)
        #expect(queue.next() == .gothenburg)
        queue.followed(.gothenburg, isAtHead: true)
        queue.retry(.gothenburg)
        queue.retry(.gothenburg)
        #expect(queue.next() == .gothenburg)
        #expect(queue.next() == nil)
    }
}
