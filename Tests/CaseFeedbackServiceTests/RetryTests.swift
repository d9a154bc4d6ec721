import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import TestSupport
import Testing

@testable import CaseFeedbackService

@Suite struct `A command that is sent again` {
    /// Up to the interviews of the first unit, with statements.
    private static let line = 200

    @Test func `gets its first answer when the phase has moved on`() async throws {
        let history = try CaseHistory()
        let selection = try history.first("select-child")
        try await withTestDatabase { database in
            let commands = database.installation.commands
            try await database.importCase(history, through: selection - 1)
            let command = try history.command(selection)
            let first = try await commands.handle(command, by: history.caller)
            #expect(!first.isRepeat)
            try await database.importCase(history, through: Self.line)
            let head = try await database.head()
            let again = try await commands.handle(command, by: history.caller)
            #expect(again.isRepeat)
            #expect(again.events == first.events)
            #expect(again.recordedAt == first.recordedAt)
            #expect(try await database.head() == head)
            // Under another id the same would be refused now.
            let new = try history.command(selection, setting: ["id": CaseHistory.freshID()])
            let problem = await #expect(throws: Problem.self) { try await commands.handle(new, by: history.caller) }
            #expect(problem?.kind == .refused)
        }
    }

    @Test func `is refused when its id was used for something else`() async throws {
        let history = try CaseHistory()
        let statement = try history.first("record-statement")
        try await withTestDatabase { database in
            let commands = database.installation.commands
            try await database.importCase(history, through: Self.line)
            let head = try await database.head()
            let others = try [
                history.command(statement, data: ["aspect": "wished"]),
                history.command(statement, data: ["text": "Det var någon annan som sa det."]),
                history.command(statement, setting: ["occurredOn": "2017-11-15"]),
                history.command(statement, setting: ["expectedVersion": 12]),
                history.command(statement, setting: ["performedBy": "p-001"]),
                history.command(
                    history.first("select-child"),
                    setting: ["id": .string(history.file.commands[statement - 2].header.id.description)]),
            ]
            for command in others {
                let problem = await #expect(throws: Problem.self) {
                    try await commands.handle(command, by: history.caller)
                }
                #expect(problem?.kind == .idReused, "\(command)")
                #expect(problem?.code == "command-id-reused")
            }
            let same = try await commands.handle(history.command(statement), by: history.caller)
            #expect(same.isRepeat)
            #expect(try await database.head() == head)
        }
    }

    @Test func `is refused when another caller sends it`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 30)
            let problem = await #expect(throws: Problem.self) {
                try await database.installation.commands.handle(history.command(20), by: .test)
            }
            #expect(problem?.kind == .idReused)
        }
    }

    @Test func `ten times at once is recorded once, and all get one answer`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let head = try await database.head()
            let command = try history.command(21)
            let commands = database.installation.commands
            let caller = history.caller
            let outcomes = try await withThrowingTaskGroup(of: CommandOutcome.self) { group in
                for _ in 0..<10 { group.addTask { try await commands.handle(command, by: caller) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(outcomes.map(\.events)).count == 1)
            #expect(outcomes.count { !$0.isRepeat } == 1)
            #expect(try await database.head() == head.next)
        }
    }

    /// No decision makes none today; a history that is taken in may hold such a command.
    @Test func `gets its first answer, without events, if it made none`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let head = try await database.head()
            let command = try history.command(21)
            let request = AppendRequest(
                log: command.log, commandID: command.header.id, fingerprint: try command.fingerprint(),
                caller: history.caller, conditions: [], events: [])
            let range = try #require(try await database.log.append(request).range)
            let again = try await database.installation.commands.handle(command, by: history.caller)
            #expect(again.isRepeat)
            #expect(again.events.isEmpty)
            #expect(again.recordedAt <= range.recordedAt)
            #expect(try await database.head() == head)
        }
    }

    @Test func `with a version that the stream no longer has is refused as stale`() async throws {
        let history = try CaseHistory()
        let unit = try history.first("register-unit")
        try await withTestDatabase { database in
            try await database.importCase(history, through: unit)
            let name = try #require(history.command(unit).body as? RegisterUnit).unit
            let rename: [String: JSONValue?] = [
                "id": CaseHistory.freshID(), "type": "rename-unit", "expectedVersion": 0,
                "data": ["unit": .string(name.text), "label": ["sv": "Ett annat namn"], "validFrom": "2019-01-01"],
                "synthetic": [""], "source": JSONValue?.none,
            ]
            let line = try history.file(of: [history.header, history.line(unit, setting: rename)])
            let command = try #require(line.commands.first)
            let problem = await #expect(throws: Problem.self) {
                try await database.installation.commands.handle(command, by: history.caller)
            }
            #expect(problem?.kind == .stale)
            #expect(problem?.parameters["actual"] == "1")
            #expect(problem?.field == "/expectedVersion")
        }
    }
}
