import EventSourcing

/// What many requests of one log come to if all of them are accepted, one after the other: where each event stands in its
/// stream, counted from what the stream holds when the head is locked, and what it must hold then.
struct BulkPlan {
    struct Stream {
        let name: StreamName
        /// Events that the batch adds.
        var count: Int64 = 0
        /// The version that it must have before the batch, and which request says so, from 0, having how many of the
        /// batch's events before it.
        var required: (version: Int64, by: Int, offset: Int64)?
    }

    private(set) var streams: [Stream] = []
    /// By event, in order: the number of its stream, and its place among the batch's events there, from 1.
    private(set) var places: [(stream: Int32, offset: Int64)] = []
    /// The requests that are to be appended, by their places in the batch.
    private(set) var appended: [Int] = []
    /// What is known of a request without asking anybody: that its command stands in the batch twice, or is known by now.
    private(set) var known: Set<Int> = []
    /// The first request that can't be accepted, whatever the streams hold.
    private(set) var refused: (index: Int, verdict: Verdict)?

    private var numbers: [StreamName: Int32] = [:]
    private var ids: Set<UUIDValue> = []

    /// Of requests without matching conditions. `known` are those whose commands were accepted before.
    init(_ requests: [AppendRequest], known: Set<Int> = [], isEmpty: Bool) {
        self.known = known
        for (index, request) in requests.enumerated() where !known.contains(index) {
            guard ids.insert(request.commandID).inserted else {
                self.known.insert(index)
                continue
            }
            if let verdict = check(request.conditions, of: index, isEmpty: isEmpty) {
                refused = (index, verdict)
                return
            }
            appended.append(index)
            for event in request.events {
                let number = number(of: event.stream)
                streams[Int(number)].count += 1
                places.append((number, streams[Int(number)].count))
            }
        }
    }

    private mutating func check(_ conditions: [Condition], of index: Int, isEmpty: Bool) -> Verdict? {
        for case .stream(let name, let expected) in conditions {
            let version: Int64
            switch expected {
            case .any: continue
            case .absent: version = 0
            case .exact(let exact): version = exact
            }
            let number = Int(number(of: name))
            let offset = streams[number].count
            // Two conditions on a stream ask the same of what it held before, or one of them fails.
            let before = isEmpty ? 0 : streams[number].required?.version ?? version - offset
            guard before == version - offset, before >= 0 else {
                return .stale(stream: name, actual: max(before, 0) + offset)
            }
            if streams[number].required == nil { streams[number].required = (before, index, offset) }
        }
        return nil
    }

    private mutating func number(of stream: StreamName) -> Int32 {
        if let number = numbers[stream] { return number }
        let number = Int32(streams.count)
        numbers[stream] = number
        streams.append(Stream(name: stream))
        return number
    }
}

extension BulkPlan {
    /// The verdicts when one request is refused: it takes the others with it.
    func verdicts(refusing index: Int, _ verdict: Verdict, of count: Int) -> [Verdict] {
        (0..<count).map { $0 == index ? verdict : known.contains($0) ? .known : .dropped }
    }

    /// The verdicts when all of them are accepted, from a position on.
    func verdicts(on requests: [AppendRequest], from first: Position, recordedAt: Instant) -> [Verdict] {
        var next = first.value
        return requests.enumerated().map { index, request in
            guard !known.contains(index) else { return .known }
            defer { next += Int64(request.events.count) }
            return .accepted(
                AppendedRange(
                    first: Position(next), last: Position(next + Int64(request.events.count) - 1),
                    recordedAt: Instant(microsecondsSince1970: recordedAt.microsecondsSince1970 + next - first.value)))
        }
    }
}
