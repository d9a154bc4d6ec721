package import EventSourcing
package import Postgres
import SchemaFiles

extension EventLog {
    /// Looks commands up and reads their streams, in one round trip.
    ///
    /// The streams are read *before* the commands are looked up: a command that commits in between is then found as known,
    /// never decided on a state that holds its own events.
    package func basis(
        of commandIDs: [UUIDValue], in log: LogID, streams: [StreamName]
    ) async throws(StoreError) -> DecisionBasis {
        try await connections.withSession(as: .reader) { (session) throws(StoreError) in
            try session.pipeline { (pipeline) throws(StoreError) in
                // What is enqueued up to the sync is one implicit transaction, for which the tenant is set.
                try pipeline.add(SchemaFiles.setTenant, log.organisation.text)
                try pipeline.add(SchemaFiles.planByOrder)
                let events = try pipeline.add(
                    SchemaFiles.readStreams, log.organisation.text, log.kind.rawValue, streams.map(\.text))
                let state = try pipeline.add(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue)
                let known = try pipeline.add(
                    SchemaFiles.findCommands, log.organisation.text, commandIDs.map(\.uuid))
                return DecisionBasis(
                    known: try pipeline.answer(known).knownCommands(of: log.organisation),
                    streams: Dictionary(grouping: try pipeline.answer(events).events(), by: \.envelope.stream),
                    state: try pipeline.answer(state).logState())
            }
        }
    }

    /// The head row; nothing when no such log is open.
    package func state(of log: LogID) async throws(StoreError) -> LogState? {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState()
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
            try session.run(
                SchemaFiles.readPositions, log.organisation.text, log.kind.rawValue, positions.map(\.value)
            ).events()
        }
    }

    package func stream(_ stream: StreamName, of log: LogID) async throws(StoreError) -> [RecordedEvent] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.run(SchemaFiles.planByOrder)
            return try session.run(SchemaFiles.readStreams, log.organisation.text, log.kind.rawValue, [stream.text])
                .events()
        }
    }

    /// The events of some streams up to a position, in order.
    package func streams(
        _ streams: Set<StreamName>, of log: LogID, to last: Position
    ) async throws(StoreError) -> [RecordedEvent] {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.run(SchemaFiles.planByOrder)
            return try session.run(
                SchemaFiles.readStreamsTo, log.organisation.text, log.kind.rawValue, streams.map(\.text).sorted(),
                last.value
            ).events()
        }
    }

    /// Events that carry all tags of any of the items, in order.
    package func events(
        of log: LogID, taggedBy items: [[Tag]], after: Position = .beginning, to: Position = Position(.max)
    ) async throws(StoreError) -> [RecordedEvent] {
        let pairs = items.enumerated().flatMap { number, item in item.map { (Int32(number), $0.text) } }
        return try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.run(
                SchemaFiles.readTagged, log.organisation.text, log.kind.rawValue, after.value, to.value, pairs.map(\.0),
                pairs.map(\.1)
            ).events()
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
            try session.run(
                SchemaFiles.readProtectedTexts, log.organisation.text, log.kind.rawValue, positions.map(\.value)
            ).storedTexts()
        }
    }

    /// All heads of all organisations: what the follower looks after.
    package func heads() async throws(StoreError) -> [LogID: Position] {
        try await connections.withSession(as: .follower) { (session) throws(StoreError) in
            try session.run(SchemaFiles.readHeads).heads()
        }
    }

    /// Settings of the server that are off, and without which a power cut can take what was acknowledged.
    package func unsafeSettings() async throws(StoreError) -> [String] {
        try await connections.withSession(as: .follower) { (session) throws(StoreError) in
            let result = try session.run(SchemaFiles.readUnsafeSettings)
            return try decoding { () throws(PostgresError) in
                var names: [String] = []
                for row in result.rows { names.append(try row.decode(0, as: String.self)) }
                return names
            }
        }
    }

    /// Accepts that the clocks are apart, for this log, until they are found together again.
    package func acceptClock(of log: LogID) async throws(StoreError) {
        try await connections.withSession(as: .appender) { (session) throws(StoreError) in
            _ = try session.run(
                SchemaFiles.acceptClock, log.organisation.text, log.kind.rawValue, Instant.now.timestamp)
        }
    }
}

extension PostgresSession {
    package func events(
        of log: LogID, after: Position, to: Position, limit: Int
    ) throws(StoreError) -> [RecordedEvent] {
        let read = try eventsAsFarAsReadable(of: log, after: after, to: to, limit: limit)
        if let missing = read.missing { throw .eventMissing(log, missing) }
        if let unreadable = read.unreadable { throw .unreadable(unreadable) }
        return read.events
    }

    func eventsAsFarAsReadable(
        of log: LogID, after: Position, to: Position, limit: Int
    ) throws(StoreError) -> ReadEvents {
        try run(
            SchemaFiles.readLog, log.organisation.text, log.kind.rawValue, after.value, to.value, Int64(limit)
        ).eventsAsFarAsReadable().withoutGap(after: after)
    }
}

extension PostgresPipeline {
    /// Adds a statement of `Schema/`.
    @discardableResult
    fileprivate func add(_ file: SchemaFile, _ values: any PostgresEncodable...) throws(StoreError) -> Handle {
        try decoding { () throws(PostgresError) in
            try enqueue(file.statement, PostgresBindings(values))
        }
    }

    fileprivate func answer(_ handle: Handle) throws(StoreError) -> PostgresResult {
        try decoding { () throws(PostgresError) in try result(of: handle) }
    }
}
