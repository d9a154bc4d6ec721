/// A Swift type with a counterpart in PostgreSQL.
package protocol PostgresTyped: Sendable {
    /// The type under which the server sees a parameter, and which COPY, whose wire names no types, is read as.
    static var postgresType: PostgresType { get }
}

extension Optional: PostgresTyped where Wrapped: PostgresTyped {
    package static var postgresType: PostgresType { Wrapped.postgresType }
}

/// A value that can be bound to a parameter, or written by COPY, in the binary format of its type.
package protocol PostgresEncodable: PostgresTyped {
    /// Appends the binary form, without a length. Not called when ``isPostgresNull``.
    func encode(into buffer: inout PostgresBuffer)

    var isPostgresNull: Bool { get }
}

extension PostgresEncodable {
    package var isPostgresNull: Bool { false }
}

/// NULL is a typed nil, so that a statement keeps its parameter types whatever is bound.
extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package func encode(into buffer: inout PostgresBuffer) {
        self?.encode(into: &buffer)
    }

    package var isPostgresNull: Bool {
        // Not by a key path: in generic code one is made anew at every call.
        guard let value = self else { return true }
        return value.isPostgresNull
    }
}

/// NULL of a type that the server infers.
package struct PostgresNull: PostgresEncodable {
    package init() {}

    package static var postgresType: PostgresType { .unspecified }

    package func encode(into buffer: inout PostgresBuffer) {}

    package var isPostgresNull: Bool { true }
}
