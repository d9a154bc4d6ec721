import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `Revealing a protected text` {
    private static let access = OrganisationID.gothenburg.access

    @Test func `records the read of a personal one, without its words`() async throws {
        try await Self.withStatements { database, statements in
            let shown = try await Self.reveal(statements, of: database)
            #expect(shown.count == statements.count)
            let texts = statements.compactMap { shown[$0]?.words }
            #expect(texts.contains("Jag har haft tre olika på kort tid och fick börja om från början."))
            let read = try await database.log.events(of: Self.access, after: .beginning, limit: 10)
            #expect(read.count == 1)
            let event = try #require(try read.first?.decode(TextsRead.self))
            #expect(event.count == statements.count)
            #expect(event.positions == statements.map(\.position).sorted())
            #expect(read.first?.envelope.recordedBy == Caller.test.identity)
            #expect(read.first?.envelope.role == Caller.test.role)
            _ = try await Self.reveal(statements, of: database)
            #expect(try await database.head(of: Self.access) == Position(2))
        }
    }

    @Test func `records it before the first word is read`() async throws {
        try await Self.withStatements { database, statements in
            try await database.asSuperuser { session in
                try session.run(script: "REVOKE SELECT ON casefeedback.protected_texts FROM casefeedback_reader")
            }
            await #expect(throws: Problem.self) { try await Self.reveal(statements, of: database) }
            #expect(try await database.head(of: Self.access) == Position(1))
        }
    }

    @Test func `is refused when the read can't be recorded`() async throws {
        try await Self.withStatements { database, statements in
            _ = try await Self.reveal(statements, of: database)
            // The clock of the access log is ahead, so that its appends are refused.
            try await database.asSuperuser { session in
                try session.run(
                    script: """
                        UPDATE casefeedback.logs SET recorded_at = clock_timestamp() + interval '1 hour'
                        WHERE log = 'access'
                        """)
            }
            let problem = await #expect(throws: Problem.self) { try await Self.reveal(statements, of: database) }
            #expect(problem?.code == "access-not-recorded")
            #expect(problem?.kind == .tryLater)
            _ = try await database.installation.clocks.accept(
                .gothenburg, reason: "tidsservern byttes", by: .test)
            #expect(try await Self.reveal(statements, of: database).count == statements.count)
            try await database.asSuperuser { session in
                try session.run(script: "REVOKE INSERT ON casefeedback.events FROM casefeedback_appender")
            }
            await #expect(throws: Problem.self) { try await Self.reveal(statements, of: database) }
        }
    }

    @Test func `of what nobody is behind records nothing`() async throws {
        try await Self.withStatements { database, _ in
            let texts = try await Self.references(in: database) { $0 != .personal }
            #expect(!texts.isEmpty)
            #expect(try await Self.reveal(texts, of: database).count == texts.count)
            #expect(try await database.log.state(of: Self.access) == nil)
        }
    }

    @Test func `that is hidden gives its marker and is neither read nor recorded`() async throws {
        try await Self.withStatements { database, statements in
            let marker = RevealedText.withdrawn(on: Day(daysSince1970: 17_500))
            let hidden = Dictionary(uniqueKeysWithValues: statements.map { ($0, marker) })
            let shown = try await database.installation.revealer.reveal(
                statements, of: .gothenburg, hidden: hidden, to: .test, purpose: "trial")
            #expect(shown == hidden)
            #expect(try await database.log.state(of: Self.access) == nil)
        }
    }

    @Test func `twice at once opens the access log once and records both`() async throws {
        try await Self.withStatements { database, statements in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await Self.reveal(statements, of: database).count } }
                for try await count in group { #expect(count == statements.count) }
            }
            #expect(try await database.head(of: Self.access) == Position(6))
        }
    }

    /// The case up to its first interviews, and where the children's words stand in it.
    private static func withStatements(
        _ body: (TestDatabase, [TextReference]) async throws -> Void
    ) async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 200)
            let statements = try await references(in: database) { $0 == .personal }.filter { $0.field == "/text" }
            #expect(statements.count >= 3)
            try await body(database, statements)
        }
    }

    private static func references(
        in database: TestDatabase, where isWanted: (SecrecyClass) -> Bool
    ) async throws -> [TextReference] {
        let head = try await database.head()
        return try await database.log.protectedTexts(
            of: OrganisationID.gothenburg.cases, at: (1...head.value).map(Position.init)
        ).filter { isWanted($0.secrecy) }
            .map { TextReference(position: $0.position, field: $0.field, secrecy: $0.secrecy) }
    }

    @discardableResult
    private static func reveal(
        _ references: [TextReference], of database: TestDatabase
    ) async throws -> [TextReference: RevealedText] {
        try await database.installation.revealer.reveal(
            references, of: .gothenburg, hidden: [:], to: .test, purpose: "trial")
    }
}

extension RevealedText {
    fileprivate var words: String? {
        if case .text(let words) = self { words } else { nil }
    }
}
