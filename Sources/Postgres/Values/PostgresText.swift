extension String: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .text }

    package func encode(into buffer: inout PostgresBuffer) {
        buffer.write(utf8: self)
    }

    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .json, .jsonb, .unknown: true
        default: false
        }
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> String? {
        guard type == .jsonb else { return String(validating: bytes, as: UTF8.self) }
        return PostgresJSON.decode(bytes, type: type)?.text
    }
}

/// A JSON text, bound as `jsonb`; the server checks it. Read from `jsonb` and `json`.
package struct PostgresJSON: Hashable, Sendable, PostgresEncodable, PostgresDecodable {
    package var text: String

    package init(text: String) {
        self.text = text
    }

    package static var postgresType: PostgresType { .jsonb }

    /// The binary form begins with the number of its version.
    package func encode(into buffer: inout PostgresBuffer) {
        buffer.write(1 as UInt8)
        buffer.write(utf8: text)
    }

    package static func accepts(_ type: PostgresType) -> Bool {
        type == .jsonb || type == .json
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> PostgresJSON? {
        guard type == .jsonb else { return String(validating: bytes, as: UTF8.self).map(PostgresJSON.init(text:)) }
        guard bytes.first == 1 else { return nil }
        return String(validating: bytes.dropFirst(), as: UTF8.self).map(PostgresJSON.init(text:))
    }
}
