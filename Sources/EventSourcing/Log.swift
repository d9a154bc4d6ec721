public import CanonicalJSON

/// The kinds of log that an organisation has: what happened, and who read.
public enum LogKind: String, Sendable, CaseIterable, Codable {
    case cases
    case access
}

/// One log: an organisation's, of one kind. Its positions are dense, from 1 in commit order.
public struct LogID: Hashable, Sendable, CustomStringConvertible {
    public let organisation: OrganisationID
    public let kind: LogKind

    public init(organisation: OrganisationID, kind: LogKind) {
        self.organisation = organisation
        self.kind = kind
    }

    public var description: String { "\(kind.rawValue)/\(organisation.text)" }
}

/// What a log is for, for ever: it refuses what belongs to the other kind.
public enum LogNature: String, Sendable, CaseIterable, Codable {
    /// Real work; commands that are marked synthetic are refused.
    case live
    /// Shown and tried; commands that name neither `synthetic` nor `source` are refused.
    case demonstration
}

/// An event's place in its log: 1 is the first, and 0 stands before it.
public struct Position: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    public static let beginning = Position(0)
    public var next: Position { Position(value + 1) }
    public var description: String { String(value) }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    public init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Int64.self) }
    public func encode(to encoder: any Encoder) throws {
        if let collector = encoder.userInfo[.citedPositions] as? CitedPositionCollector { collector.add(self) }
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension Position: CanonicalForm {
    public func write(to writer: inout CanonicalWriter) { value.write(to: &writer) }
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) { value = try reader.integer() }
}

/// Gathers the positions that one event cites while its payload is encoded: used by one encoding on one thread, never
/// shared.
final class CitedPositionCollector: @unchecked Sendable {
    private(set) var positions: Set<Position> = []
    func add(_ position: Position) { positions.insert(position) }
}

/// A position together with the log that it is in: `cases/1480/1234`, as answers carry it.
public struct LogPosition: Hashable, Sendable, CustomStringConvertible {
    public let log: LogID
    public let position: Position

    public init(log: LogID, position: Position) {
        self.log = log
        self.position = position
    }

    public var description: String { "\(log)/\(position)" }

    /// Reads `cases/1480/1234`.
    public init(parsing text: String) throws(InvalidValue) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let kind = LogKind(rawValue: parts[0]), let value = Int64(parts[2]), value >= 0,
            String(value) == parts[2]
        else { throw InvalidValue(code: "malformed-position", parameters: ["form": "cases/1480/1234"]) }
        self.init(log: LogID(organisation: try OrganisationID(parts[1]), kind: kind), position: Position(value))
    }
}

/// What identifies a stream within a log: `<kind>/<identifier>[/<identifier>…]`, such as `round/2017-2018/majorna`.
public struct StreamName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ kind: StaticString, _ parts: String...) {
        text = parts.reduce(kind.description) { "\($0)/\($1)" }
    }

    /// A stream's name as it stands in the store.
    public init(stored text: String) { self.text = text }

    /// Whether the name is of that kind, as `round` is the kind of `round/2017-2018/majorna`.
    public func isOf(_ kind: StaticString) -> Bool {
        kind.withUTF8Buffer { kind in
            text.utf8.withContiguousStorageIfAvailable { text in
                text.count > kind.count && text[kind.count] == UInt8(ascii: "/")
                    && text.prefix(kind.count).elementsEqual(kind)
            } ?? false
        }
    }

    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A word under which events are found again: `unit:majorna`, `cycle:2017-2018`, `child:B-7K4Q-X2M9`.
public struct Tag: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ kind: StaticString, _ value: String) { text = "\(kind):\(value)" }

    /// Carried by every event of retention class `reference`: organisation, instruments, rules.
    public static let reference = Tag(stored: "reference")

    /// A tag as it stands in the store.
    public init(stored text: String) { self.text = text }

    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
