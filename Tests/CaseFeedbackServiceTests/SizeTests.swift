import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `A command that is too large for an event` {
    @Test func `is refused with its reason, and nothing beside it is`() async throws {
        let history = try CaseHistory()
        let guide = try history.first("publish-interview-guide")
        try await withTestDatabase { database in
            let commands = database.installation.commands
            try await database.importCase(history, through: guide - 1)
            let questions = (0..<200).map { number -> JSONValue in
                [
                    "code": .string("question-\(number)"), "topic": "contact", "aspect": "wished",
                    "wording": .string(String(repeating: "å", count: 400)),
                ]
            }
            let large = try history.command(guide, data: ["questions": .array(questions)])
            let caller = history.caller
            let others = try (guide + 1...guide + 3).map { try history.command($0) }
            try await withThrowingTaskGroup { group in
                for command in others {
                    group.addTask { _ = try await commands.handle(command, by: caller) }
                }
                let problem = await #expect(throws: Problem.self) { try await commands.handle(large, by: caller) }
                #expect(problem?.code == "event-too-large")
                #expect(problem?.kind == .refused)
                try await group.waitForAll()
            }
            #expect(try await database.head().value == Int64(guide - 2 + 3))
            // Of the size that it should have, it is taken under the same id.
            #expect(try await !commands.handle(history.command(guide), by: caller).isRepeat)
        }
    }
}
