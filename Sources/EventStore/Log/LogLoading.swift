package import EventSourcing
import Postgres
import SchemaFiles

extension EventLog {
    /// Takes a whole log into an empty one, row by row as they are: positions, times, identifiers. All of it or nothing.
    ///
    /// `makeSource` is called on the connection's thread; what it gives is asked for row after row, until nothing is left.
    /// It throws what makes the rows unacceptable: then nothing was written.
    ///
    /// - Throws: `logNotEmpty`, also when somebody else opened the log first; `logInUse` while somebody else is at it;
    ///   `clocksApart` when the last event is recorded later than now.
    @discardableResult
    package func load<Failure: StoreFailure>(
        _ log: LogID, opening: LogOpening,
        _ makeSource: @Sendable @escaping () throws(Failure) -> () throws(Failure) -> LogRow?
    ) async throws(Failure) -> LogRowCounts {
        // It has a connection for as long as its rows come, and so takes its turn as other bulk work does.
        let counts = try await bulkWriters.inTurn(of: log) { () async throws(Failure) in
            try await loadNow(log, opening: opening, makeSource)
        }
        if counts.last > .beginning { announce(log, counts.last) }
        return counts
    }

    private func loadNow<Failure: StoreFailure>(
        _ log: LogID, opening: LogOpening,
        _ makeSource: @Sendable @escaping () throws(Failure) -> () throws(Failure) -> LogRow?
    ) async throws(Failure) -> LogRowCounts {
        // The turn may have been long in coming.
        let now = clock()
        return try await connections.pool(.appender).withSession { (session) throws(Failure) in
            try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: false) {
                (session) throws(Failure) in
                let source = try makeSource()
                let head = try session.asStore(Failure.self) { () throws(StoreError) in
                    try session.unlessInUse(log) { () throws(StoreError) in
                        try session.lock(log, at: now, opening: opening)
                    }
                }
                let isFree = try session.asStore(Failure.self) { () throws(StoreError) in
                    try head.isEmpty(on: session) && head.isOpened(as: opening)
                }
                guard isFree else {
                    throw .store(.logNotEmpty(log, head: head.position))
                }
                guard !head.areClocksApart else { throw .store(.clocksApart(log, microseconds: head.apart)) }
                try session.asStore(Failure.self) { () throws(StoreError) in
                    try session.unlessInUse(log) { () throws(StoreError) in try session.open(head, as: opening) }
                }
                return try session.load(log, behind: head, source)
            }
        }
    }
}

/// What is true of a log behind its locked head row.
struct LockedHead: Sendable {
    let log: LogID
    let isOpen: Bool
    let nature: LogNature?
    let zone: String?
    let position: Position
    /// When the next event is recorded.
    let recordedAt: Instant
    let today: Day
    /// How far the clocks are apart, in microseconds, and whether that is further than is accepted.
    let apart: Int64
    let areClocksApart: Bool

    /// A log that is not open can be opened in any way.
    func isOpened(as opening: LogOpening) -> Bool {
        !isOpen || (nature == opening.nature && zone == opening.zone)
    }

    /// Whether the log holds nothing at all, not even a command that made no event.
    func isEmpty(on session: PostgresSession) throws(StoreError) -> Bool {
        guard isOpen else { return true }
        guard position == .beginning else { return false }
        return try session.count(log) == LogRowCounts()
    }
}

extension PostgresSession {
    /// The first statement of a bulk import's transaction.
    func lock(_ log: LogID, at now: Instant, opening: LogOpening?) throws(StoreError) -> LockedHead {
        let result = try run(
            SchemaFiles.lockLog, log.organisation.text, log.kind.rawValue, now.timestamp, opening?.zone)
        guard let row = result.first else { throw .corrupt("lock_log gave no row") }
        let recordedAt = try row.instant(4, of: "what follows on logs.recorded_at")
        let today = try row.day(5, of: "the day of what follows on logs.recorded_at")
        return try decoding { () throws(PostgresError) in
            LockedHead(
                log: log, isOpen: try row.decode(0, as: Bool.self),
                nature: try row.decode(1, as: String?.self).flatMap(LogNature.init(rawValue:)),
                zone: try row.decode(2, as: String?.self), position: Position(try row.decode(3, as: Int64.self)),
                recordedAt: recordedAt, today: today, apart: try row.decode(6, as: Int64?.self) ?? 0,
                areClocksApart: try row.decode(7, as: Bool?.self) ?? false)
        }
    }

    /// Opens a log that was not. Whoever began to open it first is waited for, and has it.
    func open(_ head: LockedHead, as opening: LogOpening?) throws(StoreError) {
        guard !head.isOpen, let opening else { return }
        let (organisation, kind) = (head.log.organisation.text, head.log.kind.rawValue)
        let opened = try run(
            SchemaFiles.openLog, organisation, kind, opening.nature.rawValue, opening.zone, head.recordedAt.timestamp)
        guard opened.affectedRows == 1 else {
            let state = try run(SchemaFiles.readLogState, organisation, kind).logState()
            throw .logNotEmpty(head.log, head: state?.head ?? .beginning)
        }
    }

    /// Copies the rows into the empty log, which is open, proves that they are its own, and advances its head.
    func load<Failure: StoreFailure>(
        _ log: LogID, behind head: LockedHead, _ source: () throws(Failure) -> LogRow?
    ) throws(Failure) -> LogRowCounts {
        try asStore(Failure.self) { () throws(StoreError) in
            // PostgreSQL refuses COPY FROM under row-level security.
            _ = try run(SchemaFiles.enterRole, "casefeedback_loader")
        }
        let copied = try copyIn(log, source)
        try asStore(Failure.self) { () throws(StoreError) in
            try run(SchemaFiles.enterRole, "casefeedback_appender")
            let seen = try count(log)
            guard seen.events == copied.events, seen.last == copied.last, seen.events == seen.last.value,
                seen.tags == copied.tags, seen.texts == copied.texts, seen.commands == copied.commands
            else { throw .corrupt("what was copied into \(log) is not what is there: nothing was kept") }
            if let recordedAt = copied.recordedAt {
                // Compared here and not before: the last event is known only now.
                let ahead = recordedAt.microsecondsSince1970 - head.recordedAt.microsecondsSince1970
                guard ahead <= Self.aheadMax else { throw .clocksApart(log, microseconds: ahead) }
                try run(
                    SchemaFiles.advanceHead, log.organisation.text, log.kind.rawValue, copied.last.value,
                    recordedAt.timestamp)
            }
        }
        return copied
    }

    /// How far a head may be ahead of the clock, in microseconds, as for appends.
    private static let aheadMax: Int64 = 60_000_000

    /// What one tenant sees of a log.
    fileprivate func count(_ log: LogID) throws(StoreError) -> LogRowCounts {
        guard let row = try run(SchemaFiles.countLog, log.organisation.text, log.kind.rawValue).first else {
            throw .corrupt("count_log gave no row")
        }
        return try decoding { () throws(PostgresError) in
            var counts = LogRowCounts()
            counts.events = try row.decode(0, as: Int64.self)
            counts.last = Position(try row.decode(1, as: Int64.self))
            counts.tags = try row.decode(2, as: Int64.self)
            counts.texts = try row.decode(3, as: Int64.self)
            counts.commands = try row.decode(4, as: Int64.self)
            return counts
        }
    }

    /// Says of a log that stayed locked for too long that somebody else is at it.
    fileprivate func unlessInUse<Answer>(
        _ log: LogID, _ body: () throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        do throws(StoreError) { return try body() } catch {
            guard case .database(let cause) = error, cause.sqlState == .lockNotAvailable else { throw error }
            throw .logInUse(log)
        }
    }

    /// Runs what throws a ``StoreError`` where another error type is thrown.
    fileprivate func asStore<Answer, Failure: StoreFailure>(
        _: Failure.Type, _ body: () throws(StoreError) -> Answer
    ) throws(Failure) -> Answer {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}
