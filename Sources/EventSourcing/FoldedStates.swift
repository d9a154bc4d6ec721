/// The states of one fold in memory, each under its key, changed where they are.
///
/// Following loads what a batch moves and stores it again, a rebuild and a question about the past begin with nothing; the
/// folding is the same in all of them.
public struct FoldedStates<Fold: Projection>: Sendable {
    public private(set) var states: [String: Fold.State]

    public init(_ states: [String: Fold.State] = [:]) { self.states = states }

    public subscript(key: String) -> Fold.State? { states[key] }

    /// Takes up states that are kept elsewhere; those that are here already have moved on and stay.
    public mutating func insert(_ kept: [String: Fold.State]) { states.merge(kept) { moved, _ in moved } }

    /// Moves the states that the event concerns; where one of them can't take it, none.
    ///
    /// - Returns: their keys.
    @discardableResult
    public mutating func fold(_ event: FoldedEvent) throws(UnreadableEvent) -> StateKeys {
        let keys = try Fold.keys(of: event)
        try fold(event, moving: keys)
        return keys
    }

    /// Moves the states of the keys, which are `Fold.keys(of: event)`: for who had to ask for them before.
    public mutating func fold(_ event: FoldedEvent, moving keys: StateKeys) throws(UnreadableEvent) {
        try Fold.requireReadable(event, bySecondOf: keys)
        for key in keys {
            try states.change(key, from: Fold.initial) { (state) throws(UnreadableEvent) in
                try Fold.evolve(&state, key: key, event: event)
            }
        }
    }
}

extension Dictionary {
    /// Changes a key's value where it is, or one that begins as `initial`. A key that was not there is there only if `change`
    /// does not throw.
    package mutating func change<Failure: Error>(
        _ key: Key, from initial: @autoclosure () -> Value, _ change: (inout Value) throws(Failure) -> Void
    ) throws(Failure) {
        let before = count
        do throws(Failure) { try change(&self[key, default: initial()]) } catch {
            if count > before { self[key] = nil }
            throw error
        }
    }
}

/// The keys of the states that one event moves: none, one or two. It is no array, since there is one of it for every
/// event.
public struct StateKeys: Sequence, IteratorProtocol, Hashable, Sendable {
    private var first: String?
    fileprivate(set) var second: String?

    public static let none = StateKeys()

    private init() {}

    public init(_ first: String, _ second: String? = nil) {
        self.first = first
        self.second = second
    }

    public mutating func next() -> String? {
        defer {
            first = second
            second = nil
        }
        return first
    }
}
