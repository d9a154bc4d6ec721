/// By this module's coders alone: another one's containers can't say what kind of value comes.
extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? NodeDecoder else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "needs a StrictDecoder"))
        }
        self = decoder.pass.tape.value(of: decoder.node)
    }

    public func encode(to encoder: any Encoder) throws {
        guard let encoder = encoder as? NodeEncoder else {
            throw EncodingError.invalidValue(
                self,
                EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "needs a CanonicalEncoder"))
        }
        encoder.node.content = .value(self)
    }
}
