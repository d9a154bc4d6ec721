import EventSourcing
import Postgres

extension BulkAppend {
    /// Nothing where the log is not empty after all, or an id is taken in another log.
    func appendDirectly(on session: PostgresSession) throws(StoreError) -> [Verdict]? {
        let plan = BulkPlan(requests, isEmpty: true)
        do throws(StoreError) {
            return try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: false) {
                (session) throws(StoreError) in
                let locked = try session.lock(log, at: now, opening: requests.first?.opening)
                guard try locked.isEmpty(on: session) else { throw .logNotEmpty(log, head: locked.position) }
                if let refusal = plan.refused ?? refusal(behind: locked, plan) {
                    return plan.verdicts(refusing: refusal.index, refusal.verdict, of: requests.count)
                }
                var rows = BulkRows(self, plan, behind: locked)
                try session.open(locked, as: requests.first?.opening)
                _ = try session.load(log, behind: locked) { () throws(StoreError) in rows.next() }
                return plan.verdicts(on: requests, from: Position(1), recordedAt: locked.recordedAt)
            }
        } catch {
            if case .logNotEmpty = error { return nil }
            if error.isCommandReused { return nil }
            throw error
        }
    }

    private func refusal(behind locked: LockedHead, _ plan: BulkPlan) -> (index: Int, verdict: Verdict)? {
        guard let first = plan.appended.first else { return nil }
        if let head, head != locked.position { return (first, .stale(stream: nil, actual: locked.position.value)) }
        let opens = requests[first].opening != nil
        if !locked.isOpen, !opens { return (first, .logNotOpen) }
        if locked.isOpen, opens { return (first, .logAlreadyOpen) }
        if locked.areClocksApart { return (first, .clocksApart(microseconds: locked.apart)) }
        for index in plan.appended {
            if let ordinal = requests[index].events.firstIndex(where: { $0.occurred.day > locked.today }) {
                return (index, .occursInFuture(ordinal: ordinal))
            }
        }
        return nil
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
