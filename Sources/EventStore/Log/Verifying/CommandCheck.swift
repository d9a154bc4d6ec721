import EventSourcing

/// Whether a log has the commands that its events name, each over all of its events, and no others.
///
/// A command's fingerprint is not among what is compared: it is made of the command, which is not stored.
struct CommandCheck {
    private var expected = RowSums()
    private var stored = RowSums()
    /// The command whose events come.
    private var command: StoredPlace?

    /// What is compared of a command.
    struct StoredPlace: Hashable {
        let id: UUIDValue
        let recordedBy: String
        let first: Position
        var last: Position

        fileprivate var row: [UInt8] { id.bytes + Array("\(first) \(recordedBy)".utf8) }
        /// It was accepted and made nothing: no event names it.
        fileprivate var isEmpty: Bool { first > last }
    }

    mutating func receive(_ envelope: EventEnvelope) {
        let first = Position(envelope.position.value - Int64(envelope.ordinal))
        if let command, command.id == envelope.commandID, command.recordedBy == envelope.recordedBy,
            command.first == first
        {
            self.command?.last = envelope.position
            return
        }
        finish()
        command = StoredPlace(
            id: envelope.commandID, recordedBy: envelope.recordedBy, first: first, last: envelope.position)
    }

    /// Behind the last event.
    mutating func finish() {
        guard let command else { return }
        expected.add(command.row, at: command.last)
        self.command = nil
    }

    /// Gives what is wrong with one that made no event. The log ends at `end`.
    mutating func receiveStored(_ command: StoredPlace, end: Position, by judge: some LogJudge) -> LogFault? {
        guard command.isEmpty else {
            stored.add(command.row, at: command.last)
            return nil
        }
        guard command.first == command.last.next, command.last >= .beginning, command.last <= end else {
            return Self.differs(command.first, command.last, column: "commands.first_position")
        }
        return judge.faultOfCommand(recordedBy: command.recordedBy)
    }

    /// The stretches of positions in which they are not the same, as `after < position ≤ to`.
    var differences: [(after: Position, to: Position)] { expected.differences(from: stored) }

    /// What is wrong with the command of one event. `next` is the event at the next position, where it is known.
    static func fault(of envelope: EventEnvelope, before next: EventEnvelope?, known: KnownCommand?) -> LogFault? {
        guard let known, known.log == envelope.log else {
            return LogFault("command-missing", column: "commands.command_id")
        }
        func differs(_ column: String) -> LogFault {
            Self.differs(known.first, known.last, column: column)
        }
        guard known.recordedBy == envelope.recordedBy else {
            return LogFault(
                "command-by-another", ["expected": envelope.recordedBy, "found": known.recordedBy],
                column: "commands.recorded_by")
        }
        guard known.first.value + Int64(envelope.ordinal) == envelope.position.value else {
            return differs("commands.first_position")
        }
        let isLast = next.map { $0.commandID != envelope.commandID } ?? (known.last == envelope.position)
        guard isLast ? known.last == envelope.position : known.last > envelope.position else {
            return differs("commands.last_position")
        }
        return nil
    }

    private static func differs(_ first: Position, _ last: Position, column: String) -> LogFault {
        LogFault("command-differs", ["first": "\(first)", "last": "\(last)"], column: column)
    }
}
