/// An array that is built element by element in its binary form, to be bound once: no second pass, no array of values.
///
/// Without any element that isn't NULL it is NULL itself: `unnest` makes NULLs of it beside longer arrays.
package struct ArrayColumn<Element: PostgresEncodableElement & PostgresEncodable>: Sendable {
    private var elements = PostgresBuffer()
    private var count: Int32 = 0
    private var nulls: Int32 = 0

    package init() {}

    package mutating func append(_ element: Element?) {
        count += 1
        guard let element else {
            nulls += 1
            return elements.write(-1 as Int32)
        }
        elements.writeField(element)
    }
}

extension ArrayColumn: PostgresEncodable {
    package static var postgresType: PostgresType { Element.postgresArrayType }

    package var isPostgresNull: Bool { count == nulls }

    package func encode(into buffer: inout PostgresBuffer) {
        buffer.writeArrayHeader(count: count, hasNulls: nulls > 0, of: Element.postgresType)
        buffer.write(bytes: elements.bytes)
    }
}
