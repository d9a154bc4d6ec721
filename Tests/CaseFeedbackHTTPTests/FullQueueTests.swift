import CaseFeedbackService
import HTTPTypes
import Testing

@testable import CaseFeedbackHTTP

@Suite struct `A queue that is full, over HTTP` {
    @Test func `is 503, to be tried again after a second`() {
        let problem = Problem(.tryLater, "queue-full", ["waiting": "9"])
        #expect(problem.status.code == 503)
        #expect(problem.retryAfterSeconds == 1)
    }
}
