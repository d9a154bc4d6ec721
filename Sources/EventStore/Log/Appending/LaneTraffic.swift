/// Decides for ``LogWriters`` whether a further transaction may go on a log's lane: beside one at the most, and not for ever.
/// Pure.
struct LaneTraffic: Sendable {
    /// How many commands each transaction has whose answer is not there yet.
    private(set) var underWay: [Int] = []
    /// Transactions in a row that were sent before the one in front of them was answered.
    private var sentAhead = 0

    /// Whoever waits for the head row in another process gets it only where the next transaction is not there already.
    static let sentAheadMax = 8

    var commandsUnderWay: Int { underWay.reduce(0, +) }

    /// Whether one more may be sent now.
    var hasRoom: Bool { underWay.isEmpty || underWay.count < 2 && sentAhead < Self.sentAheadMax }

    mutating func sent(_ commands: Int) {
        sentAhead = underWay.isEmpty ? 0 : sentAhead + 1
        underWay.append(commands)
    }

    /// The first of them was answered: how many commands it had.
    mutating func answered() -> Int? { underWay.isEmpty ? nil : underWay.removeFirst() }
}
