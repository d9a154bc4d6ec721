import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import TestSupport
import Testing

/// Commands that come while others are looked up share a reading of the log; each is answered as if it had come alone.
@Suite struct `Commands that come at once` {
    private static let count = 200

    @Test func `are each decided on their own streams, and each once`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 2)
            let head = try await database.head()
            // Everybody is registered by two, and each of the two sends it twice.
            let commands = try (0..<Self.count).map { try Self.registration(of: "prov-\($0 / 2)", number: $0) }
            let handler = database.installation.commands
            let answers = await Self.answers(to: commands + commands.reversed(), from: handler, by: history.caller)
            for (first, second) in zip(answers.prefix(Self.count), answers.suffix(Self.count).reversed()) {
                switch (first, second) {
                case (.success(let one), .success(let other)):
                    #expect(one.commandID == other.commandID)
                    #expect(one.events == other.events && one.isRepeat != other.isRepeat)
                case (.failure(let one), .failure(let other)):
                    #expect(one.code == "person-already-registered" && other.code == "person-already-registered")
                default: Issue.record("the same command was accepted and refused: \(first), \(second)")
                }
            }
            let accepted = answers.compactMap { try? $0.get() }.filter { !$0.isRepeat }
            #expect(accepted.count == Self.count / 2)
            #expect(try await database.head() == Position(head.value + Int64(Self.count / 2)))
        }
    }

    @Test func `are decided one after the other where they share a stream`() async throws {
        let history = try CaseHistory()
        let gap = try history.first("note-gap")
        try await withTestDatabase { database in
            try await database.importCase(history, through: gap)
            let head = try await database.head()
            let commands = try (0..<24).map { _ in try history.command(gap, setting: ["id": CaseHistory.freshID()]) }
            let answers = await Self.answers(
                to: commands, from: database.installation.commands, by: history.caller)
            #expect(answers.allSatisfy { (try? $0.get()) != nil })
            let positions = Set(answers.compactMap { try? $0.get().reached.position.value })
            #expect(positions == Set(head.value + 1...head.value + 24))
        }
    }

    private static func registration(of person: String, number: Int) throws -> Command {
        let text =
            #"{"id":"\#(UUIDValue.fresh())","type":"register-person","organisation":"1480","occurredOn":"2018-01-15","#
            + #""synthetic":[""],"data":{"person":"\#(person)"}}"#
        return try Command(reading: JSONDocument(parsing: Array(text.utf8)))
    }

    /// In the order of the commands.
    private static func answers(
        to commands: [Command], from handler: CommandHandler, by caller: Caller
    ) async -> [Result<CommandOutcome, Problem>] {
        await withTaskGroup(of: (Int, Result<CommandOutcome, Problem>).self) { group in
            for (index, command) in commands.enumerated() {
                group.addTask {
                    do throws(Problem) { return (index, .success(try await handler.handle(command, by: caller))) } catch
                    {
                        return (index, .failure(error))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
