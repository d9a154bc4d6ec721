package import CanonicalJSON

/// The IANA name of a time zone, such as `Europe/Stockholm`; whether it exists, the shell asks when it opens the log.
package struct ZoneName: Hashable, Sendable {
    package let text: String

    /// - Throws: `malformed-zone`.
    package init(_ text: String) throws(InvalidValue) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), text.utf8.count <= 64,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isZoneByte) })
        else { throw InvalidValue(code: "malformed-zone", parameters: ["form": "Europe/Stockholm"]) }
        self.text = text
    }
}

extension ZoneName: JSONStringConvertible {
    package init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    package var jsonString: String { text }
}

extension UInt8 {
    fileprivate var isZoneByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
