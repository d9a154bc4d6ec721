package import EventSourcing
package import Postgres

/// A mishap of the store: nothing was decided. What was decided is a ``Verdict``.
package enum StoreError: Error, Sendable {
    /// The database can't be reached, or refused the statement.
    case database(PostgresError)
    /// The server has no database of that name.
    case databaseMissing(message: String)
    /// The cluster has none of casefeedback's roles.
    case rolesMissing(message: String)
    /// The database has no schema of casefeedback.
    case schemaMissing
    case schemaTooOld(found: Int, needed: Int)
    case schemaTooNew(found: Int, known: Int)
    case databaseNotUTF8(encoding: String)
    case logNotFound(LogID)
    /// A whole log can be taken into an empty one only.
    case logNotEmpty(LogID, head: Position)
    /// Somebody else is opening the log, or fills it.
    case logInUse(LogID)
    /// The clocks of database and program, or the clock and the log that is taken in, differ by this many microseconds.
    case clocksApart(LogID, microseconds: Int64)
    /// So many appends wait for this log that a further one would wait too long.
    case queueFull(LogID, waiting: Int)
    /// An event is of more bytes than any may be, without its protected texts.
    case eventTooLarge(bytes: Int)
    /// Nothing of it was sent to the database.
    case requestMalformed(RequestFault)
    /// The connection was lost while an append was under way, and something stopped it when it was sent again: whether it was
    /// committed is not known. The same command sent again gets the answer.
    case outcomeUnknown(LogID, PostgresError)
    /// A stored row is not what this program wrote.
    case corrupt(String)
    case unreadable(UnreadableEvent)
    /// No event stands at a position of the log, although it is longer.
    case eventMissing(LogID, Position)
    /// The projection was moved by another worker meanwhile; nothing was written.
    case overtaken(projection: String)
    /// What is served was folded from more events than the log has: some are lost.
    case logEndsBefore(projection: String, position: Position, end: Position)
    /// The program has one revision of the projection, and no generation of it stands; `served` is the one that does.
    case notBuilt(projection: String, revision: Int, served: Int)
    /// The same, and an attempt to build one failed.
    case buildFailed(projection: String, reason: String)
    /// The generation that is served is of the program's revision, and in a stage in which nobody reads it.
    case notStanding(projection: String, stage: String)
    /// This builder's claim on what it builds is gone, and another may have taken its place; nothing more was written.
    case claimLost(projection: String, OrganisationID)
    /// Somebody else is rebuilding the projection: who, where the server tells it.
    case beingBuilt(projection: String, OrganisationID, by: ClaimHolder?)
    /// No generation is kept that could be served again.
    case nothingToReturnTo(projection: String, OrganisationID)
    /// The kept generation is behind what is served, and only the release that made it can bring it forward.
    case returnBehind(projection: String, at: Position, needed: Position, release: String)
    /// Every attempt found that the streams had moved.
    case contended(LogID, attempts: Int)
}

extension StoreError {
    /// The server has no room left to write.
    package var isDiskFull: Bool {
        if case .database(.server(let refusal)) = self { refusal.sqlState == .diskFull } else { false }
    }

    /// An event that is larger than any may be. A distributed engine adds a suffix to a constraint's name.
    package var isEventTooLarge: Bool {
        if case .eventTooLarge = self { return true }
        guard case .database(.server(let refusal)) = self else { return false }
        return refusal.constraintName?.hasPrefix("event_at_most_60_kib") == true
    }

    /// A command's id was used before, in another log of the organisation.
    package var isCommandReused: Bool {
        guard case .database(.server(let refusal)) = self else { return false }
        return refusal.constraintName?.hasPrefix("commands_pkey") == true
    }

    /// The fault lies with one projection, its rows or its program: the others can go on.
    var isOfOneProjection: Bool {
        switch self {
        case .unreadable, .eventMissing, .corrupt: true
        case .database(.server(let refusal)): !isUnavailability && refusal.sqlState != .diskFull
        case .database(.decoding): true
        default: false
        }
    }

    /// The database is away, or too busy for now: nothing is wrong with what was asked.
    package var isUnavailability: Bool {
        if case .database(let cause) = self { cause.isConnectionLoss || cause.isTransient } else { false }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .database(let error): String(describing: error)
        case .databaseMissing(let message): "there is no such database: create it with encoding UTF8 (\(message))"
        case .rolesMissing(let message):
            "the cluster has no roles of casefeedback: run `casefeedback migrate --roles` as superuser (\(message))"
        case .schemaMissing: "the database has no schema of casefeedback: run `casefeedback migrate`"
        case .schemaTooOld(let found, let needed):
            "the database's schema is at revision \(found), this program needs \(needed): run `casefeedback migrate`"
        case .schemaTooNew(let found, let known):
            "the database's schema is at revision \(found), this program knows \(known): run a newer release"
        case .databaseNotUTF8(let encoding): "the database's encoding is \(encoding): make one with encoding UTF8"
        case .logNotFound(let log): "there is no log \(log)"
        case .logNotEmpty(let log, let head): "the log \(log) is not empty: it stands at \(head)"
        case .logInUse(let log): "somebody else is opening or filling \(log)"
        case .clocksApart(let log, let microseconds):
            "the clocks, or the clock and \(log), are \(microseconds) microseconds apart"
        case .queueFull(let log, let waiting): "\(waiting) appends wait for \(log): try again later"
        case .eventTooLarge(let bytes): "an event of \(bytes) bytes is larger than \(EncodedEvent.bytesMax)"
        case .requestMalformed(let fault): "what was to be recorded can't be stored: \(fault)"
        case .outcomeUnknown(let log, let cause):
            "the connection was lost during an append to \(log): send the same command again to learn its outcome (\(cause))"
        case .corrupt(let detail): "the store holds what this program never wrote: \(detail)"
        case .unreadable(let event): event.description
        case .eventMissing(let log, let position):
            "event \(log)/\(position) is missing: run `casefeedback verify` and restore a backup"
        case .overtaken(let projection): "another worker moved the projection \(projection) meanwhile"
        case .logEndsBefore(let projection, let position, let end):
            "\(projection) was folded up to \(position), and the log ends at \(end): events are lost"
        case .notBuilt(let projection, let revision, let served):
            "\(projection) stands in revision \(served), this program reads revision \(revision): "
                + (served < revision ? "it is being rebuilt, or `casefeedback rebuild` does it" : "run a newer release")
        case .buildFailed(let projection, let reason):
            "\(projection) could not be built for this program: \(reason)"
        case .notStanding(let projection, let stage):
            "what is served of \(projection) is \(stage), and nobody reads it: run `casefeedback rebuild`"
        case .claimLost(let projection, let organisation):
            "this rebuild of \(projection) of \(organisation) lost its claim on it: another may have gone on with it"
        case .beingBuilt(let projection, let organisation, let holder):
            "somebody else is rebuilding \(projection) of \(organisation)" + (holder.map { " (\($0))" } ?? "")
        case .nothingToReturnTo(let projection, let organisation):
            "no earlier generation of \(projection) of \(organisation) is kept"
        case .returnBehind(let projection, let position, let needed, let release):
            "the kept generation of \(projection) stands at \(position), what is served at \(needed): "
                + "run release \(release) until it is there"
        case .contended(let log, let attempts):
            "the streams of \(log) moved at each of \(attempts) attempts: try again later"
        }
    }
}
