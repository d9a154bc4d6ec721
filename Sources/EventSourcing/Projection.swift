/// A pure fold over events, kept as many small states, each under a key of its own.
///
/// The same fold serves following, rebuild, time travel and verification. ``sources`` says which events it needs, so that an
/// answer about one thing reads no more than that; ``keys(of:)`` says which states an event moves.
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
    static func keys(of event: RecordedEvent, tags: [Tag]) -> [String]
    static func evolve(_ state: inout State, key: String, event: RecordedEvent) throws(UnreadableEvent)
}
