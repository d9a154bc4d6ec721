package import EventSourcing
package import Postgres

// What the reading statements of `Schema/queries` give, as values. The order of columns is theirs.
extension PostgresResult {
    /// Of `read_log`, `read_streams`, `read_positions` and `read_tagged`.
    ///
    /// - Throws: `unreadable` where one of them is.
    package func events() throws(StoreError) -> [RecordedEvent] {
        let read = try eventsAsFarAsReadable()
        if let unreadable = read.unreadable { throw .unreadable(unreadable) }
        return read.events
    }

    func eventsAsFarAsReadable() throws(StoreError) -> ReadEvents {
        var read = ReadEvents()
        guard let log = try decoding({ () throws(PostgresError) in try logOfFirst() }) else { return read }
        var reader = EventRowReader(log: log)
        read.events.reserveCapacity(count)
        for row in rows {
            var fields = PostgresRowFields(row: row)
            do throws(PostgresError) {
                read.events.append(try reader.event(fields: &fields))
            } catch {
                let start = PostgresRowFields(row: row)
                guard let row = reader.unreadable(start, at: fields.readCount - 1, because: error) else {
                    throw StoreError(error)
                }
                read.unreadable = row.event
                break
            }
        }
        return read
    }

    private func logOfFirst() throws(PostgresError) -> LogID? {
        guard let first else { return nil }
        guard let organisation = try? OrganisationID(first.decode(0, as: String.self)),
            let kind = LogKind(rawValue: try first.decode(1, as: String.self))
        else { throw .protocolViolation("an event is of a log with an unknown name") }
        return LogID(organisation: organisation, kind: kind)
    }

    /// Of `read_log_state`; nothing when no such log is open.
    func logState() throws(StoreError) -> LogState? {
        guard let row = first else { return nil }
        let recordedAt = try row.instant(3, of: "logs.recorded_at")
        let databaseClock = try row.instant(5, of: "the database's clock")
        return try decoding { () throws(PostgresError) in
            guard let nature = LogNature(rawValue: try row.decode(0, as: String.self)) else {
                throw .protocolViolation("a log has an unknown nature")
            }
            return LogState(
                nature: nature, zone: try row.decode(1, as: String.self),
                head: Position(try row.decode(2, as: Int64.self)),
                recordedAt: recordedAt, isClockAccepted: try row.decode(4, as: Bool.self),
                databaseClock: databaseClock)
        }
    }

    /// Of `find_commands`.
    func knownCommands(of organisation: OrganisationID) throws(StoreError) -> [UUIDValue: KnownCommand] {
        try decoding { () throws(PostgresError) in
            var known: [UUIDValue: KnownCommand] = [:]
            for row in rows {
                guard let kind = LogKind(rawValue: try row.decode(1, as: String.self)) else {
                    throw .protocolViolation("a command is of an unknown kind of log")
                }
                known[UUIDValue(try row.decode(0, as: PostgresUUID.self))] = KnownCommand(
                    log: LogID(organisation: organisation, kind: kind),
                    fingerprint: try row.decode(2, as: [UInt8].self),
                    recordedBy: try row.decode(3, as: String.self), first: Position(try row.decode(4, as: Int64.self)),
                    last: Position(try row.decode(5, as: Int64.self)))
            }
            return known
        }
    }

    /// Of `read_protected_texts`.
    func storedTexts() throws(StoreError) -> [StoredText] {
        try decoding { () throws(PostgresError) in
            var texts: [StoredText] = []
            for row in rows {
                guard let secrecy = SecrecyClass(rawValue: try row.decode(2, as: String.self)) else {
                    throw .protocolViolation("a protected text has an unknown secrecy class")
                }
                texts.append(
                    StoredText(
                        position: Position(try row.decode(0, as: Int64.self)),
                        field: try row.decode(1, as: String.self),
                        secrecy: secrecy, subject: try row.decode(3, as: String.self),
                        keyID: try row.decode(4, as: String?.self), value: try row.decode(5, as: [UInt8].self)))
            }
            return texts
        }
    }

    /// Of `read_heads`.
    func heads() throws(StoreError) -> [LogID: Position] {
        try decoding { () throws(PostgresError) in
            var heads: [LogID: Position] = [:]
            for row in rows {
                guard let organisation = try? OrganisationID(row.decode(0, as: String.self)),
                    let kind = LogKind(rawValue: try row.decode(1, as: String.self))
                else { throw .protocolViolation("a log has an unknown name") }
                heads[LogID(organisation: organisation, kind: kind)] = Position(try row.decode(2, as: Int64.self))
            }
            return heads
        }
    }

    /// Of `read_tags`.
    func tags() throws(StoreError) -> [Position: [Tag]] {
        try decoding { () throws(PostgresError) in
            var tags: [Position: [Tag]] = [:]
            for row in rows {
                tags[Position(try row.decode(0, as: Int64.self))] = try row.decode(1, as: [String].self)
                    .map(Tag.init(stored:))
            }
            return tags
        }
    }
}

extension PostgresRow {
    /// A moment that is no event's. `place` says where it stands.
    func instant(_ column: Int, of place: String) throws(StoreError) -> Instant {
        guard let instant = (try? decode(column, as: PostgresTimestamp.self)).flatMap({ Instant($0) }) else {
            throw .corrupt("\(place) is no moment of the years 1 to 9999")
        }
        return instant
    }

    /// A day that is no event's.
    func day(_ column: Int, of place: String) throws(StoreError) -> Day {
        guard let day = (try? decode(column, as: PostgresDate.self)).flatMap({ Day($0) }) else {
            throw .corrupt("\(place) is no day of the years 1 to 9999")
        }
        return day
    }
}

/// Reads a row; what can't be decoded was not written by this program.
package func decoding<Value>(_ body: () throws(PostgresError) -> Value) throws(StoreError) -> Value {
    do throws(PostgresError) { return try body() } catch { throw StoreError(error) }
}
