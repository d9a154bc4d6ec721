import EventSourcing
import TestSupport

/// What was seen from outside while faults were made: what writers were told, what readers got, what is stored at the end.
struct FaultHistory: Sendable {
    /// An answer that a writer got: from here on the command must be there, once.
    struct Acknowledgement: Sendable, Hashable {
        let log: LogID
        let command: UUIDValue
        let stream: StreamName
    }

    /// One reader on one log.
    struct Reading: Sendable, Hashable {
        let reader: String
        let log: LogID
    }

    /// Ids under which something was sent, answered or not.
    var sent: Set<UUIDValue> = []
    var acknowledged: [Acknowledgement] = []
    /// Verdicts that no writer should have got, and what could not be read.
    var surprises: [String] = []
    /// The logs at the end, in order.
    var stored: [LogID: [StoredEvent]] = [:]
    /// The positions that readers were given, in the order in which they came.
    var read: [Reading: [Int64]] = [:]
    /// How often each event was applied to the projection that followed.
    var applied: [LogID: [Int64: Int64]] = [:]
    var standstill = Standstill()

    // Figures, which no rule is about.
    var kills = 0
    var unanswered = 0
    var resent = 0
}

/// The longest time that somebody had something to read, from a server that ran, and did not get on.
struct Standstill: Sendable, Hashable {
    var longest = Duration.zero
    var who = "nobody"
}

extension FaultHistory: CustomStringConvertible {
    var description: String {
        let events = stored.values.reduce(0) { $0 + $1.count }
        return "\(acknowledged.count) commands acknowledged, \(events) events in \(stored.count) logs, \(kills) kills, "
            + "\(unanswered) unanswered, \(resent) sent again, longest standstill \(standstill.longest) (\(standstill.who))"
    }
}
