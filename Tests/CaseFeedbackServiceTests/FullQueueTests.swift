import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `A queue that is full` {
    @Test func `asks to try later`() {
        let problem = Problem(StoreError.queueFull(OrganisationID.gothenburg.cases, waiting: 9))
        #expect(problem.kind == .tryLater)
        #expect(problem.code == "queue-full")
        #expect(problem.parameters == ["waiting": "9"])
    }
}
