import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// An administrator may set what a session begins with; what is promised of an append must not hang on it.
@Suite struct `An append in a database with settings of its own` {
    private static let log = OrganisationID.gothenburg.cases

    /// What the server did at the commits, by what the database says: `off` alone would lose what was told as accepted.
    @Test(arguments: [
        ("off", "on"), ("on", "on"), ("local", "local"), ("remote_write", "remote_write"),
        ("remote_apply", "remote_apply"),
    ])
    func `waits for the disk at its commit, however much further it is to wait`(
        setting: String, found: String
    ) async throws {
        try await withTestDatabase { database in
            try await Self.set("synchronous_commit = \(setting)", in: database)
            try await Self.noteCommits(of: "synchronous_commit", in: database)
            let log = database.log
            try await log.open()
            let note = try await log.append(.of([NoteTaken(in: "a", number: 1)]))
            let notes = try await log.append(.of([NoteTaken(in: "a", number: 2), NoteTaken(in: "a", number: 3)]))
            #expect(note.range?.first == Position(2) && notes.range?.last == Position(4))
            let many = try (0..<2_100).map { try AppendRequest.of([NoteTaken(in: "b", number: $0)]) }
            let staged = try await log.append(all: many, to: Self.log)
            #expect(staged.last?.range?.last == Position(2_104))
            let other = OrganisationID.kungsbacka.cases
            let loaded = try await log.append(
                all: try (0..<2_100).map {
                    try AppendRequest.of(
                        [NoteTaken(in: "b", number: $0)], to: other,
                        opening: $0 == 0 ? LogOpening(nature: .live, zone: "Europe/Stockholm") : nil)
                }, to: other)
            #expect(loaded.last?.range?.last == Position(2_100))
            #expect(try await Self.commits(in: database) == [found])
        }
    }

    @Test(arguments: ["repeatable read", "serializable"])
    func `is accepted after it waited for another's, at whatever isolation a transaction begins`(
        isolation: String
    ) async throws {
        try await withTestDatabase { database in
            try await Self.set("default_transaction_isolation = '\(isolation)'", in: database)
            try await database.log.open()
            try await database.install(.commit)
            try await Self.noteCommits(of: "transaction_isolation", in: database)
            let other = database.asAnotherProcess()
            let first = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            let second = try AppendRequest.of([NoteTaken(in: "b", number: 1)])
            let verdicts = try await database.holdingGate(first.commandID.description) { release in
                async let held = database.log.append(first)
                try await database.waitAtGate()
                async let waiting = other.log.append(second)
                try await database.waitForBackends(1, where: "wait_event = 'transactionid'")
                try await release()
                return try await [held, waiting]
            }
            await other.close()
            #expect(verdicts.map { $0.range?.last } == [Position(2), Position(3)])
            // At another the one that waited is refused by the server, and is accepted only when it is sent again.
            #expect(try await Self.commits(in: database) == ["read committed"])
        }
    }

    private static func set(_ setting: String, in database: TestDatabase) async throws {
        try await database.server.run("ALTER DATABASE \(database.name) SET \(setting)")
    }

    /// Every value of a setting that ``noteCommits(of:in:)`` has found.
    private static func commits(in database: TestDatabase) async throws -> [String] {
        try await database.asSuperuser { session in
            try session.texts("SELECT DISTINCT setting FROM public.commits")
        }
    }

    /// Writes down what a setting is at each commit of an append, when nothing can change it any more.
    private static func noteCommits(of setting: String, in database: TestDatabase) async throws {
        try await database.asSuperuser { session in
            try session.run(
                script: """
                    CREATE TABLE public.commits (setting text NOT NULL);
                    GRANT INSERT ON public.commits TO PUBLIC;
                    CREATE FUNCTION public.note_commit() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        INSERT INTO public.commits VALUES (current_setting('\(setting)'));
                        RETURN NEW;
                    END
                    $$;
                    CREATE CONSTRAINT TRIGGER note_commit AFTER INSERT ON casefeedback.commands
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.note_commit()
                    """)
        }
    }
}
