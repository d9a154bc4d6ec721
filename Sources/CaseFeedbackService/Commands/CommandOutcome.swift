package import EventSourcing

/// The answer to an accepted command: the same, however often it is sent.
package struct CommandOutcome: Sendable, Hashable {
    package struct Event: Sendable, Hashable {
        package let position: Position
        package let type: TypeName
    }

    package let commandID: UUIDValue
    package let log: LogID
    package let recordedAt: Instant
    package let events: [Event]
    /// Whether it had been accepted before. Not part of the answer.
    package let isRepeat: Bool

    /// The same answer, to the command sent again.
    var repeated: CommandOutcome {
        CommandOutcome(commandID: commandID, log: log, recordedAt: recordedAt, events: events, isRepeat: true)
    }

    /// Where the log stands after it.
    package var reached: LogPosition { LogPosition(log: log, position: events.last?.position ?? .beginning) }
}
