/// What a value type says of a value that it refuses: a stable code, and what a sentence about it needs.
///
/// Thrown while a `StrictDecoder` decodes, it becomes a `JSONFault` of code `.invalidValue` with the pointer, line and
/// column of the value, which then names the value itself, unless it is secret.
public struct InvalidValue: Error, Sendable, Equatable {
    /// Kebab case, as `wrong-check-character`.
    public let code: String
    public let parameters: [String: String]
    /// Whether the value must not be repeated: protected text, or something that looks like an identity number.
    public let isSecret: Bool

    public init(code: String, parameters: [String: String] = [:], isSecret: Bool = false) {
        self.code = code
        self.parameters = parameters
        self.isSecret = isSecret
    }
}
