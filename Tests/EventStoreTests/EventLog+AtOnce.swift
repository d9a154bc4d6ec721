import EventSourcing
import EventStore

extension EventLog {
    /// Appends all of them at the same time; verdicts in the order of the requests.
    func appendAtOnce(_ requests: [AppendRequest]) async throws -> [Verdict] {
        try await withThrowingTaskGroup(of: (Int, Verdict).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, try await self.append(request)) }
            }
            var verdicts = Array(repeating: Verdict.dropped, count: requests.count)
            for try await (index, verdict) in group { verdicts[index] = verdict }
            return verdicts
        }
    }
}
