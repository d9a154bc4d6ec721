import EventSourcing
import TestSupport

/// One log as it must be: what was committed to it, in order.
struct ModelLog {
    struct Event {
        let recorded: RecordedEvent
        let tags: [EventSourcing.Tag]
        let texts: [EncodedText]
    }

    private(set) var events: [Event] = []
    private(set) var versions: [StreamName: Int64] = [:]

    var head: Int64 { Int64(events.count) }
    var isOpen: Bool { !events.isEmpty }
    var stored: [StoredEvent] { events.map { StoredEvent($0.recorded) } }

    mutating func append(_ recorded: RecordedEvent, as sent: EncodedEvent) {
        events.append(Event(recorded: recorded, tags: sent.tags, texts: sent.texts))
        versions[sent.stream, default: 0] += 1
    }

    /// Whether a condition holds at the end of the log.
    func holds(_ condition: Condition) -> Bool {
        switch condition {
        case .stream(let stream, let expected): return expected.allows(versions[stream] ?? 0)
        case .noEvent(let items, let after): return firstMatch(of: items, after: after) == nil
        }
    }

    func firstMatch(of items: [EventItem], after: Position) -> Int64? {
        events.dropFirst(Int(clamping: after.value)).first { event in
            items.contains { item in
                (item.types.isEmpty || item.types.contains(event.recorded.type))
                    && item.tags.allSatisfy(event.tags.contains)
            }
        }?.recorded.position.value
    }
}

extension ExpectedVersion {
    func allows(_ version: Int64) -> Bool {
        switch self {
        case .exact(let expected): expected == version
        case .absent: version == 0
        case .any: true
        }
    }
}
