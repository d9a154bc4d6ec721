import EventSourcing

/// The streams that a batch reads or writes, numbered from 1 as they come.
struct BatchStreams {
    private(set) var names: [String] = []
    private var numbers: [StreamName: Int32] = [:]
    /// The version at the log's head by which every condition so far holds; nothing where no condition says.
    private var expected: [Int64?] = []
    /// Events of the batch so far.
    private var steps: [Int32] = []
    /// Two conditions on one stream rule each other out: at least one command will be refused.
    private var isContradictory = false

    /// For every stream, the version at the head by which all conditions hold if no command of the batch is refused; nothing
    /// if there is no such version of one of them, or nobody says which.
    var versionsAtHead: [Int64]? {
        guard !isContradictory else { return nil }
        let known = expected.compactMap(\.self)
        return known.count == names.count ? known : nil
    }

    /// So many streams' versions are kept at most.
    private static let versionsMax = 1_000

    /// The versions that are known when all of the batch is written behind an end at which these were.
    func versions(after known: [String: Int64]) -> [String: Int64] {
        guard !isContradictory else { return [:] }
        var versions = known.count > Self.versionsMax ? [:] : known
        for (index, name) in names.enumerated() {
            versions[name] = (expected[index] ?? known[name]).map { $0 + Int64(steps[index]) }
        }
        return versions
    }

    /// A command of the batch expects this version, counting what those before it write; gives the stream's number.
    mutating func expect(_ version: Int64, of stream: StreamName) -> Int32 {
        let number = number(of: stream)
        let index = Int(number) - 1
        let atHead = version - Int64(steps[index])
        if let earlier = expected[index], earlier != atHead { isContradictory = true }
        expected[index] = atHead
        return number
    }

    /// An event is written to the stream; gives the stream's number, and the event's place among those of the batch, from 1.
    mutating func write(to stream: StreamName) -> (number: Int32, step: Int32) {
        let number = number(of: stream)
        steps[Int(number) - 1] += 1
        return (number, steps[Int(number) - 1])
    }

    private mutating func number(of stream: StreamName) -> Int32 {
        if let number = numbers[stream] { return number }
        names.append(stream.text)
        expected.append(nil)
        steps.append(0)
        let number = Int32(names.count)
        numbers[stream] = number
        return number
    }
}
