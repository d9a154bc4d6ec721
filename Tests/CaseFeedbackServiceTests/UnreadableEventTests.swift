import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// A name that is none, in the columns that a rebuild reads.
@Suite struct `An event of the case that can't be read` {
    @Test func `stops the rebuild of each projection before it, and a verification goes on`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 120)
            try await database.installation.catchUp(.gothenburg)
            let broken = Position(try await database.head().value - 5)
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET type = 'No name' WHERE log = 'cases' AND position = \(broken)
                """)
            let outcomes = try await database.runner.rebuild(Installation.projections, of: .gothenburg)
            #expect(outcomes.map(\.projection) == Installation.projections.map(\.name))
            for outcome in outcomes {
                guard case .failure(.unreadable(let event)) = outcome.result else {
                    Issue.record("\(outcome)")
                    continue
                }
                #expect(event.position == broken)
                #expect(event.reason == .malformed("its type is not one that this program knows"))
            }
            let built = try await database.runner.checkpoints(of: .gothenburg).filter { !$0.isServed }
            #expect(built.count == outcomes.count)
            #expect(built.allSatisfy { $0.position.next == broken && $0.failure?.contains("\(broken)") == true })
            let found = try await database.installation.verifier.verify().findings
            #expect(found.first?.code == "unreadable-event")
            #expect(found.allSatisfy { $0.position == nil || $0.position == broken || $0.code == "tags-unknown" })
            #expect(found.filter { $0.code == "projection-not-foldable" }.count == outcomes.count)
        }
    }

    /// In the columns that a rebuild reads, of which the trail reads one and the folds the other.
    @Test(arguments: ["0002-01-01 BC", "10000-01-01"])
    func `of a year outside 1 to 9999 stops the rebuild of each projection before it`(day: String) async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 60)
            try await database.installation.catchUp(.gothenburg)
            let broken = Position(try await database.head().value - 5)
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET occurred_on = '\(day)' WHERE log = 'cases' AND position = \(broken)
                """)
            for outcome in try await database.runner.rebuild(Installation.projections, of: .gothenburg) {
                guard case .failure(.unreadable(let event)) = outcome.result else {
                    Issue.record("\(outcome)")
                    continue
                }
                #expect(event.position == broken)
                #expect(event.reason == .malformed("its occurred_on is not one that this program knows"))
            }
        }
    }

    /// Where it would be the first of its unit, beside others: what was folded is kept, and served where nothing else stands.
    @Test func `leaves the states of what is before it as they were`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 60)
            let log = OrganisationID.gothenburg.cases
            let events = try await database.log.events(of: log, after: .beginning, limit: 1_000)
            let broken = try #require(events.filter { $0.type == UnitRegistered.type }.dropFirst().first).position
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET schema_version = 99 WHERE log = 'cases' AND position = \(broken)
                """)
            let outcomes = try await database.runner.rebuild([AnnualWheelTable()], of: .gothenburg)
            guard case .failure(.unreadable(let event)) = outcomes.first?.result else {
                Issue.record("\(outcomes)")
                return
            }
            #expect(event.position == broken)
            var folded = FoldedStates<AnnualWheel>()
            for event in events where event.position < broken { try folded.fold(event.folded) }
            let kept = try await database.asSuperuser { session in
                try session.query(
                    "SELECT key, convert_from(state, 'UTF8') FROM casefeedback.projection_states"
                ).rows.map { (try $0.decode(0, as: String.self), try $0.decode(1, as: String.self)) }
            }
            let expected = try folded.states.mapValues {
                String(decoding: try CanonicalEncoder().bytes(of: $0), as: UTF8.self)
            }
            #expect(Dictionary(uniqueKeysWithValues: kept) == expected)
        }
    }

    /// A matrix rests on what was said, whoever held the interview, and a line of the trail says itself that it can't be read.
    @Test func `since its version is unknown stops who reads it, and nobody whom its type doesn't concern`()
        async throws
    {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: try history.first(TypeName("hold-interview")))
            let held = try await database.head()
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET schema_version = 99 WHERE log = 'cases' AND position = \(held)
                """)
            try await database.installation.catchUp(.gothenburg)
            let checkpoints = try await database.runner.checkpoints(of: .gothenburg)
            let reached = Dictionary(
                uniqueKeysWithValues: checkpoints.map { ($0.generation.projection, $0.position) })
            #expect(reached["annual-wheel"]?.next == held)
            #expect(reached["report-matrix"] == held && reached["audit-trail"] == held)
            let log = OrganisationID.gothenburg.cases
            let event = try #require(try await database.log.events(of: log, at: [held]).first)
            let round = try #require(event.envelope.stream.round)
            let trail = try await database.installation.trail.answer(
                Question(organisation: .gothenburg), filter: AuditTrail(unit: try Identifier(jsonString: round.unit)),
                page: TrailPage(limit: 1, isNewestFirst: true))
            let line = try #require(trail.content.lines.first, "the trail of its unit has it too")
            #expect(line.position == held)
            #expect(line.unreadable?.contains("of a version that this program does not know") == true)
            // Of a type that only a newer release knows nobody here can say whom it concerns.
            try await database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET type = 'interview-foreseen' WHERE log = 'cases' AND position = \(held)
                """)
            for outcome in try await database.runner.rebuild(Installation.projections, of: .gothenburg) {
                guard case .failure(.unreadable(let event)) = outcome.result else {
                    Issue.record("\(outcome)")
                    continue
                }
                #expect(event.position == held && event.reason == .unknownType)
            }
        }
    }
}
