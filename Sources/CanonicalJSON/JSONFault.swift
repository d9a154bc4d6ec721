/// Why a text was refused, or a value could not be written: a code, its parameters, and the place.
///
/// Sentences for people are made elsewhere from `code`, `innerCode` and `parameters`; `description` is for logs and
/// tests. It leaves the refused value out, which may be anything that somebody typed.
public struct JSONFault: Error, Sendable, Equatable {
    /// The parameters that a code carries stand behind it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// `expected`: one of `Expectation`; `found`: the character, or `end-of-text`.
        case malformedJSON = "malformed-json"
        /// `field`, `firstLine`, `firstColumn`. The same key in another spelling or normalisation form counts.
        case duplicateKey = "duplicate-key"
        /// `field`, `known` (names, joined by `, `), and `suggestion` when a known name is close.
        case unknownField = "unknown-field"
        /// `field`, and `similar` when the object has a field of a name close to it.
        case missingField = "missing-field"
        /// `expected` and `found`: names of `JSONValue.Kind`.
        case wrongType = "wrong-type"
        /// `minimum`, `maximum`.
        case numberOutOfRange = "number-out-of-range"
        /// A fraction, an exponent, or `-0`.
        case notAnInteger = "not-an-integer"
        case notUTF8 = "not-utf8"
        /// `maximum`.
        case nestingTooDeep = "nesting-too-deep"
        /// `offset`: the first byte, from 0, that differs from the re-encoding.
        case notCanonical = "not-canonical"
        /// What a value type refused: see `innerCode`, whose parameters these are.
        case invalidValue = "invalid-value"
        /// `size` and `maximum`, in bytes.
        case tooLarge = "too-large"
        /// `type`: a Swift type that has no place in this JSON, as `Double`. A mistake in the program, not in a text.
        case unsupportedType = "unsupported-type"
    }

    /// What a malformed text should have had at the place: the values of the parameter `expected`.
    public enum Expectation: String, Sendable, Hashable, CaseIterable {
        case value, key, colon, digit
        case commaOrBracket = "comma-or-bracket"
        case commaOrBrace = "comma-or-brace"
        case closingQuote = "closing-quote"
        /// After a backslash.
        case escape
        /// Four of them, after `\u`.
        case hexDigits = "hex-digits"
        /// A surrogate stands alone.
        case surrogatePair = "surrogate-pair"
        /// A character below U+0020 stands in a string.
        case escapedControlCharacter = "escaped-control-character"
        /// A number begins with a zero and goes on.
        case noLeadingZero = "no-leading-zero"
        case endOfText = "end-of-text"
    }

    public let code: Code
    /// RFC 6901 pointer of the field, from the root of the document: `/data/children/0`, or empty for the root. A
    /// missing field's is the one that it would have.
    public var pointer: String
    /// From 1, or from the document's `firstLine`; 0 when there was no text.
    public let line: Int
    /// From 1, in characters; 0 when there was no text.
    public let column: Int
    /// The refused scalar as read, at most 80 characters; `nil` for arrays, objects and secret values. Whoever shows it
    /// has to ask first whether it is protected text or looks like an identity number.
    public let value: String?
    /// The code of an `InvalidValue`.
    public let innerCode: String?
    public let parameters: [String: String]

    public init(
        _ code: Code, pointer: String = "", line: Int = 0, column: Int = 0, value: String? = nil,
        innerCode: String? = nil, parameters: [String: String] = [:]
    ) {
        self.code = code
        self.pointer = pointer
        self.line = line
        self.column = column
        self.value = value.map(Self.shortened)
        self.innerCode = innerCode
        self.parameters = parameters
    }

    static func shortened(_ value: some StringProtocol) -> String {
        // The view's count would walk all of a long text; the index stops at 80.
        guard let end = value.index(value.startIndex, offsetBy: 80, limitedBy: value.endIndex), end < value.endIndex
        else {
            return String(value)
        }
        return String(value[..<value.index(before: end)]) + "…"
    }
}

extension JSONFault: CustomStringConvertible {
    public var description: String {
        let place = line > 0 ? "line \(line), column \(column)" : "no text"
        let details = parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "; ")
        let name = innerCode.map { "\(code.rawValue) (\($0))" } ?? code.rawValue
        return "\(name) at \"\(pointer)\" (\(place))" + (details.isEmpty ? "" : ": \(details)")
    }
}

extension JSONFault {
    /// This fault as the container sees it that holds the faulty field.
    func under(_ token: String) -> JSONFault {
        var fault = self
        fault.pointer = JSONPointer.appending(token, to: "") + pointer
        return fault
    }

    /// This fault of an object as that of a field which the object lacks.
    func ofField(_ name: String) -> JSONFault {
        var fault = self
        fault.pointer = JSONPointer.appending(name, to: pointer)
        return fault
    }
}
