import EventSourcing
import Postgres

/// The one place that names what the database decided.
extension PostgresResult {
    /// Of `append_events`, for the requests that it was given.
    func verdicts(on requests: [AppendRequest], streams: [String]) throws(StoreError) -> [Verdict] {
        guard let row = first else { throw .corrupt("append_events gave no row") }
        let recorded = try row.instant(4, of: "what follows on logs.recorded_at")
        return try decoding { () throws(PostgresError) in
            let first = try row.decode(1, as: Int64.self)
            guard let names = try row.decode(0, as: [String]?.self) else {
                return Verdict.allAccepted(requests, after: Position(first - 1), recordedAt: recorded)
            }
            let verdicts = PositionedVerdicts(
                names: names, firsts: try row.decode(2, as: [Int64].self), lasts: try row.decode(3, as: [Int64].self),
                streams: try row.decode(5, as: [Int32].self), details: try row.decode(6, as: [Int64].self),
                first: first, recordedAt: recorded)
            guard verdicts.count == requests.count else {
                throw .protocolViolation("append_events gave no verdict for each of \(requests.count) commands")
            }
            var all: [Verdict] = []
            for index in requests.indices { all.append(try verdicts.verdict(index, streams: streams)) }
            return all
        }
    }
}

extension Verdict {
    /// One after the other behind a position.
    static func allAccepted(
        _ requests: [AppendRequest], after head: Position, recordedAt: Instant
    ) -> [Verdict] {
        var last = head.value
        return requests.map { request in
            let first = last + 1
            last += Int64(request.events.count)
            return .accepted(
                AppendedRange(
                    first: Position(first), last: Position(last),
                    recordedAt: Instant(
                        microsecondsSince1970: recordedAt.microsecondsSince1970 + first - head.value - 1)))
        }
    }
}

/// The columns of `append_events` where commands were looked at one by one.
private struct PositionedVerdicts {
    let names: [String]
    let firsts: [Int64]
    let lasts: [Int64]
    /// Numbers from 1; 0 is none.
    let streams: [Int32]
    let details: [Int64]
    /// The position, and the recorded time, of the transaction's first event.
    let first: Int64
    let recordedAt: Instant

    /// Of all columns, or 0 when they differ.
    var count: Int {
        [firsts.count, lasts.count, streams.count, details.count].allSatisfy { $0 == names.count } ? names.count : 0
    }

    func verdict(_ index: Int, streams all: [String]) throws(PostgresError) -> Verdict {
        let detail = details[index]
        switch names[index] {
        case "accepted":
            return .accepted(
                AppendedRange(
                    first: Position(firsts[index]), last: Position(lasts[index]),
                    recordedAt: Instant(
                        microsecondsSince1970: recordedAt.microsecondsSince1970 + firsts[index] - first)))
        case "known": return .known
        case "dropped": return .dropped
        case "stale":
            let number = Int(streams[index])
            let stream = all.indices.contains(number - 1) ? StreamName(stored: all[number - 1]) : nil
            return .stale(stream: stream, actual: detail)
        case "occurs_in_future": return .occursInFuture(ordinal: Int(detail))
        case "log_not_open": return .logNotOpen
        case "log_already_open": return .logAlreadyOpen
        case "clocks_apart": return .clocksApart(microseconds: detail)
        case let other: throw .protocolViolation("append_events gave the unknown verdict '\(other)'")
        }
    }
}
