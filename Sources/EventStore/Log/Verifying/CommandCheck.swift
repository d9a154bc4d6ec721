import EventSourcing

/// Whether a log has the commands that its events name, each over all of its events, and no others.
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

    mutating func receiveStored(_ command: StoredPlace) {
        if !command.isEmpty { stored.add(command.row, at: command.last) }
    }

    /// The stretches of positions in which they are not the same, as `after < position ≤ to`.
    var differences: [(after: Position, to: Position)] { expected.differences(from: stored) }

    /// What is wrong with the command of one event.
    static func fault(of envelope: EventEnvelope, known: KnownCommand?) -> (code: String, detail: String)? {
        guard let known, known.log == envelope.log else {
            return ("command-missing", "the event's command \(envelope.commandID) is not there")
        }
        guard known.first.value + Int64(envelope.ordinal) == envelope.position.value, known.last >= envelope.position,
            known.recordedBy == envelope.recordedBy
        else {
            return (
                "command-differs",
                "\(envelope.commandID) is stored as positions \(known.first) to \(known.last) by \(known.recordedBy)"
            )
        }
        return nil
    }
}
