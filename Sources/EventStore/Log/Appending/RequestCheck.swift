package import EventSourcing

/// What no database could take, or would judge otherwise than it was meant: a fault of whoever made the request.
///
/// It is told before others wait with the request: the database would refuse the whole transaction.
package enum RequestFault: Hashable, Sendable, CustomStringConvertible {
    /// A tag or a stream's name: empty, too long, or with what separates names where they are listed.
    case malformedName(String)
    case repeatedTag(Tag)
    /// More than one condition that no event matches, or one in a batch of several commands.
    case matchingConditionNotAlone
    /// An opening that is not that of the first command.
    case openingNotFirst
    /// A command of a log in a batch of another.
    case logOfAnother(LogID)

    package var description: String {
        switch self {
        case .malformedName(let name):
            "“\(name.prefix(80))” is no name of a tag or stream: it must have 1 to \(AppendRequest.nameBytesMax) bytes, "
                + "without spaces, control characters and |"
        case .repeatedTag(let tag): "an event carries the tag \(tag) twice"
        case .matchingConditionNotAlone:
            "a condition that no event matches must be its command's only one of its kind, and the command alone"
        case .openingNotFirst: "only the first command of a batch can open its log"
        case .logOfAnother(let log): "a command of \(log) stands in a batch of another log"
        }
    }
}

extension EncodedEvent {
    /// What the table of events takes of what callers choose, in bytes: payload, provenance and the texts of the envelope.
    package static var bytesMax: Int { 61_440 }

    fileprivate func byteCount(from caller: Caller) -> Int {
        let texts = [stream.text, caller.identity, performedBy ?? "", caller.role, caller.ground]
        return payload.count + (provenance?.count ?? 0) + texts.reduce(0) { $0 + $1.utf8.count }
    }
}

extension AppendRequest {
    /// Of a tag or a stream's name. Both stand in indexes, whose rows have 2,704 bytes at most.
    package static let nameBytesMax = 1_024

    /// Refuses what can't be recorded as it is meant.
    func check() throws(StoreError) {
        for event in events {
            let bytes = event.byteCount(from: caller)
            guard bytes <= EncodedEvent.bytesMax else { throw .eventTooLarge(bytes: bytes) }
            try Self.check(name: event.stream.text)
            for (index, tag) in event.tags.enumerated() {
                try Self.check(name: tag.text)
                guard !event.tags[..<index].contains(tag) else { throw .requestMalformed(.repeatedTag(tag)) }
            }
        }
        var matching = 0
        for condition in conditions {
            switch condition {
            case .stream(let stream, _): try Self.check(name: stream.text)
            case .noEvent(let items, _):
                matching += 1
                for tag in items.lazy.flatMap(\.tags) { try Self.check(name: tag.text) }
            }
        }
        guard matching <= 1 else { throw .requestMalformed(.matchingConditionNotAlone) }
    }

    private static func check(name: String) throws(StoreError) {
        var name = name
        let isName = name.withUTF8 { bytes in
            (1...nameBytesMax).contains(bytes.count)
                && bytes.allSatisfy { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "|") && $0 != 0x7F }
        }
        guard isName else { throw .requestMalformed(.malformedName(name)) }
    }

    private var hasMatchingCondition: Bool {
        conditions.contains { if case .noEvent = $0 { true } else { false } }
    }

    /// Refuses a batch that can't stand and fall together.
    static func check(_ requests: [AppendRequest], to log: LogID) throws(StoreError) {
        for (index, request) in requests.enumerated() {
            try request.check()
            guard request.log == log else { throw .requestMalformed(.logOfAnother(request.log)) }
            guard request.opening == nil || index == 0 else { throw .requestMalformed(.openingNotFirst) }
            guard requests.count == 1 || !request.hasMatchingCondition else {
                throw .requestMalformed(.matchingConditionNotAlone)
            }
        }
    }
}
