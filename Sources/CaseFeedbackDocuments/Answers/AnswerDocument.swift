import CanonicalJSON
package import CaseFeedback

/// An answer as programs get it: `--json` and HTTP send the same bytes, made here.
package protocol AnswerDocument: Encodable, Hashable, Sendable {
    var standpoint: Standpoint { get }
}

extension AnswerDocument {
    /// Canonical JSON in UTF-8.
    package var json: [UInt8] {
        get throws(JSONFault) { try CanonicalEncoder().bytes(of: self) }
    }
}
