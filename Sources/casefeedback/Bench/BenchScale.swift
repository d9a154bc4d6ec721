/// How much is measured, and for how long.
struct BenchScale: Sendable {
    /// Events of the history that reads, rebuilds and large appends work on.
    let events: Int
    /// Events of the history that the large one is compared with.
    let smallEvents = 10_000
    /// Of the histories whose wheel is asked for, and which is followed: one cycle of forty units.
    static let oneCycleOfEvents = 10_000
    /// Turns of every side, after a short one to warm up.
    let pairs: Int
    /// Of one side's turn.
    let turn: Duration
    let seed: UInt64

    static let eventsAllowed = 10_000...5_000_000
    static let eventsOfFullRun = 5_000_000
    static let eventsOfQuickRun = 200_000

    init(isQuick: Bool, events: Int? = nil, seed: UInt64) {
        self.events = events ?? (isQuick ? Self.eventsOfQuickRun : Self.eventsOfFullRun)
        self.seed = seed
        pairs = isQuick ? 5 : 7
        turn = isQuick ? .milliseconds(400) : .seconds(2)
    }
}
