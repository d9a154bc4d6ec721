package import EventSourcing
package import Postgres
import SchemaFiles

/// What is known before commands are decided: which were accepted before, and the streams that they read.
package struct DecisionBasis: Sendable {
    package let known: [UUIDValue: KnownCommand]
    package let streams: [StreamName: [RecordedEvent]]
    package let state: LogState?
}

/// An accepted command, as it is remembered for ever.
package struct KnownCommand: Sendable, Hashable {
    package let log: LogID
    package let fingerprint: [UInt8]
    package let recordedBy: String
    package let first: Position
    package let last: Position
}

/// The head row of a log.
package struct LogState: Sendable, Hashable {
    package let nature: LogNature
    package let zone: String
    package let head: Position
    package let recordedAt: Instant
    package let isClockAccepted: Bool
    /// The database's clock when the row was read.
    package let databaseClock: Instant
}

/// A protected text as it is stored.
package struct StoredText: Sendable, Hashable {
    package let position: Position
    package let field: String
    package let secrecy: SecrecyClass
    package let subject: String
    package let value: [UInt8]
}

extension EventLog {
    /// Looks commands up and reads their streams, in one snapshot.
    package func basis(
        of commandIDs: [UUIDValue], in log: LogID, streams: [StreamName]
    ) async throws(StoreError) -> DecisionBasis {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            let known = try session.knownCommands(commandIDs, in: log.organisation)
            let state = try session.logState(of: log)
            guard known.count < commandIDs.count else { return DecisionBasis(known: known, streams: [:], state: state) }
            let result = try session.run(
                SchemaFiles.readStreams, log.organisation.text, log.kind.rawValue, streams.map(\.text))
            return DecisionBasis(
                known: known, streams: Dictionary(grouping: try session.events(result), by: \.envelope.stream), state: state)
        }
    }

    /// The head row; nothing when no such log is open.
    package func state(of log: LogID, as role: StoreRole = .reader) async throws(StoreError) -> LogState? {
        try await connections.read(log.organisation, as: role) { (session) throws(StoreError) in
            try session.logState(of: log)
        }
    }

    /// Events after a position, in order, at most `limit`.
    package func events(
        of log: LogID, after: Position, to: Position = Position(.max), limit: Int
    ) async throws(StoreError) -> [RecordedEvent] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.events(of: log, after: after, to: to, limit: limit)
        }
    }

    package func events(of log: LogID, at positions: [Position]) async throws(StoreError) -> [RecordedEvent] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            let result = try session.run(
                SchemaFiles.readPositions, log.organisation.text, log.kind.rawValue, positions.map(\.value))
            return try session.events(result)
        }
    }

    package func stream(_ stream: StreamName, of log: LogID) async throws(StoreError) -> [RecordedEvent] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.events(
                session.run(SchemaFiles.readStreams, log.organisation.text, log.kind.rawValue, [stream.text]))
        }
    }

    /// Events that carry all tags of any of the items, in order.
    package func events(
        of log: LogID, taggedBy items: [[Tag]], after: Position = .beginning, to: Position = Position(.max)
    ) async throws(StoreError) -> [RecordedEvent] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.events(of: log, taggedBy: items, after: after, to: to)
        }
    }

    /// The last position that was recorded at or before a moment.
    package func position(of log: LogID, at instant: Instant) async throws(StoreError) -> Position {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            let result = try session.run(
                SchemaFiles.readPositionAt, log.organisation.text, log.kind.rawValue, instant.timestamp)
            return Position(try result.single(0, as: Int64.self) ?? 0)
        }
    }

    /// Stored texts of the events at some positions. Only the place that reveals texts may ask.
    package func protectedTexts(of log: LogID, at positions: [Position]) async throws(StoreError) -> [StoredText] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            let result = try session.run(
                SchemaFiles.readProtectedTexts, log.organisation.text, log.kind.rawValue, positions.map(\.value))
            do throws(PostgresError) {
                var texts: [StoredText] = []
                for row in result.rows {
                    guard let secrecy = SecrecyClass(rawValue: try row.decode(2, as: String.self)) else {
                        throw PostgresError.protocolViolation("a protected text has an unknown secrecy class")
                    }
                    texts.append(
                        StoredText(
                            position: Position(try row.decode(0, as: Int64.self)), field: try row.decode(1, as: String.self),
                            secrecy: secrecy, subject: try row.decode(3, as: String.self),
                            value: try row.decode(5, as: [UInt8].self)))
                }
                return texts
            } catch {
                throw .database(error)
            }
        }
    }

    /// All heads of all organisations: what the follower looks after.
    package func heads() async throws(StoreError) -> [LogID: Position] {
        try await connections.withSession(as: .follower) { (session) throws(StoreError) in
            let result = try session.run(SchemaFiles.readHeads)
            do throws(PostgresError) {
                var heads: [LogID: Position] = [:]
                for row in result.rows {
                    guard let organisation = try? OrganisationID(row.decode(0, as: String.self)),
                        let kind = LogKind(rawValue: try row.decode(1, as: String.self))
                    else { throw PostgresError.protocolViolation("a log has an unknown name") }
                    heads[LogID(organisation: organisation, kind: kind)] = Position(try row.decode(2, as: Int64.self))
                }
                return heads
            } catch {
                throw .database(error)
            }
        }
    }

    /// Accepts that the clocks are apart, for this log, until they are found together again.
    package func acceptClock(of log: LogID) async throws(StoreError) {
        try await connections.withSession(as: .appender) { (session) throws(StoreError) in
            _ = try session.run(SchemaFiles.acceptClock, log.organisation.text, log.kind.rawValue, Instant.now.timestamp)
        }
    }
}

extension PostgresSession {
    package func events(_ result: PostgresResult) throws(StoreError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        for row in result.rows { events.append(try EventRow.event(row)) }
        return events
    }

    package func events(
        of log: LogID, after: Position, to: Position, limit: Int
    ) throws(StoreError) -> [RecordedEvent] {
        try events(
            run(
                SchemaFiles.readLog, log.organisation.text, log.kind.rawValue, after.value, to.value, Int64(limit)))
    }

    package func events(
        of log: LogID, taggedBy items: [[Tag]], after: Position, to: Position
    ) throws(StoreError) -> [RecordedEvent] {
        var numbers: [Int32] = []
        var tags: [String] = []
        for (number, item) in items.enumerated() {
            for tag in item {
                numbers.append(Int32(number))
                tags.append(tag.text)
            }
        }
        return try events(
            run(
                SchemaFiles.readTagged, log.organisation.text, log.kind.rawValue, after.value, to.value, numbers, tags))
    }

    package func logState(of log: LogID) throws(StoreError) -> LogState? {
        let result = try run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue)
        guard let row = result.rows.first else { return nil }
        do throws(PostgresError) {
            guard let nature = LogNature(rawValue: try row.decode(0, as: String.self)) else {
                throw PostgresError.protocolViolation("a log has an unknown nature")
            }
            return LogState(
                nature: nature, zone: try row.decode(1, as: String.self), head: Position(try row.decode(2, as: Int64.self)),
                recordedAt: Instant(try row.decode(3, as: PostgresTimestamp.self)),
                isClockAccepted: try row.decode(4, as: Bool.self),
                databaseClock: Instant(try row.decode(5, as: PostgresTimestamp.self)))
        } catch {
            throw .database(error)
        }
    }

    fileprivate func knownCommands(
        _ commandIDs: [UUIDValue], in organisation: OrganisationID
    ) throws(StoreError) -> [UUIDValue: KnownCommand] {
        let result = try run(SchemaFiles.findCommands, organisation.text, commandIDs.map(\.uuid))
        do throws(PostgresError) {
            var known: [UUIDValue: KnownCommand] = [:]
            for row in result.rows {
                let id = UUIDValue(try row.decode(0, as: PostgresUUID.self))
                guard let kind = LogKind(rawValue: try row.decode(1, as: String.self))
                else { throw PostgresError.protocolViolation("a command is of an unknown kind of log") }
                known[id] = KnownCommand(
                    log: LogID(organisation: organisation, kind: kind), fingerprint: try row.decode(2, as: [UInt8].self),
                    recordedBy: try row.decode(3, as: String.self), first: Position(try row.decode(4, as: Int64.self)),
                    last: Position(try row.decode(5, as: Int64.self)))
            }
            return known
        } catch {
            throw .database(error)
        }
    }
}
