import CaseFeedbackService
import EventSourcing

/// The measurement did not do what it should: that says nothing of the store, whose rows nobody need restore.
enum BenchFault {
    static func failure(_ detail: String) -> Failure {
        Failure(Problem(.installation, "bench-failed", ["detail": detail]))
    }

    /// Every append of a measurement is made to be accepted.
    static func failure(_ verdict: Verdict, of request: AppendRequest) -> Failure {
        failure("\(request.log), \(request.events.first?.stream.text ?? "no event"): \(words(of: verdict))")
    }

    private static func words(of verdict: Verdict) -> String {
        switch verdict {
        case .accepted: "accepted"
        case .known: "the command's id is known"
        case .dropped: "another command of the batch was refused"
        case .stale(let stream, let actual):
            (stream.map { "\($0.text) is at version \(actual)" }) ?? "an event matches at position \(actual)"
        case .occursInFuture(let ordinal): "event \(ordinal) occurs in the future"
        case .logNotOpen: "the log is not open"
        case .logAlreadyOpen: "the log is open already"
        case .clocksApart(let microseconds): "the clocks are \(microseconds) microseconds apart"
        }
    }
}
