/// Encodes `Encodable` types as canonical JSON.
///
/// A `nil` field is left out; a `nil` element of an array and a `nil` at the top are refused, since there is no `null` in
/// canonical data but what a `JSONValue` brings. Faults have a pointer and neither line nor column:
/// `unsupported-type` (floating-point numbers, and `nil` where it can't be left out), `number-out-of-range`,
/// `duplicate-key`, `nesting-too-deep` (more than a `JSONDocument` reads), and `invalid-value` for whatever an
/// `encode(to:)` throws.
public struct CanonicalEncoder: Sendable {
    private let userInfo: [CodingUserInfoKey: any Sendable]

    public init(userInfo: [CodingUserInfoKey: any Sendable] = [:]) { self.userInfo = userInfo }

    public func encode(_ value: some Encodable) throws(JSONFault) -> JSONValue { try node(of: value).value() }

    /// The canonical text.
    public func bytes(of value: some Encodable) throws(JSONFault) -> [UInt8] {
        if userInfo.isEmpty, let value = value as? any CanonicalWritable,
            let bytes = CanonicalWriter.bytes(writtenBy: value)
        {
            return bytes
        }
        var writer = CanonicalWriter()
        try node(of: value).write(to: &writer)
        return writer.bytes
    }

    private func node(of value: some Encodable) throws(JSONFault) -> EncodingNode {
        let root = EncodingNode(link: nil)
        do {
            try value.encode(to: NodeEncoder(pass: EncodingPass(userInfo: userInfo), node: root))
            return root
        } catch {
            throw root.fault(for: error)
        }
    }
}

/// What all encoders and containers of one encoding share.
final class EncodingPass {
    let userInfo: [CodingUserInfoKey: Any]

    init(userInfo: [CodingUserInfoKey: any Sendable]) { self.userInfo = userInfo }
}
