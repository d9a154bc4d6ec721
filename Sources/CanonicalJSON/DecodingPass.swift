/// One decoding: what all decoders and containers of it share.
final class DecodingPass {
    let tape: Tape
    let userInfo: [CodingUserInfoKey: Any]
    private let unknownFields: StrictDecoder.UnknownFields
    private var asked: AskedFields

    init(tape: Tape, userInfo: [CodingUserInfoKey: any Sendable], unknownFields: StrictDecoder.UnknownFields) {
        self.tape = tape
        self.userInfo = userInfo
        self.unknownFields = unknownFields
        asked = AskedFields(tape: tape)
    }

    /// In a frame of its own: when the type is done, what it never asked for is refused.
    func decode<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        let frame = asked.beginFrame()
        do {
            let value = try decodeInFrame(type, at: node)
            if unknownFields == .refused { try asked.refuseUnknownFields(since: frame) }
            asked.end(frame)
            return value
        } catch {
            // Whoever tries another type after this one begins anew.
            asked.abandon(frame, at: node)
            throw error
        }
    }

    func decodeInFrame<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        do {
            return try T(from: NodeDecoder(pass: self, node: node))
        } catch {
            throw fault(for: error, type, at: node)
        }
    }

    /// The number under which `find` knows the object.
    func open(object node: Int) throws(JSONFault) -> Int {
        guard tape.nodes[node].kind == .object else { throw wrongType(expected: .object, at: node) }
        return asked.open(node)
    }

    /// The value of a field; `nil` when it is absent.
    func find(_ name: String, in number: Int, at node: Int) -> Int? { asked.find(name, in: number, at: node) }

    func missing(_ name: String, in object: Int) -> JSONFault { asked.missing(name, in: object) }
}
