public import EventSourcing

/// Everything that can be said and everything that can have happened. A new event or command adds one line here; command
/// line, HTTP, trail and import read these lists.
public enum Catalogue {
    public static let events: [EventKind] = organisationEvents + cycleEvents + roundEvents + accessEvents

    public static let commands: [CommandKind] = organisationCommands + cycleCommands + roundCommands

    private static let eventsByType = TypeTable(events.map { ($0.type, $0) })
    private static let commandsByType = Dictionary(uniqueKeysWithValues: commands.map { ($0.type, $0) })

    public static func event(_ type: TypeName) -> EventKind? { eventsByType[type] }
    public static func command(_ type: TypeName) -> CommandKind? { commandsByType[type] }

    /// The payload of any event that this program knows.
    public static func decode(_ event: RecordedEvent) throws(UnreadableEvent) -> any EventPayload {
        try decode(event.folded)
    }

    static func decode(_ event: FoldedEvent) throws(UnreadableEvent) -> any EventPayload {
        guard let kind = eventsByType[event.type] else { throw UnreadableEvent(event: event, reason: .unknownType) }
        return try kind.decode(event)
    }

    /// For who passes an event by without reading it: even so, a type that only a newer release knows stops the fold.
    static func requireKnown(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard eventsByType[event.type] != nil else { throw UnreadableEvent(event: event, reason: .unknownType) }
    }
}
