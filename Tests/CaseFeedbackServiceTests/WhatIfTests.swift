import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `A cycle replayed under other instruments` {
    private static let template = """
        {"matrixTemplate": {"label": {"sv": "Prövad"}, "columns": [
            {"code": "experience", "label": {"sv": "Upplevelser"}, "kind": "experience"},
            {"code": "everything", "label": {"sv": "Allt"}, "kind": "other"}]}}
        """

    @Test func `keeps what both templates have, and gathers anew what only the other has`() async throws {
        try await Self.withReports { database, question in
            let before = try await database.dump()
            let answer = try await database.installation.whatIf.answer(
                question, supposing: Self.hypothesis(Self.template))
            let round = try #require(answer.content.first { $0.unit.text == "unit-01" })
            let matrix = round.matrix
            #expect(matrix.changes.map(\.field) == [.columns])
            #expect(!matrix.cells.contains { $0.column.text == "experience" })
            let gathered = matrix.cells.filter { $0.column.text == "everything" }
            #expect(!gathered.isEmpty)
            #expect(gathered.allSatisfy { $0.before == nil && $0.after?.text == nil })
            #expect(gathered.contains { !($0.after?.sources.isEmpty ?? true) })
            #expect(matrix.cells.contains { $0.column.text == "proposal" && $0.after == nil })
            #expect(round.objections == nil && round.leftOut == nil && round.wheel == nil)
            #expect(try await database.dump() == before)
        }
    }

    @Test func `under the template that was adopted is what it was`() async throws {
        try await Self.withReports { database, question in
            let columns = MatrixTemplate.neutralDefault.columns.map { column in
                #"{"code": "\#(column.code)", "label": {"sv": "x"}, "kind": "\#(column.kind.rawValue)"}"#
            }
            let same = #"{"matrixTemplate": {"label": {"sv": "x"}, "columns": [\#(columns.joined(separator: ","))]}}"#
            let answer = try await database.installation.whatIf.answer(question, supposing: Self.hypothesis(same))
            #expect(answer.content.count == 12)
            #expect(answer.content.allSatisfy { $0.matrix.isEmpty })
        }
    }

    @Test func `shows what another consent rule would have refused`() async throws {
        try await Self.withReports { database, question in
            func objections(_ needs: String) async throws -> [ConsentObjection] {
                let rule = #"{"consentRule": {"bands": [{"fromAge": 0, "needs": [\#(needs)]}]}}"#
                let answer = try await database.installation.whatIf.answer(
                    question, supposing: Self.hypothesis(rule))
                return answer.content.flatMap { $0.objections ?? [] }
            }
            // The neutral rule asks no guardian of a person of age; this one does.
            let strict = try await objections(#""guardian", "child""#)
            let lenient = try await objections(#""child""#)
            #expect(Set(lenient).isSubset(of: strict))
            let events = try await database.log.events(
                of: question.log, at: strict.map(\.position))
            let types: Set<TypeName> = [InterviewHeld.type, InterviewInterrupted.type, StatementRecorded.type]
            #expect(Set(events.map(\.type)).isSubset(of: types))
        }
    }

    @Test func `counts nothing as left out that had not happened by the day asked`() async throws {
        try await Self.withReports { database, question in
            let rule = try Self.hypothesis(
                #"{"consentRule": {"bands": [{"fromAge": 0, "needs": ["guardian", "child"]}]}}"#)
            func leftOut(_ question: Question) async throws -> [Position] {
                try await database.installation.whatIf.answer(question, supposing: rule).content
                    .flatMap { $0.leftOut ?? [] }.sorted()
            }
            let all = try await database.log.events(of: question.log, at: try await leftOut(question))
            let days = Set(all.map(\.envelope.occurred.day)).sorted()
            let day = try #require(days.dropLast().last)
            var asked = question
            asked.asOf = .day(day)
            let byThen = all.filter { $0.envelope.occurred.day <= day }.map(\.position)
            #expect(byThen.count < all.count)
            #expect(try await leftOut(asked) == byThen)
        }
    }

    @Test func `leaves out what would have been refused and what came of it, and compares wheel and matrix`()
        async throws
    {
        try await Self.withReports { database, question in
            let before = try await database.dump()
            let rule = #"{"consentRule": {"bands": [{"fromAge": 0, "needs": ["guardian", "child"]}]}}"#
            let answer = try await database.installation.whatIf.answer(question, supposing: Self.hypothesis(rule))
            let touched = answer.content.filter { $0.objections?.isEmpty == false }
            #expect(!touched.isEmpty)
            for round in answer.content where round.objections?.isEmpty == true {
                #expect(round.leftOut == [] && round.wheel == [] && round.matrix.isEmpty)
            }
            let wheel = try await database.installation.wheel.answer(question).content
            for round in touched {
                let objections = try #require(round.objections)
                let leftOut = try #require(round.leftOut)
                #expect(Set(leftOut).isSuperset(of: objections.map(\.position)))
                let events = try await database.log.events(of: question.log, at: leftOut)
                let held = events.count { $0.type == InterviewHeld.type }
                let said = events.count { $0.type == StatementRecorded.type }
                let row = try #require(wheel.first { $0.unit == round.unit })
                let changes = try #require(round.wheel)
                let statements = changes.first { $0.field == .statements }
                #expect(said == 0 || statements?.removed == ["\(row.statements)"])
                #expect(said == 0 || statements?.added == ["\(row.statements - said)"])
                let heard = changes.first { $0.field == .held }
                #expect(held == 0 || heard?.added == ["\(row.counts.held - held)"])
                // What a statement was material for is without it.
                for event in events where event.type == StatementRecorded.type {
                    let cells = round.matrix.cells.filter { cell in
                        cell.before?.sources.contains { $0.position == event.position } == true
                    }
                    #expect(cells.allSatisfy { $0.events.contains(event.position) })
                    #expect(
                        !round.matrix.cells.contains { cell in
                            cell.after?.sources.contains { $0.position == event.position } == true
                        })
                }
            }
            #expect(touched.contains { !$0.matrix.isEmpty })
            #expect(touched.contains { ($0.leftOut?.count ?? 0) > ($0.objections?.count ?? 0) })
            let one = try #require(touched.first)
            var asked = question
            asked.unit = one.unit
            let alone = try await database.installation.whatIf.answer(asked, supposing: Self.hypothesis(rule))
            #expect(alone.content == [one])
            #expect(try await database.dump() == before)
        }
    }

    @Test func `is refused for a file that supposes nothing, or what could not be adopted`() async throws {
        try await Self.withReports { database, question in
            for (text, code) in [
                ("{}", "nothing-supposed"),
                (#"{"matrixTemplate": {"label": {"sv": "x"}, "columns": []}}"#, "template-without-columns"),
                (#"{"consentRule": {"bands": []}}"#, "consent-bands-malformed"),
            ] {
                let problem = await #expect(throws: Problem.self) {
                    try await database.installation.whatIf.answer(question, supposing: Self.hypothesis(text))
                }
                #expect(problem?.code == code)
            }
        }
    }

    private static func hypothesis(_ text: String) throws -> Hypothesis {
        try StrictDecoder().decode(Hypothesis.self, from: JSONDocument(parsing: Array(text.utf8)))
    }

    /// The case up to its first report in the committee.
    private static func withReports(_ body: (TestDatabase, Question) async throws -> Void) async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: try history.first(TypeName("submit-report")))
            try await database.installation.catchUp(.gothenburg)
            try await body(
                database, Question(organisation: .gothenburg, cycle: try Identifier(jsonString: "2017-2018")))
        }
    }
}
