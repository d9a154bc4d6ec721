/// A JSON value as this project stores it: numbers are 64-bit integers, and there is nothing else.
///
/// Two values are equal when their canonical bytes are: strings and keys compare by canonical equivalence, as Swift's
/// `String` does, so `"é"` equals `"e\u{301}"`. Values that were read hold NFC; the writer brings the others to it.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// The kinds of value, by the names that faults use for `expected` and `found`.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case null, boolean, integer, string, array, object
    }

    public var kind: Kind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .integer: .integer
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    public var isNull: Bool { self == .null }

    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    public var integer: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var object: [String: JSONValue]? {
        guard case .object(let fields) = self else { return nil }
        return fields
    }

    /// The named field; `nil` when it is absent or this is no object.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// The element at an index; `nil` when there is none or this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard let elements = array, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// How many arrays and objects are nested; 0 for a scalar.
    var depth: Int {
        switch self {
        case .null, .bool, .integer, .string: 0
        case .array(let elements): 1 + (elements.lazy.map(\.depth).max() ?? 0)
        case .object(let fields): 1 + (fields.values.lazy.map(\.depth).max() ?? 0)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// - Precondition: no key stands twice.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}

extension JSONValue: CustomStringConvertible {
    /// The canonical text.
    public var description: String { String(decoding: CanonicalJSON.bytes(of: self), as: UTF8.self) }
}
