import CaseFeedback
import CaseFeedbackService
import EventSourcing
import TestSupport
import Testing

@Suite struct `A question about a unit and a cycle` {
    @Test(arguments: [("unit", "unit-not-registered"), ("cycle", "cycle-not-opened")])
    func `that the organisation never had is refused`(field: String, code: String) async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 60)
            var question = Question(organisation: .gothenburg)
            if field == "unit" {
                question.unit = try Identifier("nosuch")
            } else {
                question.cycle = try Identifier("nosuch")
            }
            let asked = question
            let refused = await #expect(throws: Problem.self) {
                try await database.installation.checkNames(of: asked)
            }
            #expect(refused?.code == code)
            #expect(refused?.field == field)
            #expect(refused?.kind == .notFound)
        }
    }

    @Test func `that it has is answered`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 120)
            let rows = try await database.installation.differences.wheel(
                from: Question(organisation: .gothenburg, knownAt: .position(Position(2))),
                to: Question(organisation: .gothenburg, knownAt: .position(database.head())))
            let row = try #require(rows.content.first)
            try await database.installation.checkNames(
                of: Question(organisation: .gothenburg, unit: row.unit, cycle: row.cycle))
        }
    }
}

@Suite struct `Replaying a cycle` {
    @Test func `ends where it is interrupted`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 120)
            let question = try Question(organisation: .gothenburg, cycle: Identifier("2017-2018"))
            let seen = Shared(0)
            let replaying = Task {
                try await database.installation.replay.steps(question) { _ in
                    seen.update { $0 += 1 }
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await replaying.value }
            #expect(seen.value == 1)
        }
    }
}
