import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `Importing a file of commands` {
    @Test func `twice changes nothing`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let imports = database.installation.imports
            let file = try history.file(through: 250)
            let first = try await imports.run(file)
            #expect(first.accepted == 249)
            #expect(first.repeated == 0)
            try await database.installation.catchUp(.gothenburg)
            let before = try await database.dump()
            let again = try await imports.run(file)
            #expect(again.accepted == 0)
            #expect(again.repeated == 249)
            #expect(again.events == 0)
            #expect(again.reached == first.reached)
            try await database.installation.catchUp(.gothenburg)
            #expect(try await database.dump() == before)
            // A longer file goes on where the shorter one ended.
            #expect(try await imports.run(try history.file(through: 260)).accepted == 10)
        }
    }

    @Test func `is all or nothing, and names the line that was refused`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 40)
            let head = try await database.head()
            // The same unit once more, under another id.
            var lines = try [history.header] + (41...60).map { try history.line($0) }
            let unit = try history.first("register-unit")
            lines.insert(try history.line(unit, setting: ["id": CaseHistory.freshID()]), at: 11)
            let file = try history.file(of: lines)
            let problem = await #expect(throws: ImportProblem.self) {
                try await database.installation.imports.run(file)
            }
            #expect(problem?.problem.line == 12)
            #expect(problem?.problem.code == "unit-already-registered")
            #expect(problem?.committed == nil)
            #expect(try await database.head() == head)
            let batch = await #expect(throws: BatchProblem.self) {
                try await database.installation.commands.handle(all: file.commands, by: history.caller)
            }
            #expect(batch?.index == 10)
            #expect(try await database.head() == head)
        }
    }

    @Test func `counts a command that stands in it twice once`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let lines = try [history.header] + [2, 3, 3, 4].map { try history.line($0) }
            let outcome = try await database.installation.imports.run(try history.file(of: lines))
            #expect(outcome.accepted == 3)
            #expect(outcome.repeated == 1)
            #expect(outcome.events == 3)
            #expect(try await database.head() == Position(3))
        }
    }

    @Test func `refuses an id that stands in it for two things`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let id = JSONValue.string(history.file.commands[1].header.id.description)
            let lines = try [history.header, history.line(2), history.line(3), history.line(4, setting: ["id": id])]
            let file = try history.file(of: lines)
            let problem = await #expect(throws: ImportProblem.self) {
                try await database.installation.imports.run(file)
            }
            #expect(problem?.problem.kind == .idReused)
            #expect(problem?.problem.line == 4)
            #expect(try await database.head() == .beginning)
        }
    }

    @Test func `records nothing when an id in it was used before for something else`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let head = try await database.head()
            let used = JSONValue.string(history.file.commands[10].header.id.description)
            let lines = try [history.header, history.line(21), history.line(22, setting: ["id": used])]
            let file = try history.file(of: lines)
            let problem = await #expect(throws: ImportProblem.self) {
                try await database.installation.imports.run(file)
            }
            #expect(problem?.problem.kind == .idReused)
            #expect(problem?.problem.line == 3)
            #expect(try await database.head() == head)
        }
    }

    /// A report that is finalised cites the rows that it holds by their positions; another append takes a position between
    /// the decision and the lock.
    @Test func `cites what it wrote itself by the positions that it got`() async throws {
        let history = try CaseHistory()
        let row = try history.first("write-matrix-row")
        let finalised = try history.first("finalise-report")
        try await withTestDatabase { database in
            try await database.importCase(history, through: row - 1)
            let other = try history.command(
                history.first("register-person"), setting: ["id": CaseHistory.freshID()], data: ["person": "p-999"])
            let commands = database.installation.commands
            let caller = history.caller
            let batch = Array(history.file.commands[(row - 2)...(finalised - 2)])
            try await database.holdingHead { release in
                async let between = commands.handle(other, by: caller)
                try await Task.sleep(for: .milliseconds(300))
                async let outcomes = commands.handle(all: batch, by: caller)
                try await Task.sleep(for: .milliseconds(1500))
                try await release()
                _ = try await between
                _ = try await outcomes
            }
            let events = try await database.log.events(
                of: OrganisationID.gothenburg.cases, after: .beginning, limit: 10_000)
            let report = try #require(events.last { $0.type == "report-finalised" })
            let cited = try report.decode(ReportFinalised.self).rows
            #expect(!cited.isEmpty)
            let types = Dictionary(uniqueKeysWithValues: events.map { ($0.position, $0.type) })
            #expect(cited.allSatisfy { types[$0] == "matrix-row-written" })
        }
    }
}
