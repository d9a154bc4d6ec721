import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import Synchronization

/// What callers append to one log: statements of made-up rounds, every caller in rounds of its own, each command on the
/// exact version of its stream. Protected texts are left out: the baselines write events, tags and command ids.
final class AppendWork: Sendable {
    let log: LogID
    /// No other work of the same database has it, so that none writes to another's streams.
    private let number: Int
    private let eventsPerCommand: Int
    private let state: Mutex<State>

    private struct State {
        var generator: SeededGenerator
        var callers: [CallerState]
        var rounds = 0
    }

    private struct CallerState {
        var round: SyntheticRound?
        var told = 0
    }

    /// The one after those of a made-up history; the day is past, since nothing may have occurred after today.
    private static let cycle = "2025-2026"
    private static let day = Day(daysSince1970: 20_200)
    private static let eventsPerRound = 14 * SyntheticRound.childCount

    init(_ number: Int, on log: LogID, callers: Int, eventsPerCommand: Int, seed: UInt64) {
        self.number = number
        self.log = log
        self.eventsPerCommand = eventsPerCommand
        state = Mutex(
            State(
                generator: SeededGenerator(seed: seed), callers: Array(repeating: CallerState(), count: callers)))
    }

    /// The next commands of each caller, as they are ready to be appended.
    func next(_ count: Int) throws(Failure) -> [[AppendRequest]] {
        do throws(InvalidValue) {
            return try state.withLock { (state) throws(InvalidValue) -> [[AppendRequest]] in
                var all: [[AppendRequest]] = []
                for caller in state.callers.indices {
                    var requests: [AppendRequest] = []
                    requests.reserveCapacity(count)
                    for _ in 0..<count { requests.append(try request(of: caller, &state)) }
                    all.append(requests)
                }
                return all
            }
        } catch {
            throw Failure(error)
        }
    }

    private func request(of caller: Int, _ state: inout State) throws(InvalidValue) -> AppendRequest {
        var current = state.callers[caller]
        if current.round == nil || current.told + eventsPerCommand > Self.eventsPerRound {
            state.rounds += 1
            current = CallerState(
                round: SyntheticRound(
                    cycle: try Identifier(Self.cycle),
                    unit: try Identifier("barn-och-unga-myndighet-enhet-\(number)-\(state.rounds)"),
                    number: state.rounds, by: &state.generator))
        }
        guard let round = current.round else { preconditionFailure("it was made above") }
        var events: [EncodedEvent] = []
        for number in current.told..<current.told + eventsPerCommand {
            var content = round.statement(
                number / SyntheticRound.childCount, of: number % SyntheticRound.childCount, words: "")
            content.texts = []
            events.append(EncodedEvent(content, eventID: state.generator.uuid(at: .now), on: Self.day))
        }
        let version = Int64(current.told)
        current.told += eventsPerCommand
        state.callers[caller] = current
        return AppendRequest(
            log: log, commandID: state.generator.uuid(at: .now), fingerprint: SyntheticEvent.fingerprint,
            caller: SyntheticEvent.caller,
            conditions: [.stream(events[0].stream, version == 0 ? .absent : .exact(version))], events: events)
    }
}

/// How much to do for a turn to last as long as it should: what was done a second in the turn before.
final class Pace: Sendable {
    private let rate: Mutex<Double>

    init(first: Double) { rate = Mutex(first) }

    /// Calls of each caller.
    func calls(in turn: Duration, callers: Int) -> Int {
        max(5, Int(rate.withLock { $0 } * (turn / .seconds(1))) / callers)
    }

    func measured(_ calls: Int, in elapsed: Duration) { rate.withLock { $0 = Double(calls) / (elapsed / .seconds(1)) } }
}
