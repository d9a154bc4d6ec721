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
    let clock: @Sendable () -> Instant
    let programVersion: String
    let head: Position?

    /// Whether requests that stand or fall together are to be appended like this. A matching condition is not: it is decided
    /// by the one function that reads events for it.
    static func takes(_ requests: [AppendRequest], eventsMin: Int) -> Bool {
        var events = 0
        for request in requests {
            for case .noEvent in request.conditions { return false }
            events += request.events.count
        }
        return events >= eventsMin
    }

    /// Runs the transaction, and gives a verdict a request.
    func run(on session: PostgresSession) throws(StoreError) -> [Verdict] {
        var recorded: Set<UUIDValue> = []
        var last: BulkBasis?
        while true {
            let plan = BulkPlan(requests, recorded: recorded)
            if let verdicts = try append(plan, on: session) { return verdicts }
            // Only a look at what is recorded tells whether a request is refused, or known.
            let basis = try basis(on: session)
            if let verdicts = basis.refusals(of: requests, at: head) { return verdicts }
            guard last.map(basis.differs(from:)) ?? true else {
                throw .corrupt("\(log) does not take what its rules allow")
            }
            (recorded, last) = (basis.known, basis)
        }
    }

    /// Nothing where the database does not take all of it, and then has none of it.
    private func append(_ plan: BulkPlan, on session: PostgresSession) throws(StoreError) -> [Verdict]? {
        guard !plan.isContradictory else { return nil }
        guard !plan.appended.isEmpty else { return requests.map { _ in .known } }
        if try seemsEmpty(on: session) {
            do throws(StoreError) { return try appendDirectly(plan, on: session) } catch {
                guard case .logNotEmpty = error else { throw error }
            }
        }
        return try appendStaged(plan, on: session)
    }

    private func seemsEmpty(on session: PostgresSession) throws(StoreError) -> Bool {
        let state = try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: true) {
            (session) throws(StoreError) in
            try session.run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState()
        }
        return state.map { $0.head == .beginning } ?? (requests.first?.opening != nil)
    }
}
