import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct `An exported history` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `is taken in as the same log, and exported again it is the same file`() async throws {
        let history = try CaseHistory()
        let (file, rows, dump) = try await withTestDatabase { database in
            try await database.importCase(history, through: 200)
            try await Self.recordCommandWithoutEvents(in: database)
            try await database.importCase(history, through: 400)
            try await database.installation.catchUp(.gothenburg)
            return (try await database.exportHistory(), try await database.storedRows(), try await database.dump())
        }
        try await withTestDatabase { database in
            let outcome = try await database.importHistory(file, of: .gothenburg)
            var expected = rows
            // The read that the export was is recorded where it was made.
            expected["logs"] = rows["logs"]?.filter { !$0.contains("access") }
            for table in ["events", "commands", "tags"] {
                expected[table] = rows[table]?.filter { !$0.contains("(1480,access,") && !$0.contains(",access,") }
            }
            let taken = try await database.storedRows()
            for (table, rows) in expected { #expect(taken[table] == rows, "\(table)") }
            #expect(outcome.totals.texts == Int64(rows["protected_texts"]?.count ?? 0))
            #expect(outcome.reached.position == (try await database.head()))
            #expect(try await database.exportHistory() == file)
            try await database.installation.catchUp(.gothenburg)
            #expect(try await database.dump() == dump)
            #expect(try await database.installation.verifier.verify([.gothenburg]).findings == [])
            // What was recorded is known, and what comes goes on behind it.
            let before = try await database.head()
            let again = try await database.installation.imports.run(try history.file(through: 410))
            #expect(again.repeated == 399 && again.accepted == 10)
            #expect(again.reached.position > before)
        }
    }

    @Test func `is CloudEvents between a first line that says what it holds and a last that seals it`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 120)
            let lines = try await database.exportHistory().split(separator: UInt8(ascii: "\n")).map { Array($0) }
            let header = try CanonicalJSON.value(reading: lines[0]).object
            let head = try await database.head()
            #expect(header?["organisation"] == "1480")
            #expect(header?["log"] == "cases" && header?["kind"] == "demonstration")
            #expect(header?["zone"] == "Europe/Stockholm")
            #expect(header?["range"] == .object(["first": 1, "last": .integer(head.value)]))
            let stored = try await database.log.events(of: Self.log, after: .beginning, limit: 1_000)
            var position = 0
            for line in lines.dropFirst().dropLast() {
                let object = try #require(try CanonicalJSON.value(reading: line).object)
                #expect(object["specversion"] == "1.0" && object["source"] == "/organisations/1480/cases")
                #expect(object["id"] != nil && object["type"] != nil)
                #expect(object.keys.allSatisfy { Self.isAttributeName($0) || $0 == "data_base64" })
                let extensions = object.filter { $0.key != "data" }
                #expect(extensions.values.allSatisfy { if case .string = $0 { true } else { false } })
                guard let data = object["data"] else { continue }
                let event = stored[position]
                position += 1
                #expect(object["id"]?.string == event.envelope.eventID.description)
                #expect(object["time"]?.string == event.envelope.recordedAt.description)
                #expect(object["position"]?.string == "\(position)")
                #expect(CanonicalJSON.bytes(of: data) == event.payload)
            }
            #expect(position == stored.count)
            let end = try CanonicalJSON.value(reading: try #require(lines.last)).object
            #expect(end?["events"] == .integer(head.value))
            #expect(end?["sha256"]?.string?.count == 64)
        }
    }

    @Test func `goes on after an interruption at any byte as if there had been none`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let whole = try await database.exportHistory()
            for cut in stride(from: 0, through: whole.count, by: whole.count / 40) {
                let left = Array(whole[..<cut])
                let rest = try await withFile(left) { file in
                    try await database.exportHistory(going: HistoryPartial(reading: file, named: "left"))
                }
                #expect(left + rest == whole, "cut at \(cut)")
            }
        }
    }

    @Test func `goes on with nothing else than its own beginning`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let whole = try await database.exportHistory()
            let half = Array(whole.prefix(whole.count / 2))
            var edited = ResealedHistory(whole)
            try edited.set("role", to: "auditor", in: 4)
            let others = [
                Array(edited.bytes.prefix(whole.count / 2)), half + [0, 0, 0], half + Array("x\n".utf8),
                Array("notes without an end".utf8), Array("notes\n".utf8), whole + Array("x".utf8),
                Array(repeating: 0, count: 5 << 20),
            ]
            for (number, left) in others.enumerated() {
                let problem = await #expect(throws: Problem.self, "\(number)") {
                    try await withFile(left) { file in
                        try await database.exportHistory(going: HistoryPartial(reading: file, named: "left"))
                    }
                }
                #expect(problem?.code == "history-partial-differs", "\(number): \(String(describing: problem))")
            }
        }
    }

    @Test func `of some tags or from a position on is an extract that no log takes in`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 200)
            let tag = EventSourcing.Tag(stored: "unit:unit-01")
            let tagged = try await database.exportHistory(tags: [tag])
            let expected = try await database.log.events(of: Self.log, taggedBy: [[tag]])
            #expect(!expected.isEmpty)
            let ids = try tagged.split(separator: UInt8(ascii: "\n")).compactMap { line -> String? in
                let object = try CanonicalJSON.value(reading: Array(line)).object
                return object?["data"] == nil ? nil : object?["id"]?.string
            }
            #expect(ids == expected.map(\.envelope.eventID.description))
            let later = try await database.exportHistory(after: Position(100))
            for extract in [tagged, later] {
                let problem = await #expect(throws: Problem.self) { try await database.importHistory(extract) }
                #expect(problem?.code == "history-not-whole")
            }
        }
    }

    /// A command that was accepted and made nothing: remembered, but found by no event.
    private static func recordCommandWithoutEvents(in database: TestDatabase) async throws {
        guard case .accepted = try await database.log.append(.of([])) else {
            throw TestServer.Unusable("a command without events was not accepted")
        }
    }

    /// Lower-case letters and digits: <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#naming-conventions>.
    private static func isAttributeName(_ name: String) -> Bool {
        name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    }
}

@Suite struct `Exporting a history` {
    private static let access = OrganisationID.gothenburg.access

    @Test func `is recorded as a read before the first byte, without the words`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 400)
            _ = try await database.exportHistory()
            let read = try await database.log.events(of: Self.access, after: .beginning, limit: 10)
            let event = try #require(try read.first?.decode(TextsRead.self))
            #expect(read.count == 1 && event.purpose == "export-events" && event.count > 0)
            // The access log is exported too, and that is a read of it.
            let file = try await database.exportHistory(of: Self.access)
            let reads = try await database.log.events(of: Self.access, after: .beginning, limit: 10)
            #expect(reads.count == 2 && reads.last?.type == AccessLogRead.type)
            let header = try await withFile(file) { try HistoryPartial(reading: $0, named: "left").header }
            #expect(header?.range.last == Position(1))
        }
    }

    @Test func `writes nothing when the read can't be recorded`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 400)
            try await database.asSuperuser { session in
                try session.run(script: "REVOKE INSERT ON casefeedback.logs FROM casefeedback_appender")
            }
            let exports = database.installation.historyExport
            let header = try await exports.header(of: OrganisationID.gothenburg.cases)
            let written = Shared(0)
            await #expect(throws: Problem.self) {
                try await exports.run(header, to: .test, write: { bytes in written.update { $0 += bytes.count } })
            }
            #expect(written.value == 0)
        }
    }
}
