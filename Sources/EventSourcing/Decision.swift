/// A fold over the events of one stream: it is total, so an event that it doesn't expect changes nothing.
public protocol StreamState: Sendable {
    init()
    /// - Throws: for an event that can't be read, and then the state is as it was.
    mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent)
}

/// Why a command is refused: a code and what it is about. The sentence is made when somebody reads it.
public struct Refusal: Error, Hashable, Sendable {
    /// Names the forbidding state: `seminar-not-held`.
    public let code: String
    public let parameters: [String: String]
    /// JSON pointer of the field that the refusal is about, in the command.
    public let field: String?

    public init(_ code: String, _ parameters: [String: String] = [:], field: String? = nil) {
        self.code = code
        self.parameters = parameters
        self.field = field
    }
}

/// A command's decider: three pure functions, where the state's `init` and `evolve` are the other two.
///
/// Time, actor and new identifiers arrive inside the command, so that `decide` is a function.
public protocol Decider: Sendable {
    associatedtype Context: Sendable
    /// The streams that the decision reads: it holds only while none of them has moved.
    var streams: [StreamName] { get }
    func decide(on streams: StreamStates, in context: Context) throws(Refusal) -> [ProposedEvent]
}

/// The events of the streams that a decision asked for, folded into states when it asks for them.
public struct StreamStates: Sendable {
    private var events: [StreamName: [RecordedEvent]]
    private var folded = StatesSoFar()

    public init(_ events: [StreamName: [RecordedEvent]]) { self.events = events }

    /// The state of one stream, `State()` when it has no event.
    public func state<State: StreamState>(_: State.Type = State.self, of stream: StreamName) throws(Refusal) -> State {
        let events = events[stream] ?? []
        let key = StatesSoFar.Key(stream: stream, type: ObjectIdentifier(State.self))
        let known = folded.states[key]
        var state = known?.state as? State ?? State()
        for event in events[(known?.count ?? 0)...] {
            do throws(UnreadableEvent) {
                try state.evolve(event.folded)
            } catch {
                throw Refusal("unreadable-event", ["event": error.description])
            }
        }
        folded.states[key] = (state, events.count)
        return state
    }

    /// The version that a stream has: 0 when it is absent.
    public func version(of stream: StreamName) -> Int64 { events[stream]?.last?.envelope.version ?? 0 }

    /// Whether the stream was read, be it absent.
    public func contains(_ stream: StreamName) -> Bool { events[stream] != nil }

    /// Adds events that follow on those of their streams: what a batch has decided already.
    public mutating func append(_ more: [RecordedEvent]) {
        // A copy of this has other events from here on, so it must not share what is folded.
        if !isKnownUniquelyReferenced(&folded) { folded = StatesSoFar(folded) }
        for event in more { events[event.envelope.stream, default: []].append(event) }
    }
}

/// States folded so far, so that a batch of commands on one stream folds each event once. Confined to the one task that
/// decides the batch, which is why it needs no lock.
private final class StatesSoFar: @unchecked Sendable {
    struct Key: Hashable {
        let stream: StreamName
        let type: ObjectIdentifier
    }

    var states: [Key: (state: any StreamState, count: Int)] = [:]

    init() {}
    init(_ other: StatesSoFar) { states = other.states }
}
