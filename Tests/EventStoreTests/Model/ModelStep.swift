import EventSourcing
import EventStore

/// One thing that somebody does in a round, at the same time as all others of the round.
enum ModelStep: Sendable, Hashable {
    /// Sends a command, in so many copies at once; with a lost answer, its sender does not hear it and sends it again.
    case send(ModelCommand, copies: Int, isAnswerLost: Bool)
    /// Sends many commands to one log through one process, each by itself: more than wait for one transaction.
    case burst([ModelCommand], process: Int)
    /// Sends commands to one log, all or nothing; in bulk, they come over by COPY.
    case sendAll([ModelCommand], head: ModelHead, isInBulk: Bool, process: Int)
    /// Sends again what was sent under an id before.
    case resend(id: UUIDValue, log: Int, process: Int)
    /// Goes on reading a log.
    case read(log: Int, limit: Int, process: Int)
    /// Brings the projections of a log's organisation to the head.
    case follow(log: Int, process: Int)
    case rebuild(log: Int, process: Int)
    /// Ends all backends of a kind.
    case endBackends(Backends)
    /// kill -9 of every process of the server, and a start.
    case killServer(afterMilliseconds: Int)
    /// Moves the server's clock.
    case stepClock(seconds: Int)

    enum Backends: String {
        case appender, projector, reader
        /// Each claim of a builder has a connection of its own.
        case claim

        /// Of their names.
        var pattern: String { "casefeedback \(rawValue)%" }
    }
}

/// A command as the seed draws it. What it expects is said in words that are filled in when it is sent: the state is not
/// known before.
struct ModelCommand: Sendable, Hashable {
    enum Expectation: Sendable, Hashable {
        case anything
        /// The version of its first stream that was seen at the last quiet point.
        case current
        case absent
        /// One less or one more than what was seen.
        case behind
        case ahead
        /// That nothing was added to the notebook of its first event since so many positions before the end.
        case nothingNew(back: Int64)
    }

    /// Why it must be refused, whatever the state is.
    enum Fault: String, Sendable {
        case tooLarge = "too large"
        case badRow = "with a row that the database refuses"
        case inFuture = "in the future"
        case clockAhead = "with a clock three minutes ahead"
    }

    struct Draft: Sendable, Hashable {
        let notebook: String
        let number: Int
        let isSecret: Bool
    }

    let id: UUIDValue
    let log: Int
    let process: Int
    let drafts: [Draft]
    var expectation: Expectation
    var opensLog = false
    var fault: Fault?
}

/// Where a batch expects its log to end.
enum ModelHead: String, Sendable {
    case anywhere
    case current
    case behind
}

extension ModelCommand: CustomStringConvertible {
    var description: String {
        let notes = drafts.map { "\($0.notebook)\($0.number)\($0.isSecret ? "*" : "")" }.joined(separator: "+")
        return "\(notes) to log \(log) if \(expectation), by process \(process), as \(id.description.suffix(6))"
            + (opensLog ? ", opening it" : "") + (fault.map { ", \($0.rawValue)" } ?? "")
    }
}

extension ModelStep: CustomStringConvertible {
    var description: String {
        switch self {
        case .send(let command, let copies, let isLost):
            "send \(command)\(copies > 1 ? ", \(copies) times at once" : "")\(isLost ? ", unheard" : "")"
        case .burst(let commands, let process):
            "burst of \(commands.count) by process \(process): \(commands.map(\.description))"
        case .sendAll(let commands, let head, let isInBulk, let process):
            "send all\(isInBulk ? " in bulk" : ""), at head \(head.rawValue), by process \(process): "
                + "\(commands.map(\.description))"
        case .resend(let id, let log, let process):
            "resend \(id.description.suffix(6)) to log \(log) by process \(process)"
        case .read(let log, let limit, let process): "read \(limit) of log \(log) by process \(process)"
        case .follow(let log, let process): "follow log \(log) by process \(process)"
        case .rebuild(let log, let process): "rebuild of log \(log) by process \(process)"
        case .endBackends(let kind): "end the \(kind.rawValue) backends"
        case .killServer(let delay): "kill the server after \(delay) ms"
        case .stepClock(let seconds): "set the server's clock to \(seconds) s"
        }
    }
}
