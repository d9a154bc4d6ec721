package import EventSourcing
import Postgres
import SchemaFiles

extension EventLog {
    /// Lends `body` what gives all rows of a selection, event by event, in order and in constant memory. Protected texts are
    /// among them: only an export that has recorded the read, and jobs that show them to nobody, may ask.
    ///
    /// It reads range after range, each from a snapshot of its own, which is the same as one for rows that never change,
    /// and leaves no transaction open for as long as a long log takes. A range has as many positions as there is room for what
    /// belongs to their events. With tags, no commands are given: theirs are other events too. `body` runs on the
    /// connection's own thread, where it may block for an hour.
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
                // What was recorded before the first event stands at no event's position.
                if range.after == .beginning { range.after = Position(-1) }
                var positions = Self.positionsPerRange
                repeat {
                    range.to = Position(min(range.after.value + positions, selection.to.value))
                    let reached = try session.inTenant(
                        selection.log.organisation, isolation: .repeatableRead, readOnly: true,
                        standstillMax: standstill
                    ) { (session) throws(Failure) in try session.scanRows(range, visit) }
                    // After one that was too long the next are as short, and grow little by little.
                    positions =
                        reached < range.to
                        ? reached.value - range.after.value : min(positions + positions / 4 + 1, Self.positionsPerRange)
                    range.after = reached
                } while range.after < selection.to
            }
        }
    }

    /// So many that the statements of a range cost nothing beside its rows.
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
    /// Gives the rows of a range, or of as much of its beginning as there is room for; returns where it came to.
    fileprivate func scanRows<Failure: StoreFailure>(
        _ range: LogSelection, _ body: (LogRow) throws(Failure) -> Void
    ) throws(Failure) -> Position {
        guard range.after.next < range.to else { return try streamRows(range, body) }
        var texts = HeldRows<StoredText>(to: range.to)
        try copyTexts(of: range) { (text) throws(Failure) in texts.add(text) }
        var commands = HeldRows<StoredCommand>(to: texts.to)
        try copyCommands(of: range) { (command) throws(Failure) in commands.add(command) }
        var range = range
        guard commands.to > range.after else {
            range.to = range.after.next
            return try streamRows(range, body)
        }
        range.to = commands.to
        try scan(range) { (event) throws(Failure) in
            try commands.give(before: event.position) { (command) throws(Failure) in try body(.command(command)) }
            try body(.event(event, tags: []))
            texts.give(before: event.position) { _ in }
            try texts.give(before: event.position.next) { (text) throws(Failure) in try body(.text(text)) }
        }
        try commands.give(before: range.to.next) { (command) throws(Failure) in try body(.command(command)) }
        return range.to
    }

    /// The rows at one position, however many: none of them is held, since they come in the order in which they are given.
    private func streamRows<Failure: StoreFailure>(
        _ range: LogSelection, _ body: (LogRow) throws(Failure) -> Void
    ) throws(Failure) -> Position {
        let events = try scan(range) { (event) throws(Failure) in try body(.event(event, tags: [])) }
        if events > 0 {
            try copyTexts(of: range) { (text) throws(Failure) in try body(.text(text)) }
        }
        try copyCommands(of: range) { (command) throws(Failure) in try body(.command(command)) }
        return range.to
    }

    private func copyTexts<Failure: StoreFailure>(
        of range: LogSelection, _ body: (StoredText) throws(Failure) -> Void
    ) throws(Failure) {
        try copyOut(SchemaFiles.copyProtectedTexts, of: range) { (row) throws(Failure) in
            let text: StoredText
            do throws(PostgresError) { text = try StoredText(&row) } catch { throw .postgres(error) }
            try body(text)
        }
    }

    /// With tags, none.
    private func copyCommands<Failure: StoreFailure>(
        of range: LogSelection, _ body: (StoredCommand) throws(Failure) -> Void
    ) throws(Failure) {
        guard range.tags.isEmpty else { return }
        try copyOut(SchemaFiles.copyCommands, of: range) { (row) throws(Failure) in
            let command: StoredCommand
            do throws(PostgresError) { command = try StoredCommand(&row) } catch { throw .postgres(error) }
            try body(command)
        }
    }
}

/// Rows that wait for the events of a range, in the order of their positions, as far as there is room for them.
private struct HeldRows<Row: RowBesideEvent> {
    /// Those of all positions up to here are held.
    private(set) var to: Position
    private var rows: [Row] = []
    private var bytes = 0
    /// How many were given.
    private var given = 0

    /// Of the rows of a table that are held at once, in bytes.
    private static var bytesMax: Int { 8 << 20 }

    init(to last: Position) { to = last }

    /// One for which there is no room ends what is held before its position.
    mutating func add(_ row: Row) {
        guard row.place <= to else { return }
        bytes += row.heldBytes
        if bytes <= Self.bytesMax {
            rows.append(row)
        } else {
            to = Position(row.place.value - 1)
            while let last = rows.last, last.place > to { rows.removeLast() }
        }
    }

    /// Those that were not given yet.
    mutating func give<Failure: Error>(
        before position: Position, _ body: (Row) throws(Failure) -> Void
    ) throws(Failure) {
        while given < rows.count, rows[given].place < position {
            try body(rows[given])
            given += 1
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
