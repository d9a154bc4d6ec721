extension CanonicalWriter {
    /// A field of the object that is written. Names are in ASCII and need no escapes.
    @inlinable
    public mutating func field<Value: CanonicalWritable>(_ name: StaticString, _ value: Value) {
        begin(name)
        value.write(to: &self)
        isBehindField = true
    }

    /// The field, with the value that the closure writes.
    @inlinable
    public mutating func field(_ name: StaticString, _ write: (inout CanonicalWriter) -> Void) {
        begin(name)
        write(&self)
        isBehindField = true
    }

    /// The field, unless there is none.
    @inlinable
    public mutating func fieldIfPresent<Value: CanonicalWritable>(_ name: StaticString, _ value: Value?) {
        if let value { field(name, value) }
    }

    /// An object, with the fields that the closure writes.
    @inlinable
    public mutating func object(_ write: (inout CanonicalWriter) -> Void) {
        let field = name
        append(UInt8(ascii: "{"))
        isBehindField = false
        write(&self)
        append(UInt8(ascii: "}"))
        name = field
    }

    @inlinable
    public mutating func array<Elements: Sequence>(_ elements: Elements) where Elements.Element: CanonicalWritable {
        array(elements) { element, writer in element.write(to: &writer) }
    }

    /// An array, with what the closure writes of each element.
    @inlinable
    public mutating func array<Elements: Sequence>(
        _ elements: Elements, _ write: (Elements.Element, inout CanonicalWriter) -> Void
    ) {
        append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            write(element, &self)
        }
        append(UInt8(ascii: "]"))
    }

    /// A string of bytes that stand for themselves: ASCII from U+0020 on without quotes and backslashes.
    public mutating func plainString(_ bytes: UnsafeRawBufferPointer) {
        append(quoted: bytes.bindMemory(to: UInt8.self))
    }

    /// An array of two or three numbers, of which there are very many.
    public mutating func integers(_ first: Int64, _ second: Int64, _ third: Int64?) {
        append(UInt8(ascii: "["))
        write(first)
        append(UInt8(ascii: ","))
        write(second)
        if let third {
            append(UInt8(ascii: ","))
            write(third)
        }
        append(UInt8(ascii: "]"))
    }

    /// An object whose keys are data. Strings in NFC are ordered as their bytes are; others are given up at.
    @inlinable
    public mutating func dictionary<Value: CanonicalWritable>(_ values: [String: Value]) {
        append(UInt8(ascii: "{"))
        var isFirst = true
        // The keys are sorted, not the values, which may be large.
        for (key, place) in zip(values.keys, values.indices).sorted(by: { $0.0 < $1.0 }) {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            write(dataKey: key)
            values.values[place].write(to: &self)
        }
        append(UInt8(ascii: "}"))
    }

    @usableFromInline
    mutating func begin(_ name: StaticString) {
        assert(!isBehindField || self.name.description.utf8.lexicographicallyPrecedes(name.description.utf8))
        append(key: name, behindField: isBehindField)
        self.name = name
    }

    /// A key that isn't in NFC might belong elsewhere in the order.
    @usableFromInline
    mutating func write(dataKey key: String) {
        if !writeUnescaped(key) { hasFailed = true }
        append(UInt8(ascii: ":"))
    }
}
