import EventSourcing
import Postgres

extension BulkAppend {
    /// Nothing where a request is refused, or an id is taken in another log.
    ///
    /// - Throws: `logNotEmpty` where the log is not empty after all.
    func appendDirectly(_ plan: BulkPlan, on session: PostgresSession) throws(StoreError) -> [Verdict]? {
        do throws(StoreError) {
            return try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: false) {
                (session) throws(StoreError) in
                let locked = try session.lock(log, at: clock(), opening: requests.first?.opening)
                guard try locked.isEmpty(on: session) else { throw .logNotEmpty(log, head: locked.position) }
                let basis = BulkBasis(head: locked, known: plan.recorded, versions: [:])
                guard basis.refusals(of: requests, at: head) == nil else { return nil }
                var rows = BulkRows(self, plan, behind: locked)
                try session.open(locked, as: requests.first?.opening)
                _ = try session.load(log, behind: locked) { () throws(StoreError) in rows.next() }
                return plan.verdicts(on: requests, from: Position(1), recordedAt: locked.recordedAt)
            }
        } catch {
            if error.isCommandReused { return nil }
            throw error
        }
    }
}

/// The rows of requests that all go into an empty log.
private struct BulkRows {
    private let bulk: BulkAppend
    private let plan: BulkPlan
    private let recordedAt: Int64
    private var request = 0
    private var position: Int64 = 0
    private var waiting: [LogRow] = []

    init(_ bulk: BulkAppend, _ plan: BulkPlan, behind head: LockedHead) {
        self.bulk = bulk
        self.plan = plan
        recordedAt = head.recordedAt.microsecondsSince1970
    }

    mutating func next() -> LogRow? {
        while waiting.isEmpty {
            guard request < plan.appended.count else { return nil }
            makeRows(of: bulk.requests[plan.appended[request]])
            request += 1
        }
        return waiting.removeLast()
    }

    /// Last first, since they are taken from the end.
    private mutating func makeRows(of request: AppendRequest) {
        let first = Position(position + 1)
        for (ordinal, event) in request.events.enumerated() {
            let place = plan.places[Int(position)]
            let recorded = Instant(microsecondsSince1970: recordedAt + position)
            position += 1
            let envelope = EventEnvelope(
                log: bulk.log, position: Position(position), recordedAt: recorded, stream: event.stream,
                version: place.offset, eventID: event.eventID, type: event.type, schemaVersion: event.schemaVersion,
                commandID: request.commandID, ordinal: ordinal, occurred: event.occurred,
                recordedBy: request.caller.identity, actorVerified: request.caller.isVerified,
                performedBy: event.performedBy, role: request.caller.role, ground: request.caller.ground,
                causationID: request.causationID, correlationID: request.correlationID, secrecy: event.secrecy,
                retention: event.retention, programVersion: bulk.programVersion, provenance: event.provenance)
            waiting.append(.event(RecordedEvent(envelope: envelope, payload: event.payload), tags: event.tags))
            for text in event.texts {
                waiting.append(
                    .text(
                        StoredText(
                            position: Position(position), field: text.field, secrecy: text.secrecy,
                            subject: text.subject.text, keyID: nil, value: Array(text.words.utf8))))
            }
        }
        waiting.append(
            .command(
                StoredCommand(
                    id: request.commandID, fingerprint: request.fingerprint, recordedBy: request.caller.identity,
                    first: first, last: Position(position))))
        waiting.reverse()
    }
}
