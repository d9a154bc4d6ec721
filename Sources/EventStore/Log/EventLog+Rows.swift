package import EventSourcing
import Postgres
import SchemaFiles

extension EventLog {
    /// Lends `body` what gives all rows of a selection, event by event, in order and in constant memory. Protected texts are
    /// among them: only an export that has recorded the read, and jobs that show them to nobody, may ask.
    ///
    /// It reads range after range, each from a snapshot of its own, which is the same as one for rows that never change,
    /// and leaves no transaction open for as long as a long log takes. With tags, no commands are given: theirs are other
    /// events too. `body` runs on the connection's own thread, where it may block for an hour.
    package func withRows<Answer: Sendable, Failure: StoreFailure>(
        of selection: LogSelection,
        _ body:
            @Sendable @escaping (
                (_ visit: (LogRow) throws(Failure) -> Void) throws(Failure) -> Void
            ) throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        let standstill = connections.limits.handingOn
        return try await connections.pool(.reader).withSession { (session) throws(Failure) in
            try body { (visit) throws(Failure) in
                var range = selection
                repeat {
                    range.to = Position(min(range.after.value + Self.positionsPerRange, selection.to.value))
                    try session.inTenant(
                        selection.log.organisation, isolation: .repeatableRead, readOnly: true,
                        standstillMax: standstill
                    ) { (session) throws(Failure) in try session.scanRows(range, visit) }
                    range.after = range.to
                } while range.after < selection.to
            }
        }
    }

    /// So many that the statements of a range cost nothing beside its rows, and so few that its texts fit into memory.
    private static let positionsPerRange: Int64 = 2_000

    /// The events of a selection that have a text of class personal, which a read of them must name.
    package func personalTexts(in selection: LogSelection, namedMax: Int) async throws(StoreError) -> PersonalTexts {
        try await connections.read(selection.log.organisation) { (session) throws(StoreError) in
            let result = try session.run(
                SchemaFiles.readPersonalPositions, selection.log.organisation.text, selection.log.kind.rawValue,
                selection.after.value, selection.to.value, selection.tags.map(\.text), Int64(namedMax))
            guard let row = result.first else { throw .corrupt("no count of texts") }
            return try decoding { () throws(PostgresError) in
                PersonalTexts(
                    count: Int(try row.decode(0, as: Int64.self)), first: Position(try row.decode(1, as: Int64.self)),
                    last: Position(try row.decode(2, as: Int64.self)),
                    positions: try row.decode(3, as: [Int64]?.self)?.map(Position.init))
            }
        }
    }
}

/// Which events hold words about persons.
package struct PersonalTexts: Sendable, Hashable {
    package let count: Int
    package let first: Position
    package let last: Position
    /// All of them, where they are few enough to be named.
    package let positions: [Position]?
}

extension PostgresSession {
    fileprivate func scanRows<Failure: StoreFailure>(
        _ range: LogSelection, _ body: (LogRow) throws(Failure) -> Void
    ) throws(Failure) {
        var texts: [StoredText] = []
        try copyOut(SchemaFiles.copyProtectedTexts, of: range) { (row) throws(Failure) in
            do throws(PostgresError) { texts.append(try StoredText(&row)) } catch { throw .postgres(error) }
        }
        var commands: [StoredCommand] = []
        if range.tags.isEmpty {
            try copyOut(SchemaFiles.copyCommands, of: range) { (row) throws(Failure) in
                do throws(PostgresError) { commands.append(try StoredCommand(&row)) } catch { throw .postgres(error) }
            }
        }
        var (text, command) = (0, 0)
        func giveCommands(to position: Position) throws(Failure) {
            while command < commands.count, commands[command].last <= position {
                try body(.command(commands[command]))
                command += 1
            }
        }
        try giveCommands(to: range.after)
        try scan(range) { (event) throws(Failure) in
            try body(.event(event, tags: []))
            while text < texts.count, texts[text].position <= event.position {
                if texts[text].position == event.position { try body(.text(texts[text])) }
                text += 1
            }
            try giveCommands(to: event.position)
        }
    }
}

extension StoredText {
    /// Of `copy_protected_texts`.
    fileprivate init(_ row: inout PostgresCopyRow) throws(PostgresError) {
        let position = Position(try row.next(as: Int64.self))
        let field = try row.next(as: String.self)
        guard let secrecy = SecrecyClass(rawValue: try row.next(as: String.self)) else {
            throw .protocolViolation("a protected text has an unknown secrecy class")
        }
        self.init(
            position: position, field: field, secrecy: secrecy, subject: try row.next(as: String.self),
            keyID: try row.next(as: String?.self), value: try row.next(as: [UInt8].self))
    }
}

extension StoredCommand {
    /// Of `copy_commands`.
    fileprivate init(_ row: inout PostgresCopyRow) throws(PostgresError) {
        self.init(
            id: UUIDValue(try row.next(as: PostgresUUID.self)), fingerprint: try row.next(as: [UInt8].self),
            recordedBy: try row.next(as: String.self), first: Position(try row.next(as: Int64.self)),
            last: Position(try row.next(as: Int64.self)))
    }
}
