import CaseFeedback
import EventSourcing
import EventStore

/// Commands that were accepted before, with what they left: so that one that is sent again gets its first answer.
struct RememberedCommands {
    private let known: [UUIDValue: KnownCommand]
    private let events: [Position: RecordedEvent]
    private let texts: [Position: Set<String>]

    init(known: [UUIDValue: KnownCommand] = [:], events: [RecordedEvent] = [], texts: [StoredText] = []) {
        self.known = known
        self.events = Dictionary(events.map { ($0.position, $0) }) { first, _ in first }
        self.texts = Dictionary(grouping: texts, by: \.position)
            .mapValues { Set($0.map { String(decoding: $0.value, as: UTF8.self) }) }
    }

    /// The first answer, if it is the same command, by the same caller, with the same words; else its id was reused.
    func answer(to command: Command, by caller: Caller) throws(Problem) -> CommandOutcome {
        let reused = Problem(.idReused, "command-id-reused", field: "/id", value: command.header.id.description)
        guard let known = known[command.header.id] else { throw reused }
        let fingerprint: [UInt8]
        do throws(Refusal) { fingerprint = try command.fingerprint() } catch { throw Problem(error) }
        guard known.fingerprint == fingerprint, known.recordedBy == caller.identity else { throw reused }
        let words: Set<String>
        do { words = try command.texts() } catch { throw Problem(error) }
        let positions = known.positions
        guard Set(positions.flatMap { texts[$0] ?? [] }) == words else { throw reused }
        let found = positions.compactMap { events[$0] }
        guard let first = found.first ?? events[known.recordedBeside], found.count == positions.count else {
            throw Problem(.corrupt("events of the command \(command.header.id) are missing"))
        }
        return CommandOutcome(
            commandID: command.header.id, log: known.log, recordedAt: first.envelope.recordedAt,
            events: found.map { CommandOutcome.Event(position: $0.position, type: $0.type) }, isRepeat: true)
    }
}

extension KnownCommand {
    /// The event whose time is the command's: its first, or the one before it where it made none and left no time of its own.
    var recordedBeside: Position { first > last ? max(last, Position(1)) : first }
}
