import CaseFeedback
import EventSourcing
import EventStore

extension EventLog {
    /// From where a question is answered: the log's name and nature, the moment asked about as its zone has it, and the
    /// position that was reached by then.
    func standpoint(of question: Question) async throws(Problem) -> Standpoint {
        let log = question.log
        let (state, joined) = try await storing { () async throws(StoreError) -> (LogState?, [RecordedEvent]) in
            (try await self.state(of: log), try await self.stream(.organisation, of: log))
        }
        guard let state, let zone = LogZone(name: state.zone) else { throw Problem(.logNotFound(log)) }
        var organisation = Organisation()
        do throws(UnreadableEvent) {
            for event in joined { try organisation.evolve(event.folded) }
        } catch {
            throw Problem(.unreadable(error))
        }
        let asOf: AsOf =
            switch question.asOf {
            case .now: .now
            case .day(let day): .day(day)
            case .instant(let instant): zone.asOf(instant)
            }
        return Standpoint(
            organisationLabel: organisation.name, nature: state.nature,
            position: LogPosition(
                log: log, position: try await position(known: question.knownAt, in: log, head: state.head)),
            asOf: asOf, knownAt: question.knownAt)
    }

    private func position(known: KnownAt, in log: LogID, head: Position) async throws(Problem) -> Position {
        switch known {
        case .head: return head
        case .position(let position):
            guard position <= head else {
                throw Problem(
                    .badInput, "position-beyond-head", ["position": "\(position)", "head": "\(head)"], field: "knownAt",
                    value: "\(position)")
            }
            return position
        case .instant(let instant):
            return try await storing { () async throws(StoreError) in try await self.position(of: log, at: instant) }
        }
    }
}

extension Standpoint {
    /// The same, of an answer that shows another position.
    func showing(_ position: Position) -> Standpoint {
        Standpoint(
            organisationLabel: organisationLabel, nature: nature,
            position: LogPosition(log: self.position.log, position: position), asOf: asOf, knownAt: knownAt)
    }
}
