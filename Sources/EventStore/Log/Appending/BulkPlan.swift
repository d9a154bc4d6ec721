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
    /// The commands that were recorded before.
    let recorded: Set<UUIDValue>
    /// No stream holds what its requests expect: not all of them can be accepted.
    private(set) var isContradictory = false

    private var numbers: [StreamName: Int32] = [:]
    private var ids: Set<UUIDValue> = []

    /// Of requests without matching conditions. A command that is recorded, or stands in the batch before, is left out.
    init(_ requests: [AppendRequest], recorded: Set<UUIDValue>) {
        self.recorded = recorded
        for (index, request) in requests.enumerated() where !recorded.contains(request.commandID) {
            guard ids.insert(request.commandID).inserted else { continue }
            require(request.conditions, by: index)
            appended.append(index)
            for event in request.events {
                let number = number(of: event.stream)
                streams[Int(number)].count += 1
                places.append((number, streams[Int(number)].count))
            }
        }
    }

    private mutating func require(_ conditions: [Condition], by index: Int) {
        for case .stream(let name, let expected) in conditions {
            guard let version = expected.version else { continue }
            let number = Int(number(of: name))
            let offset = streams[number].count
            let before = version - offset
            if let required = streams[number].required {
                // Two conditions on a stream ask the same of what it held before, or one of them fails.
                isContradictory = isContradictory || required.version != before
            } else {
                isContradictory = isContradictory || before < 0
                streams[number].required = (before, index, offset)
            }
        }
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
    /// The verdicts when all of them are accepted, from a position on.
    func verdicts(on requests: [AppendRequest], from first: Position, recordedAt: Instant) -> [Verdict] {
        var next = first.value
        var appended = appended[...]
        return requests.enumerated().map { index, request in
            guard appended.first == index else { return .known }
            appended.removeFirst()
            defer { next += Int64(request.events.count) }
            return .accepted(
                AppendedRange(
                    first: Position(next), last: Position(next + Int64(request.events.count) - 1),
                    recordedAt: Instant(microsecondsSince1970: recordedAt.microsecondsSince1970 + next - first.value)))
        }
    }
}
