/// A pure fold over events, kept as many small states, each under a key of its own.
///
/// The same fold serves following, rebuild, time travel and verification. ``referenceTypes`` says which events it needs
/// beside those that a question's tags select; ``keys(of:)`` says which states an event moves.
public protocol Projection: Sendable {
    associatedtype State: Codable & Sendable & Hashable
    /// Stable: part of the stored checkpoint.
    static var name: String { get }
    /// Raised when the fold or its rows change, so that an older generation is rebuilt beside the new one.
    static var revision: Int { get }
    static var initial: State { get }
    /// Types that are read whole, whatever question is asked: organisation, instruments, rules.
    static var referenceTypes: Set<TypeName> { get }
    /// The keys of the states that the event moves; none when it concerns this projection not at all.
    ///
    /// It is asked for every event of the log, so it goes by stream and type, and reads a payload only where those don't
    /// say enough. What it doesn't read it doesn't judge: a malformed event stops the folds that it concerns.
    ///
    /// - Throws: for an event of a type that this program does not know, wherever it stands: whether it concerns the fold
    ///   only a newer release can say.
    static func keys(of event: FoldedEvent) throws(UnreadableEvent) -> StateKeys
    /// The state moved by one event. It is total: a missing predecessor changes nothing, or less, and never traps.
    ///
    /// - Throws: for an event that can't be read, and then the state is as it was: what is folded up to there is stored, shown
    ///   and compared, and gone on with by a release that can read it. The event alone decides, never the state.
    static func evolve(_ state: inout State, key: String, event: FoldedEvent) throws(UnreadableEvent)
}

extension Projection {
    /// Throws where the second of the states that an event moves can't take it: asked before the first is moved, so that the
    /// event moves both or none.
    package static func requireReadable(_ event: FoldedEvent, bySecondOf keys: StateKeys) throws(UnreadableEvent) {
        guard let key = keys.second else { return }
        var state = initial
        try evolve(&state, key: key, event: event)
    }
}
