/// Decodes `Decodable` types from JSON, and refuses what they did not ask for.
///
/// - A field that the type never asked for is `unknown-field`.
/// - An optional field is absent or has a value: `null` is `wrong-type`, except for a `JSONValue`.
/// - `InvalidValue` thrown by a type becomes `invalid-value` at its place, and so does a raw value that an enum lacks
///   (`innerCode` `not-one-of`, with `allowed` if it is `CaseIterable`) and whatever else an `init(from:)` throws
///   (`innerCode` `not-accepted`).
/// - `codingPath` of decoders and containers begins at the root of the document, whatever `pointer` says.
///
/// Numbers decode as integers only.
public struct StrictDecoder: Sendable {
    public enum UnknownFields: Sendable, Hashable {
        case refused
        /// For stored events, which a later version may have written with more fields.
        case ignored
    }

    private let userInfo: [CodingUserInfoKey: any Sendable]
    private let unknownFields: UnknownFields

    public init(userInfo: [CodingUserInfoKey: any Sendable] = [:], unknownFields: UnknownFields = .refused) {
        self.userInfo = userInfo
        self.unknownFields = unknownFields
    }

    /// The value at an RFC 6901 pointer; where nothing stands there, the fault is `missing-field`.
    public func decode<T: Decodable>(
        _ type: T.Type, from document: JSONDocument, at pointer: String = ""
    ) throws(JSONFault) -> T {
        guard let node = document.tape.node(at: pointer) else {
            throw JSONFault(
                .missingField, pointer: pointer,
                parameters: ["field": JSONPointer.tokens(of: pointer)?.last ?? pointer])
        }
        let pass = DecodingPass(tape: document.tape, userInfo: userInfo, unknownFields: unknownFields)
        do {
            return try pass.decode(type, at: node)
        } catch {
            throw pass.fault(for: error, type, at: node)
        }
    }

    /// - Throws: `not-canonical` too.
    public func decode<T: Decodable>(_ type: T.Type, fromCanonical text: [UInt8]) throws(JSONFault) -> T {
        if userInfo.isEmpty, let readable = type as? any CanonicalReadable.Type,
            let value = CanonicalReader.value(readable, of: text) as? T
        {
            return value
        }
        return try decode(type, from: CanonicalJSON.document(reading: text))
    }

    /// Faults have no line and column.
    public func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws(JSONFault) -> T {
        let bytes = CanonicalJSON.bytes(of: value)
        let limits = JSONDocument.Limits(bytes: bytes.count)
        return try decode(type, from: JSONDocument(bytes, firstLine: nil, limits: limits))
    }
}
