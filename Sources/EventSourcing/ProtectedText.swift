public import CanonicalJSON

/// How secret something is. It decides who may be shown it, and whether a read of it is recorded.
public enum SecrecyClass: String, Sendable, CaseIterable, Codable {
    /// About a person: a child's words, a name. Every read is recorded.
    case personal
    /// What staff say of their work.
    case professional
    /// Written for those who decide, in general terms.
    case general
    /// No secrecy of its own.
    case open
}

/// Whom a protected text is about: its key is that subject's.
public enum TextSubject: Hashable, Sendable {
    /// A child in one cycle.
    case child(String, cycle: Identifier)
    /// A person of the staff.
    case person(Identifier)
    /// A record about no single person, named by its stream.
    case record(StreamName)

    /// As the store keeps it: `child:B-7K4Q-X2M9/2017-2018`, `person:p-12`, `record:round/2017-2018/majorna`.
    public var text: String {
        switch self {
        case .child(let reference, let cycle): "child:\(reference)/\(cycle)"
        case .person(let person): "person:\(person)"
        case .record(let stream): "record:\(stream)"
        }
    }
}

/// A free text, which never stands in an event's payload.
///
/// In a command it is a JSON string. In a payload it is `{"protected": "<class>"}`; the words go into a row of their own,
/// named by the field's JSON pointer, in the same append. An event that is read back gives the class and the field, by
/// which a ``TextReference`` finds the row. So a fold depends on no key, and erasure never touches an event.
public struct ProtectedText: Sendable, Hashable {
    public let secrecy: SecrecyClass
    /// The words: there while a command is decided, gone once they are stored.
    public let words: String?
    public let subject: TextSubject?
    /// The JSON pointer of the field in the stored payload, such as `/text`; empty until read back.
    public let field: String

    /// Words on their way into the store.
    public init(_ words: String, secrecy: SecrecyClass, about subject: TextSubject) {
        self.secrecy = secrecy
        self.words = words
        self.subject = subject
        field = ""
    }

    init(stored secrecy: SecrecyClass, field: String) {
        self.secrecy = secrecy
        self.field = field
        words = nil
        subject = nil
    }
}

extension ProtectedText: Codable {
    private enum CodingKeys: String, CodingKey { case protected }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            stored: try container.decode(SecrecyClass.self, forKey: .protected), field: decoder.codingPath.jsonPointer)
    }

    public func encode(to encoder: any Encoder) throws {
        if let words, let subject, let collector = encoder.userInfo[.protectedTexts] as? ProtectedTextCollector {
            collector.add(
                EncodedText(field: encoder.codingPath.jsonPointer, secrecy: secrecy, subject: subject, words: words))
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(secrecy, forKey: .protected)
    }
}

extension ProtectedText: CanonicalReadable {
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        let field = reader.pointer
        self.init(stored: try ProtectedTextInPlace(reading: &reader).secrecy, field: field)
    }
}

/// What a payload says of a protected text, for who knows in which field it stands.
package struct ProtectedTextInPlace: CanonicalReadable {
    package let secrecy: SecrecyClass

    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        secrecy = try reader.object { (fields) throws(UnexpectedText) in try fields.field("protected") }
    }
}

extension SecrecyClass: CanonicalForm {
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) { self = try reader.word() }
}

/// A free text as a command brings it: a JSON string, which the decider protects by naming its class and subject.
///
/// Its canonical form is `{"protected": true}`, so that a command's fingerprint holds no digest of anybody's words.
public struct FreeText: Hashable, Sendable, Codable {
    public let words: String

    public init(_ words: String) { self.words = words }

    public init(from decoder: any Decoder) throws {
        words = try decoder.singleValueContainer().decode(String.self)
        if let check = decoder.userInfo[.freeTextCheck] as? FreeTextCheck { try check.refuse(words) }
    }

    public func encode(to encoder: any Encoder) throws {
        if let collector = encoder.userInfo[.freeTexts] as? FreeTextCollector { collector.add(words) }
        var container = encoder.singleValueContainer()
        try container.encode(["protected": true])
    }

    /// These words, protected.
    public func protected(as secrecy: SecrecyClass, about subject: TextSubject) -> ProtectedText {
        ProtectedText(words, secrecy: secrecy, about: subject)
    }
}

/// What every free text must pass on its way in, handed to the decoder through `userInfo[.freeTextCheck]`.
public struct FreeTextCheck: Sendable {
    public let refuse: @Sendable (String) throws -> Void
    public init(refuse: @escaping @Sendable (String) throws -> Void) { self.refuse = refuse }
}

/// One protected row on its way into the store.
public struct EncodedText: Hashable, Sendable {
    public let field: String
    public let secrecy: SecrecyClass
    public let subject: TextSubject
    public let words: String
}

/// Where a protected text is found: what a fold keeps instead of the words.
public struct TextReference: Hashable, Sendable, Codable {
    public let position: Position
    public let field: String
    public let secrecy: SecrecyClass

    public init(position: Position, field: String, secrecy: SecrecyClass) {
        self.position = position
        self.field = field
        self.secrecy = secrecy
    }
}

extension TextReference: CanonicalObject {
    public init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        field = try reader.field("field")
        position = try reader.field("position")
        secrecy = try reader.field("secrecy")
    }

    public func write(fields writer: inout CanonicalWriter) {
        writer.field("field", field)
        writer.field("position", position)
        writer.field("secrecy", secrecy)
    }
}

/// What an answer shows in the place of a protected text.
public enum RevealedText: Hashable, Sendable {
    case text(String)
    case erased(on: Day, decision: String)
    case withdrawn(on: Day)
    case withheld(reason: String)
}

/// Gathers the texts of one event while its payload is encoded: used by one encoding on one thread, never shared.
final class ProtectedTextCollector: @unchecked Sendable {
    private(set) var texts: [EncodedText] = []
    func add(_ text: EncodedText) { texts.append(text) }
}

/// Gathers the free texts of one command while it is encoded: used by one encoding on one thread, never shared.
public final class FreeTextCollector: @unchecked Sendable {
    public private(set) var texts: Set<String> = []
    public init() {}
    func add(_ words: String) { texts.insert(words) }
}

extension CodingUserInfoKey {
    /// The ``FreeTextCollector`` of an encoding.
    public static let freeTexts = CodingUserInfoKey(known: "casefeedback.free-texts")
    /// The ``FreeTextCheck`` of a decoding.
    public static let freeTextCheck = CodingUserInfoKey(known: "casefeedback.free-text-check")
    static let protectedTexts = CodingUserInfoKey(known: "casefeedback.protected-texts")
    static let citedPositions = CodingUserInfoKey(known: "casefeedback.cited-positions")

    private init(known name: String) {
        guard let key = CodingUserInfoKey(rawValue: name) else { preconditionFailure("a literal key is always one") }
        self = key
    }
}
