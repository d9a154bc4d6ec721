import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

/// Who records something, in what role and on what ground: as strict for a history as for a command.
@Suite struct `The caller in a history` {
    /// A field's value, and what is said of it.
    private static let refusals: [(field: String, value: String, code: String)] = [
        ("role", "", "malformed-identifier"), ("role", "Process leader", "malformed-identifier"),
        ("role", String(repeating: "a", count: 65), "malformed-identifier"), ("ground", "", "empty-text"),
        ("ground", " ", "empty-text"), ("ground", "trial ", "history-value"),
        ("ground", String(repeating: "a", count: 201), "text-too-long"),
        ("ground", "19121212-1212", "personal-identity-number"), ("performedby", "", "malformed-identifier"),
        ("programversion", "", "history-value"), ("recordedby", "", "history-caller"),
        ("recordedby", "anna", "history-caller"), ("recordedby", "#anna", "history-caller"),
        ("recordedby", "os#", "history-caller"), ("recordedby", "os#anna ", "history-caller"),
        ("recordedby", "os#" + String(repeating: "a", count: 201), "history-caller"),
    ]

    @Test func `is refused by line, field and value where no command has it`() async throws {
        let history = try CaseHistory()
        let file = try await withTestDatabase { database in
            try await database.importCase(history, through: 6)
            return try await database.exportHistory()
        }
        for (field, value, code) in Self.refusals {
            var changed = ResealedHistory(file)
            if field == "performedby" {
                try changed.replace(#","position""#, with: #","performedby":"\#(value)","position""#, in: 4)
            } else {
                try changed.set(field, to: value, in: 4)
            }
            let bytes = changed.bytes
            let found = await #expect(throws: Problem.self, "\(field) '\(value)'") {
                try await withFile(bytes) { descriptor in
                    var file = try HistoryFile(descriptor)
                    try file.checkToEnd()
                }
            }
            #expect(found?.code == code && found?.kind == .badInput, "\(field) '\(value)': \(found as Any)")
            #expect(found?.line == 4 && found?.field == "/\(field)", "\(field) '\(value)'")
            #expect(found?.value == (code == "personal-identity-number" ? nil : value), "\(field) '\(value)'")
            #expect(Refusals.sentence(for: code) != nil)
        }
    }

    @Test func `of a command that made no event is refused too`() async throws {
        let history = try CaseHistory()
        let file = try await withTestDatabase { database in
            try await database.importCase(history, through: 6)
            guard case .accepted = try await database.log.append(.of([])) else {
                throw TestServer.Unusable("a command without events was not accepted")
            }
            return try await database.exportHistory()
        }
        var changed = ResealedHistory(file)
        let line = try changed.line(with: #""recordedby":"test#anna""#)
        try changed.set("recordedby", to: "", in: line)
        let bytes = changed.bytes
        let found = await #expect(throws: Problem.self) {
            try await withFile(bytes) { descriptor in
                var file = try HistoryFile(descriptor)
                try file.checkToEnd()
            }
        }
        #expect(found?.code == "history-caller" && found?.line == line && found?.field == "/recordedby")
    }

    /// As requests, command lines and files may name them, and the anonymous reader whose reads are recorded.
    private static let callers = [
        Caller(issuer: "a ", subject: " b#c", isVerified: false, role: String(repeating: "r", count: 64), ground: "g"),
        Caller(
            issuer: String(repeating: "i", count: 200), subject: String(repeating: "å", count: 200), isVerified: false,
            role: "administrator", ground: String(repeating: "😀", count: 200)),
        Caller(issuer: "#", subject: "#", isVerified: false, role: "-", ground: "#"),
        Caller(issuer: "http", subject: "anonymous", isVerified: false, role: "reader", ground: "unauthenticated"),
    ]

    @Test func `is taken in as it was recorded, of both logs`() async throws {
        let history = try CaseHistory()
        let (cases, access) = try await withTestDatabase { database in
            let texts = try await Self.record(history, in: database)
            try #require(!texts.isEmpty)
            let cases = try await database.exportHistory()
            return (cases, try await database.exportHistory(of: OrganisationID.gothenburg.access))
        }
        try await withTestDatabase { database in
            try await database.importHistory(cases)
            try await database.importHistory(access)
            let recorded = try await database.log.events(
                of: OrganisationID.gothenburg.cases, after: .beginning, limit: 500)
            let by = Set(recorded.map(\.envelope.recordedBy))
            #expect(Self.callers.allSatisfy { by.contains($0.identity) })
            #expect(try await database.exportHistory() == cases)
        }
    }

    /// Each caller records some commands of the case; the positions of texts.
    private static func record(_ history: CaseHistory, in database: TestDatabase) async throws -> [Position] {
        for (number, command) in history.file.commands.prefix(400).enumerated() {
            _ = try await database.installation.commands.handle(command, by: callers[number % callers.count])
        }
        return try await database.log.events(of: OrganisationID.gothenburg.cases, after: .beginning, limit: 500)
            .filter { try !$0.textReferences().isEmpty }.map(\.position)
    }
}
