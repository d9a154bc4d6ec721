import EventSourcing
import EventStore
import Postgres
import TestSupport

/// What must hold of all tables at a quiet point.
struct ModelChecks {
    let database: TestDatabase
    let state: ModelState

    func violations(afterFollowing process: ModelProcess) async throws -> [String] {
        let tables = try await database.asSuperuser { session in try ModelTables(session) }
        var violations = tables.misplaced + (try await seenByOthers())
        for log in ModelPlan.logs {
            violations += rows(tables.counts[log.description] ?? [0, 0, 0, 0], of: log)
            violations += contents(of: tables, in: log)
            violations += remembered(tables.commands[log.description] ?? [], in: log)
        }
        for log in ModelPlan.logs where log.kind == .cases && state[log].isOpen {
            violations += try await projection(of: log, process)
        }
        return violations
    }

    /// I2: as many events as the head says; I4: all rows of an append or none.
    private func rows(_ counts: [Int64], of log: LogID) -> [String] {
        let events = state[log].events
        let expected = [
            events.count, events.count, events.reduce(0) { $0 + $1.tags.count },
            events.reduce(0) { $0 + $1.texts.count },
        ].map(Int64.init)
        let head = counts[0] == expected[0] ? [] : ["I2 head: \(log) says \(counts[0]) and has \(expected[0]) events"]
        guard counts.dropFirst() != expected.dropFirst() else { return head }
        return head + ["I4 rows: \(log) has \(counts) head, events, tags and texts, and should have \(expected)"]
    }

    /// I4: what stands beside an event is its own, word for word.
    private func contents(of tables: ModelTables, in log: LogID) -> [String] {
        let events = state[log].events
        let tags = events.flatMap { event in event.tags.map { "\(event.recorded.position) \($0.text)" } }
        let texts = events.flatMap { event in
            event.texts.map {
                "\(event.recorded.position) \($0.field) \($0.secrecy.rawValue) \($0.subject.text) \($0.words)"
            }
        }
        return [("tags", tables.tags, tags), ("texts", tables.texts, texts)].flatMap { name, found, expected in
            let different = (found[log.description] ?? []).symmetricDifference(expected)
            return different.isEmpty ? [] : ["I4 \(name): \(log) differs in \(different.sorted().prefix(4))"]
        }
    }

    /// I7: what a retry is answered with is what was accepted.
    private func remembered(_ commands: Set<String>, in log: LogID) -> [String] {
        let expected = state.accepted(in: log).map { id, accepted in
            let request = accepted.request
            return
                "\(id) \(accepted.first) \(accepted.last) \(request.caller.identity) \(request.fingerprint.hexadecimal)"
        }
        let different = commands.symmetricDifference(expected)
        return different.isEmpty ? [] : ["I7 remembered: \(log) differs in \(different.sorted().prefix(4))"]
    }

    /// I8: no tenant sees another's rows.
    private func seenByOthers() async throws -> [String] {
        let organisations = Set(ModelPlan.logs.map(\.organisation.text))
        return try await database.asRole(.reader) { session in
            try organisations.flatMap { organisation in
                _ = try session.query("SELECT set_config('app.tenant', $1, false)", organisation)
                return try session.texts(
                    """
                    SELECT 'I8 seen: ' || organisation FROM (
                        SELECT organisation FROM casefeedback.events UNION ALL
                        SELECT organisation FROM casefeedback.tags UNION ALL
                        SELECT organisation FROM casefeedback.protected_texts UNION ALL
                        SELECT organisation FROM casefeedback.commands UNION ALL
                        SELECT organisation FROM casefeedback.logs
                    ) AS r WHERE organisation <> $1 LIMIT 3
                    """, organisation)
            }
        }
    }

    /// I5: the rows are the fold of the log, byte for byte.
    private func projection(of log: LogID, _ process: ModelProcess) async throws -> [String] {
        if let failure = try await process.runner.catchUp(log.organisation) { return ["I5 follower: \(failure)"] }
        let served = try await process.runner.servedDump(ModelProcess.counting, of: log.organisation)
        guard served.position.value == state[log].head else {
            return ["I5 behind: the rows of \(log) stand at \(served.position)"]
        }
        let expected = state[log].stored.map { "\($0.position) 1 \($0.stream) \($0.version)" }
        guard served.lines != expected else { return [] }
        let place = zip(served.lines, expected).prefix { $0 == $1 }.count
        return ["I5 rows: those of \(log) differ from its fold at row \(place + 1)"]
    }
}

/// What a superuser, whom no policy binds, finds in the tables of all logs.
private struct ModelTables: Sendable {
    /// Head, events, tags and texts, by log.
    var counts: [String: [Int64]] = [:]
    let commands: [String: Set<String>]
    let tags: [String: Set<String>]
    let texts: [String: Set<String>]
    /// I8: rows that do not stand with the tenant whose name they carry.
    let misplaced: [String]

    init(_ session: PostgresSession) throws {
        let rows = try session.query(
            """
            SELECT
                log || '/' || organisation, head,
                (SELECT count(*) FROM casefeedback.events AS e WHERE (e.organisation, e.log) = (l.organisation, l.log)),
                (SELECT count(*) FROM casefeedback.tags AS t WHERE (t.organisation, t.log) = (l.organisation, l.log)),
                (SELECT count(*) FROM casefeedback.protected_texts AS p
                    WHERE (p.organisation, p.log) = (l.organisation, l.log))
            FROM casefeedback.logs AS l
            """
        ).rows
        for row in rows {
            counts[try row.decode(0)] = [
                try row.decode(1, as: Int64.self), try row.decode(2), try row.decode(3), try row.decode(4),
            ]
        }
        commands = try session.byLog(
            """
            SELECT
                log || '/' || organisation,
                concat_ws(' ', command_id, first_position, last_position, recorded_by, encode(fingerprint, 'hex'))
            FROM casefeedback.commands
            """)
        tags = try session.byLog(
            "SELECT log || '/' || organisation, concat_ws(' ', position, tag) FROM casefeedback.tags")
        texts = try session.byLog(
            """
            SELECT
                log || '/' || organisation,
                concat_ws(' ', position, field, secrecy, subject, convert_from(value, 'UTF8'))
            FROM casefeedback.protected_texts
            """)
        misplaced = try session.texts(
            """
            SELECT 'I8 elsewhere: ' || kind || ' at ' || position || ' stands with ' || organisation FROM (
                SELECT 'event' AS kind, organisation, position, stream AS name FROM casefeedback.events
                UNION ALL SELECT 'tag', organisation, position, replace(tag, ':', '/') FROM casefeedback.tags
                UNION ALL SELECT 'text', organisation, position, replace(subject, 'record:', '')
                    FROM casefeedback.protected_texts
                UNION ALL SELECT 'row', organisation, position, stream FROM public.applied
            ) AS r
            WHERE name LIKE 'notebook/%' AND name NOT LIKE 'notebook/' || organisation || '-%'
            LIMIT 3
            """)
    }
}

extension PostgresSession {
    /// Rows in words, by the log that they stand in.
    fileprivate func byLog(_ sql: String) throws -> [String: Set<String>] {
        try query(sql).rows.reduce(into: [:]) { $0[try $1.decode(0), default: []].insert(try $1.decode(1)) }
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
