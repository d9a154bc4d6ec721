public import EventSourcing

/// The streams of the domain. A whole turn of the wheel in one unit is one stream, ``round(_:_:)``: small (some hundred
/// events), and so every rule about it is decided on one consistent state.
extension StreamName {
    /// That the organisation joined, and its log's nature.
    public static let organisation = StreamName("organisation")
    /// A published source that facts cite.
    public static func source(_ code: Identifier) -> StreamName { StreamName("source", code.text) }
    public static func committee(_ committee: Identifier) -> StreamName { StreamName("committee", committee.text) }
    public static func unit(_ unit: Identifier) -> StreamName { StreamName("unit", unit.text) }
    /// A person of the staff: registration and roles.
    public static func person(_ person: Identifier) -> StreamName { StreamName("person", person.text) }
    public static func interviewGuide(_ guide: Identifier) -> StreamName { StreamName("guide", guide.text) }
    public static func matrixTemplate(_ template: Identifier) -> StreamName {
        StreamName("matrix-template", template.text)
    }
    /// Dated rules of one kind: consent, suppression, retention.
    public static func rules(_ kind: Identifier) -> StreamName { StreamName("rules", kind.text) }
    public static func cycle(_ cycle: Identifier) -> StreamName { StreamName("cycle", cycle.text) }
    /// One unit's turn of the wheel in one cycle.
    public static func round(_ cycle: Identifier, _ unit: Identifier) -> StreamName {
        StreamName("round", cycle.text, unit.text)
    }
    /// What holds for a child across cycles: its case workers.
    public static func child(_ child: ChildReference) -> StreamName { StreamName("child", child.text) }
    public static func exchangeSeminar(_ seminar: Identifier) -> StreamName {
        StreamName("exchange-seminar", seminar.text)
    }
}

/// What a tag can be about; ``Tag/reference`` stands beside them, about nothing.
package enum TagKind: String, CaseIterable, Sendable {
    case committee, unit, cycle, child, person, report
    case exchangeSeminar = "exchange-seminar"
}

extension Tag {
    private init(_ kind: TagKind, _ value: String) { self.init(stored: "\(kind.rawValue):\(value)") }

    public static func committee(_ committee: Identifier) -> Tag { Tag(.committee, committee.text) }
    public static func unit(_ unit: Identifier) -> Tag { Tag(.unit, unit.text) }
    public static func cycle(_ cycle: Identifier) -> Tag { Tag(.cycle, cycle.text) }
    public static func child(_ child: ChildReference) -> Tag { Tag(.child, child.text) }
    public static func person(_ person: Identifier) -> Tag { Tag(.person, person.text) }
    public static func report(_ report: Identifier) -> Tag { Tag(.report, report.text) }
    public static func exchangeSeminar(_ seminar: Identifier) -> Tag { Tag(.exchangeSeminar, seminar.text) }
}

/// One unit's turn of the wheel in one cycle, by the name of its stream.
package struct RoundName: Hashable, Sendable, Comparable {
    package let cycle: String
    package let unit: String

    package static func < (left: Self, right: Self) -> Bool {
        (left.cycle, left.unit) < (right.cycle, right.unit)
    }
}

extension StreamName {
    /// The round that the stream is of; nothing for a stream of another kind.
    package var round: RoundName? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "round" else { return nil }
        return RoundName(cycle: String(parts[1]), unit: String(parts[2]))
    }
}
