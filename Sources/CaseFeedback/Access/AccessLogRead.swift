package import EventSourcing

/// Somebody read the access log: who looked at what others had looked at. Reading these events records nothing more.
package struct AccessLogRead: EventPayload {
    package static let type = TypeName("access-log-read")
    package static let logKind = LogKind.access

    /// What it was read for, such as `export-events`.
    package let purpose: TypeName
    package let count: Int
    package let first: Position
    package let last: Position

    package init(purpose: TypeName, count: Int, first: Position, last: Position) {
        self.purpose = purpose
        self.count = count
        self.first = first
        self.last = last
    }

    package var stream: StreamName { StreamName("reads") }
    package var tags: Set<Tag> { [] }
}
