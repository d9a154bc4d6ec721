/// Rows of a COPY that are kept beyond it, to be taken apart elsewhere: one behind another in one piece of memory, as they
/// came.
package struct PostgresCopyRows: Sendable {
    /// What ``PostgresCopyRow/nextRange()`` is a range of.
    package private(set) var bytes: [UInt8] = []
    @usableFromInline var places: [Place] = []

    /// Where the fields of a row begin, and how many there are.
    @usableFromInline
    struct Place: Sendable {
        @usableFromInline let start: Int
        @usableFromInline let fieldCount: Int

        init(start: Int, fieldCount: Int) {
            self.start = start
            self.fieldCount = fieldCount
        }
    }

    package init() {}

    package var count: Int { places.count }

    /// Makes room for about as many rows as others are.
    package mutating func reserveCapacity(of others: PostgresCopyRows) {
        bytes.reserveCapacity(others.bytes.count)
        places.reserveCapacity(others.count)
    }

    /// Keeps what has not been read of a row.
    package mutating func append(_ row: PostgresCopyRow) throws(PostgresError) {
        var rest = row
        try rest.skip(row.fieldCount - row.number)
        places.append(Place(start: bytes.count, fieldCount: row.fieldCount - row.number))
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: row.bytes[row.offset..<rest.offset]))
    }

    /// Lends the rows to the closure, one after another.
    @inlinable
    package func forEach<Failure: Error>(
        _ body: (inout PostgresCopyRow) throws(Failure) -> Void
    ) throws(Failure) {
        try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
            for place in places {
                var row = PostgresCopyRow(
                    UnsafeRawBufferPointer(bytes), offset: place.start, fieldCount: place.fieldCount)
                try body(&row)
            }
        }
    }
}
