package import CaseFeedback
package import EventSourcing
package import EventStore
import Postgres
import SchemaFiles

/// A part of the trail: how much, from where, and which way.
package struct TrailPage: Sendable, Hashable {
    /// Goes on behind this position, in the page's own direction.
    package var after: Position?
    package var limit: Int
    package var isNewestFirst: Bool

    package init(after: Position? = nil, limit: Int = 100, isNewestFirst: Bool = false) {
        self.after = after
        self.limit = limit
        self.isNewestFirst = isNewestFirst
    }
}

/// Lines of the trail, and where the next page begins; nothing after the last.
package struct TrailAnswer: Sendable {
    package let lines: [TrailLine]
    package let next: Position?
}

/// Answers who did what, when, on what.
package struct TrailQuery: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    package func answer(
        _ question: Question, filter: AuditTrail, page: TrailPage
    ) async throws(Problem) -> Answered<TrailAnswer> {
        let standpoint = try await log.standpoint(of: question)
        let trail = AuditTrailTable()
        try await log.awaitCheckpoint(of: trail.name, revision: trail.revision, for: question)
        var filter = filter
        if case .day(let day) = standpoint.asOf { filter.to = min(filter.to ?? day, day) }
        let found = try await positions(question, filter: filter, page: page, to: standpoint.position.position)
        let (events, breaches) = try await storing { () async throws(StoreError) in
            let events = try await log.events(of: question.log, at: found.positions)
            return (events, try await self.breaches(of: events, in: question.organisation))
        }
        let byPosition = Dictionary(events.map { ($0.position, $0) }) { first, _ in first }
        let lines = filter.lines(
            of: found.positions.compactMap { byPosition[$0] }, asOf: standpoint.asOf, breaches: breaches)
        let isLast = found.positions.count < page.limit
        return Answered(
            content: TrailAnswer(lines: lines, next: isLast ? nil : found.positions.last),
            standpoint: question.knownAt == .head ? standpoint.showing(found.reached) : standpoint)
    }

    private func positions(
        _ question: Question, filter: AuditTrail, page: TrailPage, to last: Position
    ) async throws(Problem) -> (positions: [Position], reached: Position) {
        let trail = AuditTrailTable()
        return try await storing { () async throws(StoreError) in
            try await log.connections.read(question.organisation) { (session) throws(StoreError) in
                guard
                    let served = try session.readableCheckpoint(
                        of: trail.name, revision: trail.revision, question.organisation)
                else { return ([], .beginning) }
                let after = page.isNewestFirst ? .beginning : page.after ?? .beginning
                let to = page.isNewestFirst ? min(last, Position((page.after?.value ?? .max) - 1)) : last
                let types = filter.types.map(\.text).sorted()
                var values: [any PostgresEncodable] = [
                    question.organisation.text, served.generation.number, after.value, to.value,
                    types.isEmpty ? nil : types, filter.actor,
                    filter.from.map { PostgresDate(daysSince1970: $0.daysSince1970) },
                    filter.to.map { PostgresDate(daysSince1970: $0.daysSince1970) }, Int64(page.limit),
                ]
                if !filter.tags.isEmpty {
                    values.append(filter.tags.map(\.text))
                    try session.run(SchemaFiles.planByOrder)
                }
                let result = try session.run(page.statement(isTagged: !filter.tags.isEmpty), values)
                return try decoding { () throws(PostgresError) in
                    var positions: [Position] = []
                    for row in result.rows { positions.append(Position(try row.decode(0, as: Int64.self))) }
                    return (positions, served.position)
                }
            }
        }
    }

    /// What the wheel finds broken, by what is known now, in the rounds that some events are about.
    private func breaches(of events: [RecordedEvent], in organisation: OrganisationID) async throws(StoreError)
        -> [Position: [String]]
    {
        let rounds = Set(events.compactMap(\.envelope.stream.round)).sorted()
        return try await log.connections.read(organisation) { (session) throws(StoreError) in
            guard
                let served = try session.readableCheckpoint(
                    of: AnnualWheel.name, revision: AnnualWheel.revision, organisation)
            else { return [:] }
            return try session.wheelRows(of: served.generation, rounds: rounds).breachCodes
        }
    }
}

extension TrailPage {
    fileprivate func statement(isTagged: Bool) -> SchemaFile {
        switch (isTagged, isNewestFirst) {
        case (false, false): SchemaFiles.readTrailPage
        case (false, true): SchemaFiles.readTrailPageNewestFirst
        case (true, false): SchemaFiles.readTaggedTrailPage
        case (true, true): SchemaFiles.readTaggedTrailPageNewestFirst
        }
    }
}
