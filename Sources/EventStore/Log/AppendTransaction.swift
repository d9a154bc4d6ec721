import EventSourcing

/// What is appended to a log in one transaction, in the two forms in which it can be sent.
struct AppendTransaction: Sendable {
    let requests: [AppendRequest]
    let log: LogID
    let mode: AppendMode
    let clock: Instant
    let programVersion: String

    var eventCount: Int { requests.reduce(0) { $0 + $1.events.count } }

    /// Accepted whole if the log ends at `head` and nothing can be said against it, or not written. Nothing where that is not
    /// told without a verdict for each. `known` are streams' versions at that head.
    func accepting(atHead head: Position, knowing known: [String: Int64] = [:]) -> AppendStatement? {
        guard mode.head == nil || mode.head == head else { return nil }
        if requests.count == 1,
            let statement = AppendStatement.accepting(
                requests[0], atHead: head, by: clock, programVersion: programVersion)
        {
            return statement
        }
        return AppendBatch(requests, to: log)
            .accepting(atHead: head, knowing: known, by: clock, programVersion: programVersion)
    }

    /// With a verdict for each, whatever it is.
    var judging: AppendStatement {
        AppendBatch(requests, to: log).judging(by: clock, programVersion: programVersion, mode: mode)
    }
}
