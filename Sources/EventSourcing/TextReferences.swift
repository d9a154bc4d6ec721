package import CanonicalJSON

extension RecordedEvent {
    /// The protected texts that the payload refers to, in the order of their fields' bytes.
    ///
    /// - Throws: what `JSONDocument` refuses. A payload that holds no reference is not parsed.
    package func textReferences() throws(JSONFault) -> [TextReference] {
        guard payload.holdsReference else { return [] }
        var references: [TextReference] = []
        collect(try JSONDocument(parsing: payload).root, at: "", into: &references)
        return references.sorted { $0.field.utf8.lexicographicallyPrecedes($1.field.utf8) }
    }

    private func collect(_ value: JSONValue, at pointer: String, into references: inout [TextReference]) {
        switch value {
        case .object(let fields):
            if fields.count == 1, let secrecy = fields["protected"]?.string.flatMap(SecrecyClass.init(rawValue:)) {
                references.append(TextReference(position: position, field: pointer, secrecy: secrecy))
                return
            }
            for (name, field) in fields {
                collect(field, at: JSONPointer.appending(name, to: pointer), into: &references)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                collect(element, at: JSONPointer.appending("\(index)", to: pointer), into: &references)
            }
        default: return
        }
    }
}

extension [UInt8] {
    private static let reference = Array(#"{"protected":""#.utf8)

    /// Whether canonical text has the beginning of a reference anywhere.
    fileprivate var holdsReference: Bool {
        withUnsafeBufferPointer { bytes in
            let last = bytes.count - Self.reference.count
            guard last >= 0 else { return false }
            for start in 0...last where bytes[start] == Self.reference[0] && bytes[start + 2] == Self.reference[2] {
                if bytes[start..<start + Self.reference.count].elementsEqual(Self.reference) { return true }
            }
            return false
        }
    }
}
