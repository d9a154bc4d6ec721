package import EventSourcing

/// Somebody was shown texts of class `personal`: which, and for what; never the words.
package struct TextsRead: EventPayload {
    package static let type = TypeName("texts-read")
    package static let logKind = LogKind.access
    package static let secrecy = SecrecyClass.open

    /// What they were shown for, such as `matrix`.
    package let purpose: TypeName
    package let count: Int
    package let first: Position
    package let last: Position
    /// Positions in the log of cases; absent where there are more than a thousand.
    package let positions: [Position]?

    package init(purpose: TypeName, count: Int, first: Position, last: Position, positions: [Position]?) {
        self.purpose = purpose
        self.count = count
        self.first = first
        self.last = last
        self.positions = positions
    }

    package var stream: StreamName { StreamName("reads") }
    package var tags: Set<Tag> { [] }
}
