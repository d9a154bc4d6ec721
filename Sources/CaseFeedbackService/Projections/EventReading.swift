import CaseFeedback
package import EventSourcing
package import EventStore

/// A stored projection that says of an event whether it can read it, without its states: the event alone decides.
protocol EventReading: StoredProjection {
    func requireReadable(_ event: RecordedEvent) throws(UnreadableEvent)
}

extension AnnualWheelTable: EventReading {
    func requireReadable(_ event: RecordedEvent) throws(UnreadableEvent) {
        try AnnualWheel.requireReadable(event.folded)
    }
}

extension ReportMatrixTable: EventReading {
    func requireReadable(_ event: RecordedEvent) throws(UnreadableEvent) {
        try ReportMatrix.requireReadable(event.folded)
    }
}

extension AuditTrailTable: EventReading {
    /// An event that this program doesn't know has no sentence.
    func requireReadable(_ event: RecordedEvent) throws(UnreadableEvent) {
        guard Catalogue.event(event.type) != nil else { throw UnreadableEvent(event: event, reason: .unknownType) }
    }
}

extension Projection {
    fileprivate static func requireReadable(_ event: FoldedEvent) throws(UnreadableEvent) {
        for key in try keys(of: event) {
            var state = initial
            try evolve(&state, key: key, event: event)
        }
    }
}

extension EventLog {
    /// The first event from a position on that stops a projection, up to the head: what a rebuild comes to.
    package func firstUnreadable(
        by projection: any StoredProjection, of log: LogID, after position: Position, to last: Position
    ) async throws(StoreError) -> UnreadableEvent? {
        guard let reader = projection as? any EventReading else { return nil }
        var (after, last) = (position, last)
        var malformed: UnreadableEvent?
        while after < last {
            do throws(StoreError) {
                let events = try await events(of: log, after: after, to: last, limit: 2_000)
                guard let reached = events.last?.position else { break }
                for event in events {
                    do throws(UnreadableEvent) { try reader.requireReadable(event) } catch { return error }
                }
                after = reached
            } catch {
                // Its very row can't be read: what is before it is looked at first.
                guard case .unreadable(let event) = error else { throw error }
                malformed = event
                last = Position(event.position.value - 1)
            }
        }
        return malformed
    }
}
