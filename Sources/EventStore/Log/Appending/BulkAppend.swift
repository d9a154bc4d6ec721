import EventSourcing
import Postgres
import SchemaFiles

/// An append of so many events that they come over by binary COPY: all of them in one transaction, or none.
///
/// Into an empty log they are copied directly, by the loader. Into any other they are copied to a staging place first,
/// without the head lock; so other writers wait for no longer than the database takes to put them in.
struct BulkAppend {
    let requests: [AppendRequest]
    let log: LogID
    let now: Instant
    let programVersion: String
    let head: Position?

    /// From so many events on, COPY is faster than arrays.
    static let eventsMin = 2_000

    /// Whether requests that stand and fall together are to be appended like this. A matching condition is not: it is
    /// decided by the one function that reads events for it.
    static func takes(_ requests: [AppendRequest]) -> Bool {
        var events = 0
        for request in requests {
            for case .noEvent in request.conditions { return false }
            events += request.events.count
        }
        return events >= eventsMin
    }

    /// Runs the transaction, and gives a verdict a request.
    func run(on session: PostgresSession) throws(StoreError) -> [Verdict] {
        let (isOpen, head) = try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: true) {
            (session) throws(StoreError) in
            let state = try session.run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState()
            return (state != nil, state?.head ?? .beginning)
        }
        if head == .beginning, isOpen || requests.first?.opening != nil,
            let verdicts = try appendDirectly(on: session)
        {
            return verdicts
        }
        var known: Set<Int> = []
        while true {
            switch try appendStaged(BulkPlan(requests, known: known, isEmpty: false), on: session) {
            case .decided(let verdicts): return verdicts
            // Accepted by somebody else since they were looked up: the rest is planned without them.
            case .known(let more): known.formUnion(more)
            }
        }
    }
}
