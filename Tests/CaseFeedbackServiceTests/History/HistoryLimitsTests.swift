import CaseFeedback
import CaseFeedbackService
import EventSourcing
import Postgres
import TestSupport
import Testing

/// Files whose end line fits them: what the tables would refuse is refused before, with its place.
@Suite struct `A history that the database would not take` {
    /// How a file is changed, and what is said of it.
    private struct Change: Sendable {
        let name: String
        let make: @Sendable (inout ResealedHistory) throws -> Void
        let code: String
        let line: Int
        let field: String?
    }

    /// Of a file with the events of five commands, each followed by its command.
    private static let changes: [Change] = [
        Change(
            name: "U+0000 in a role", make: { try $0.set("role", to: #"a\u0000b"#, in: 4) }, code: "history-value",
            line: 4, field: "/role"),
        Change(
            name: "U+0000 in a program's version", make: { try $0.set("programversion", to: #"\u0000"#, in: 4) },
            code: "history-value", line: 4, field: "/programversion"),
        Change(
            name: "an event of more than 60 KiB",
            make: { try $0.set("ground", to: String(repeating: "a", count: 61_440), in: 4) },
            code: "history-event-too-large", line: 4, field: nil),
        Change(
            name: "a command's id used twice",
            make: { file in
                let id = try file.value(of: "commandid", in: 4)
                try file.set("commandid", to: id, in: 6)
                try file.set("commandid", to: id, in: 7)
                try file.set("id", to: "command:\(id)", in: 7)
            }, code: "history-id-twice", line: 7, field: "/commandid"),
        Change(
            name: "an event's id used twice",
            make: { file in try file.set("id", to: file.value(of: "id", in: 4), in: 6) }, code: "history-id-twice",
            line: 6, field: "/id"),
        Change(
            name: "a time to come", make: { try $0.set("time", to: "2999-01-01T00:00:00Z", in: 10) },
            code: "history-time-to-come", line: 10, field: "/time"),
    ]

    @Test func `is found by a dry run, and refused by line and field`() async throws {
        let history = try CaseHistory()
        let file = try await withTestDatabase { database in
            try await database.importCase(history, through: 6)
            return try await database.exportHistory()
        }
        try await withTestDatabase { database in
            let empty = try await database.storedRows()
            for change in Self.changes {
                var changed = ResealedHistory(file)
                try change.make(&changed)
                let bytes = changed.bytes
                let found = await #expect(throws: Problem.self, "\(change.name)") {
                    try await withFile(bytes) { descriptor in
                        var file = try HistoryFile(descriptor)
                        try file.checkToEnd()
                    }
                }
                let refused = await #expect(throws: Problem.self, "\(change.name)") {
                    try await database.importHistory(bytes)
                }
                #expect(found == refused, "\(change.name)")
                #expect(refused?.code == change.code && refused?.kind == .badInput, "\(change.name): \(refused as Any)")
                #expect(refused?.line == change.line && refused?.field == change.field, "\(change.name)")
                #expect(Refusals.sentence(for: change.code) != nil, "\(change.name)")
                #expect(try await database.storedRows() == empty, "\(change.name)")
            }
            #expect(try await database.importHistory(ResealedHistory(file).bytes).totals.events == 5)
        }
    }

    @Test func `because a command of it is recorded in another log is to be taken in elsewhere`() async throws {
        let history = try CaseHistory()
        let file = try await withTestDatabase { database in
            try await database.importCase(history, through: 6)
            return try await database.exportHistory()
        }
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                try session.run(
                    script: """
                        INSERT INTO casefeedback.commands
                        VALUES ('1480', '\(history.file.commands[2].header.id)', 'access', '\\x\(String(repeating: "00", count: 32))',
                            'os#a', 1, 1)
                        """)
            }
            let refused = await #expect(throws: Problem.self) { try await database.importHistory(file) }
            #expect(refused?.code == "history-command-recorded" && refused?.kind == .refused)
        }
    }
}
