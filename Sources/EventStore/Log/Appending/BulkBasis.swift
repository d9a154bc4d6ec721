import EventSourcing
import Postgres
import SchemaFiles

/// What a batch that was not accepted is judged by: what the database holds, behind the lock, of all that it speaks of.
struct BulkBasis {
    let head: LockedHead
    /// Of the batch's commands, those that are recorded.
    let known: Set<UUIDValue>
    /// Of the streams that the batch has conditions on; 0 where one is not named.
    let versions: [StreamName: Int64]

    /// The verdicts when a request is refused, which takes the others with it, by the rules of `append_events`; nothing where
    /// none is. With `expected`, the log must end there.
    func refusals(of requests: [AppendRequest], at expected: Position?) -> [Verdict]? {
        var versions = versions
        var accepted: Set<UUIDValue> = []
        var isRefused = false
        let opening = requests.first?.opening
        let verdicts = requests.enumerated().map { index, request in
            if known.contains(request.commandID) { return Verdict.known }
            // What is known only by an earlier command of the batch goes with that one.
            if accepted.contains(request.commandID) { return .dropped }
            let refusal =
                refusal(at: expected, isFirst: index == 0, opening: opening) ?? refusal(of: request, on: versions)
            if let refusal {
                isRefused = true
                return refusal
            }
            accepted.insert(request.commandID)
            for event in request.events { versions[event.stream, default: 0] += 1 }
            return .dropped
        }
        return isRefused ? verdicts : nil
    }

    /// Whether others have appended since, or a new day has begun.
    func differs(from earlier: BulkBasis) -> Bool {
        known != earlier.known || head.position != earlier.head.position || head.isOpen != earlier.head.isOpen
            || head.today != earlier.head.today
    }

    /// Of any request.
    private func refusal(at expected: Position?, isFirst: Bool, opening: LogOpening?) -> Verdict? {
        if let expected, expected != head.position { return .stale(stream: nil, actual: head.position.value) }
        if !head.isOpen, opening == nil { return .logNotOpen }
        if head.isOpen, opening != nil, isFirst { return .logAlreadyOpen }
        return head.areClocksApart ? .clocksApart(microseconds: head.apart) : nil
    }

    private func refusal(of request: AppendRequest, on versions: [StreamName: Int64]) -> Verdict? {
        for case .stream(let stream, let expected) in request.conditions {
            let actual = versions[stream] ?? 0
            if let version = expected.version, version != actual { return .stale(stream: stream, actual: actual) }
        }
        let early = request.events.firstIndex { $0.occurred.day > head.today }
        return early.map { .occursInFuture(ordinal: $0) }
    }
}

extension BulkAppend {
    /// Locks the head while it looks, so that all of it is of one moment.
    func basis(on session: PostgresSession) throws(StoreError) -> BulkBasis {
        var streams: Set<StreamName> = []
        for request in requests {
            for case .stream(let stream, _) in request.conditions { streams.insert(stream) }
        }
        return try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: false) {
            (session) throws(StoreError) in
            let locked = try session.lock(log, at: clock(), opening: requests.first?.opening)
            try session.run(SchemaFiles.planByOrder)
            let known = try session.run(
                SchemaFiles.findCommands, log.organisation.text, requests.map(\.commandID.uuid)
            ).knownCommands(of: log.organisation)
            let versions = try session.run(
                SchemaFiles.readVersions, log.organisation.text, log.kind.rawValue, streams.map(\.text)
            ).versions()
            return BulkBasis(head: locked, known: Set(known.keys), versions: versions)
        }
    }
}

extension PostgresResult {
    /// Of `read_versions`.
    fileprivate func versions() throws(StoreError) -> [StreamName: Int64] {
        try decoding { () throws(PostgresError) in
            var versions: [StreamName: Int64] = [:]
            for row in rows {
                versions[StreamName(stored: try row.decode(0, as: String.self))] = try row.decode(1, as: Int64.self)
            }
            return versions
        }
    }
}
