/// The parameters of one execution, in order, already in binary form.
///
/// A list of values is one: `session.execute(statement, [organisation, position, note as String?])`.
package struct PostgresBindings: Sendable {
    package private(set) var types: [PostgresType] = []
    private var fields: [Field] = []
    /// libpq takes a null pointer for NULL, so an empty value needs an address too: the first byte is never used.
    private var buffer = PostgresBuffer()

    private struct Field: Sendable {
        var offset: Int
        var length: Int
        var isNull: Bool
    }

    package init() {}

    package init(_ values: [any PostgresEncodable]) {
        for value in values { append(value) }
    }

    package var count: Int { types.count }

    package var byteCount: Int { buffer.count }

    package mutating func append(_ value: some PostgresEncodable) {
        if buffer.count == 0 { buffer.write(0 as UInt8) }
        let start = buffer.count
        let isNull = value.isPostgresNull
        if !isNull { value.encode(into: &buffer) }
        types.append(type(of: value).postgresType)
        fields.append(Field(offset: start, length: buffer.count - start, isNull: isNull))
    }

    /// Hands libpq's three parallel arrays to `body`; the pointers are valid during the call only.
    func withArguments<Result>(
        _ body: ([UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> Result
    ) -> Result {
        buffer.bytes.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return body(
                fields.map { field in field.isNull ? nil : base.map { $0 + field.offset } },
                fields.map { Int32(clamping: $0.length) },
                Array(repeating: 1, count: fields.count))
        }
    }
}

extension PostgresBindings: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: any PostgresEncodable...) {
        self.init(elements)
    }
}
