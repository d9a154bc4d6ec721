import EventSourcing
import EventStore

/// What was sent in a round, once, and what came of it.
struct ModelSending: Sendable {
    enum Outcome: Sendable {
        case verdict(Verdict)
        case failed(StoreError)
    }

    let request: AppendRequest
    let fault: ModelCommand.Fault?
    let outcome: Outcome
    /// Of one batch, all or nothing, if it was one.
    var batch: ModelBatch?

    var accepted: AppendedRange? {
        if case .verdict(.accepted(let range)) = outcome { range } else { nil }
    }
}

/// What the sendings of one batch share.
struct ModelBatch: Sendable, Hashable {
    let number: Int
    let head: Position?
    let isInBulk: Bool
    let requests: [AppendRequest]

    /// By how much its own commands, which see each other before they are dropped, move a stream at the most.
    func advance(of stream: StreamName) -> Int64 {
        Int64(requests.reduce(0) { $0 + $1.events.count { $0.stream == stream } })
    }
}

extension ModelSending: CustomStringConvertible {
    var description: String {
        let result =
            switch outcome {
            case .verdict(.accepted(let range)): "accepted \(range.first)–\(range.last)"
            case .verdict(let verdict): "\(verdict)"
            case .failed(let error): "failed: \(error)"
            }
        return "\(request.log) \(request.commandID.description.suffix(6)): \(result)"
    }
}
