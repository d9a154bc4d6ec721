extension String: CanonicalWritable {
    public func write(to writer: inout CanonicalWriter) { writer.write(self) }
}

extension Bool: CanonicalWritable {
    public func write(to writer: inout CanonicalWriter) { writer.write(self) }
}

extension Int64: CanonicalWritable {
    public func write(to writer: inout CanonicalWriter) { writer.write(self) }
}

extension Int: CanonicalWritable {
    public func write(to writer: inout CanonicalWriter) { writer.write(Int64(self)) }
}

extension Array: CanonicalWritable where Element: CanonicalWritable {
    @inlinable
    public func write(to writer: inout CanonicalWriter) { writer.array(self) }
}

extension Dictionary: CanonicalWritable where Key == String, Value: CanonicalWritable {
    @inlinable
    public func write(to writer: inout CanonicalWriter) { writer.dictionary(self) }
}

extension CanonicalWritable where Self: RawRepresentable<String> {
    public func write(to writer: inout CanonicalWriter) { writer.write(rawValue) }
}

extension JSONStringConvertible {
    public func write(to writer: inout CanonicalWriter) { writer.write(jsonString) }
}
