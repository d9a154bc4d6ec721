import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct `Taking in a history` {
    /// One way to spoil a file: how, and what is said of it.
    private struct Spoiling: Sendable {
        let name: String
        let change: @Sendable (inout [String]) -> Void
        let code: String
        var line: Int?
        var field: String?
        var value: String?
    }

    private static func replacing(_ line: Int, _ old: String, _ new: String) -> @Sendable (inout [String]) -> Void {
        { lines in lines[line - 1] = lines[line - 1].replacing(old, with: new) }
    }

    /// Of a file with the events of five commands without texts, each followed by its command.
    private static let spoilings: [Spoiling] = [
        Spoiling(name: "no line", change: { $0 = [] }, code: "file-empty", line: 1),
        Spoiling(name: "no header", change: { $0.removeFirst() }, code: "history-without-header", line: 1),
        Spoiling(name: "a header of nothing", change: { $0[0] = "{}" }, code: "history-without-header", line: 1),
        Spoiling(name: "another text", change: { $0 = ["Dear Anna,"] }, code: "history-without-header", line: 1),
        Spoiling(
            name: "another format", change: replacing(1, "casefeedback-events", "casefeedback-commands"),
            code: "file-is-commands", line: 1, field: "/format"),
        Spoiling(
            name: "a format that nobody knows", change: replacing(1, "casefeedback-events", "casefeedback-dreams"),
            code: "unknown-file-format", line: 1, field: "/format", value: "casefeedback-dreams"),
        Spoiling(
            name: "a later version", change: replacing(1, #""version":1"#, #""version":2"#),
            code: "unknown-file-format", line: 1, field: "/version", value: "2"),
        Spoiling(name: "a byte order mark", change: { $0[0] = "\u{FEFF}" + $0[0] }, code: "byte-order-mark", line: 1),
        Spoiling(name: "zeros", change: { $0 = [String(repeating: "\0", count: 99)] }, code: "nul-character", line: 1),
        Spoiling(name: "zeros in it", change: { $0[3] = "\0\0" + $0[3] }, code: "nul-character", line: 4),
        Spoiling(
            name: "line ends of Windows", change: { $0 = $0.map { $0 + "\r" } }, code: "carriage-return", line: 1),
        Spoiling(name: "one line end of Windows", change: { $0[3] += "\r" }, code: "carriage-return", line: 4),
        Spoiling(
            name: "an endless line", change: { $0[3] = String(repeating: "a", count: 5 << 20) },
            code: "history-line-too-large", line: 4),
        Spoiling(
            name: "another place in its command", change: replacing(4, #""ordinal":"0""#, #""ordinal":"1""#),
            code: "history-ordinal", line: 4, field: "/ordinal", value: "1"),
        Spoiling(
            name: "a place that is no number", change: replacing(4, #""ordinal":"0""#, #""ordinal":"first""#),
            code: "history-value", line: 4, field: "/ordinal", value: "first"),
        Spoiling(
            name: "an unknown field", change: replacing(1, #"{"format""#, #"{"extra":1,"format""#),
            code: "unknown-field", line: 1),
        Spoiling(name: "cut behind a command", change: { $0.removeLast() }, code: "history-cut", line: 12),
        Spoiling(name: "cut behind an event", change: { $0 = Array($0[..<10]) }, code: "history-cut", line: 11),
        Spoiling(name: "cut in a line", change: { $0[10] = "\($0[10].prefix(30))" }, code: "not-canonical", line: 11),
        Spoiling(
            name: "a changed payload", change: replacing(4, "projektet", "proejktet"), code: "history-changed",
            line: 12,
            field: "/sha256"),
        Spoiling(
            name: "a changed caller", change: replacing(4, #""role":""#, #""role":"x"#), code: "history-changed",
            line: 12),
        Spoiling(
            name: "a changed digest", change: { $0[11] = $0[11].replacing(#""sha256":""#, with: #""sha256":"0"#) },
            code: "history-changed", line: 12),
        Spoiling(
            name: "a changed count", change: replacing(12, #""events":5"#, #""events":6"#), code: "history-changed",
            line: 12),
        Spoiling(
            name: "an event left out", change: { $0.removeSubrange(5...6) }, code: "history-position", line: 6,
            field: "/position"),
        Spoiling(
            name: "two commands swapped",
            change: { lines in
                let two = Array(lines[3...4])
                lines.removeSubrange(3...4)
                lines.insert(contentsOf: two, at: 5)
            }, code: "history-position", line: 4, field: "/position"),
        Spoiling(
            name: "a command left out", change: { $0.remove(at: 4) }, code: "history-command-missing", line: 5,
            field: "/commandid"),
        Spoiling(
            name: "an unknown type",
            change: replacing(4, #""type":"source-recorded""#, #""type":"not-known-here""#),
            code: "history-unknown-type", line: 4, field: "/type"),
        Spoiling(
            name: "an unknown version", change: replacing(4, #""schemaversion":"1""#, #""schemaversion":"9""#),
            code: "history-unknown-version", line: 4, field: "/schemaversion"),
        Spoiling(
            name: "a version of the stream", change: replacing(4, #""version":"1"}"#, #""version":"2"}"#),
            code: "history-version", line: 4, field: "/version"),
        Spoiling(
            name: "an earlier time", change: replacing(4, #""time":"2"#, #""time":"1"#),
            code: "history-time-not-rising", line: 4, field: "/time"),
        Spoiling(
            name: "a day to come", change: replacing(4, #""occurredon":"20"#, #""occurredon":"99"#),
            code: "occurred-in-future", line: 4, field: "/occurredon"),
        Spoiling(
            name: "another log's line", change: replacing(4, "/organisations/1480/", "/organisations/1384/"),
            code: "history-of-another-log", line: 4, field: "/source"),
        Spoiling(
            name: "a payload that is not canonical", change: replacing(4, #""data":{"#, #""data":{ "#),
            code: "not-canonical", line: 4),
        Spoiling(
            name: "a field that nobody knows", change: replacing(4, #""ground""#, #""dreams":"x","ground""#),
            code: "history-line-differs", line: 4),
        Spoiling(
            name: "a secrecy that nobody knows", change: replacing(4, #""secrecy":"open""#, #""secrecy":"shut""#),
            code: "history-value", line: 4, field: "/secrecy", value: "shut"),
        Spoiling(
            name: "a command's other positions", change: replacing(5, #""firstposition":"2""#, #""firstposition":"1""#),
            code: "history-command", line: 5, field: "/firstposition", value: "1"),
        Spoiling(name: "a line of nothing", change: { $0.insert("{}", at: 4) }, code: "history-line-unknown", line: 5),
        Spoiling(name: "something behind its end", change: { $0.append("{}") }, code: "history-goes-on", line: 13),
        Spoiling(
            name: "an unknown zone", change: replacing(1, "Europe/Stockholm", "Europe/Atlantis"), code: "unknown-zone",
            line: 1, field: "/zone"),
    ]

    @Test func `refuses what an export did not write, by line and field, and takes in nothing of it`() async throws {
        let history = try CaseHistory()
        let file = try await withTestDatabase { database in
            try await database.importCase(history, through: 6)
            return try await database.exportHistory()
        }
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map(String.init)
        try #require(lines.count == 12)
        try await withTestDatabase { database in
            let empty = try await database.storedRows()
            for spoiling in Self.spoilings {
                var changed = lines
                spoiling.change(&changed)
                try #require(changed != lines, "\(spoiling.name)")
                let bytes = Array(changed.map { $0 + "\n" }.joined().utf8)
                let problem = await #expect(throws: Problem.self, "\(spoiling.name)") {
                    try await database.importHistory(bytes)
                }
                #expect(problem?.code == spoiling.code, "\(spoiling.name): \(String(describing: problem))")
                #expect(problem?.kind == .badInput, "\(spoiling.name)")
                if let line = spoiling.line { #expect(problem?.line == line, "\(spoiling.name)") }
                if let field = spoiling.field { #expect(problem?.field == field, "\(spoiling.name)") }
                if let value = spoiling.value { #expect(problem?.value == value, "\(spoiling.name)") }
                let slots = try #require(Refusals.sentence(for: problem?.code ?? ""), "\(spoiling.name)").slots
                #expect(slots.isSubset(of: problem?.parameters.keys.map { $0 } ?? []), "\(spoiling.name)")
                #expect(try await database.storedRows() == empty, "\(spoiling.name)")
            }
            // Cut in the middle of its last line.
            let cut = await #expect(throws: Problem.self) { try await database.importHistory(Array(file.dropLast())) }
            #expect(cut?.code == "history-cut")
            // Or of its first.
            let beginning = await #expect(throws: Problem.self) {
                try await database.importHistory(Array(file.prefix(50)))
            }
            #expect(beginning?.code == "history-cut" && beginning?.line == 1)
            let zeros = await #expect(throws: Problem.self) {
                try await database.importHistory([UInt8](repeating: 0, count: 99))
            }
            #expect(zeros?.code == "nul-character")
            // The file itself is good.
            #expect(try await database.importHistory(file).totals.events == 5)
        }
    }

    @Test func `refuses a log that is not empty, and another organisation's`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 6)
            let file = try await database.exportHistory()
            let before = try await database.storedRows()
            let full = await #expect(throws: Problem.self) { try await database.importHistory(file) }
            #expect(full?.code == "log-not-empty" && full?.kind == .refused)
            let other = await #expect(throws: Problem.self) {
                try await database.importHistory(file, of: .kungsbacka)
            }
            #expect(other?.code == "history-of-another-organisation" && other?.field == "/organisation")
            #expect(try await database.storedRows() == before)
        }
    }

    @Test func `refuses words that stand behind the wrong event, or in another field`() async throws {
        let history = try CaseHistory()
        let file = try await withTestDatabase { database in
            try await database.importCase(history, through: 400)
            return try await database.exportHistory()
        }
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map(String.init)
        let text = try #require(lines.firstIndex { $0.hasPrefix(#"{"data_base64""#) })
        func import_(_ change: (inout [String]) -> Void, into database: TestDatabase) async throws -> Problem? {
            var changed = lines
            change(&changed)
            let bytes = Array(changed.map { $0 + "\n" }.joined().utf8)
            return await #expect(throws: Problem.self) { try await database.importHistory(bytes) }
        }
        try await withTestDatabase { database in
            let first = try await import_({ $0.insert($0.remove(at: text), at: text - 1) }, into: database)
            #expect(first?.line == text)
            let field = try await import_(
                { $0[text] = $0[text].replacing(#""field":"/"#, with: #""field":"/x"#).replacing("#/", with: "#/x") },
                into: database)
            #expect(field?.code == "history-text-unknown" && field?.line == text + 1)
            let twice = try await import_({ $0.insert($0[text], at: text) }, into: database)
            #expect(twice?.code == "history-text-misplaced" && twice?.line == text + 2)
            let words = try await import_(
                { $0[text] = $0[text].replacing(#"{"data_base64":""#, with: #"{"data_base64":"QUJD"#) }, into: database)
            #expect(words?.code == "history-changed")
        }
    }
}
