import Testing

@testable import Postgres

@Suite struct `Taking a COPY stream apart` {
    static let header = CopyReader.signature + [0, 0, 0, 0, 0, 0, 0, 0]
    static let row: [UInt8] = [0, 1, 0, 0, 0, 1, 65]
    static let trailer: [UInt8] = [0xFF, 0xFF]

    /// The first bytes of all fields, from a stream in messages; read at once, or kept until the stream is over.
    static func read(_ messages: [[UInt8]], kept isKept: Bool = false) throws(PostgresError) -> [UInt8?] {
        var reader = CopyReader()
        var found: [UInt8?] = []
        var kept = PostgresCopyRows()
        func find(in row: inout PostgresCopyRow) throws(PostgresError) {
            for _ in 0..<row.fieldCount { found.append(try row.nextBytes()?.first) }
        }
        for message in messages {
            let result = message.withUnsafeBytes { bytes in
                Result { () throws(PostgresError) in
                    try reader.read(bytes, failing: { $0 }) { row throws(PostgresError) in
                        if isKept { try kept.append(row) } else { try find(in: &row) }
                    }
                }
            }
            try result.get()
        }
        try reader.end()
        try kept.forEach { row throws(PostgresError) in try find(in: &row) }
        return found
    }

    @Test(arguments: [false, true]) func `takes rows wherever messages end between them`(kept: Bool) throws {
        #expect(try Self.read([Self.header + Self.row, Self.row, Self.trailer], kept: kept) == [65, 65])
        #expect(try Self.read([Self.header, Self.row + Self.row + Self.trailer], kept: kept) == [65, 65])
        #expect(try Self.read([Self.header + Self.trailer], kept: kept) == [])
    }

    @Test(arguments: [false, true]) func `tells NULL from empty`(kept: Bool) throws {
        let null: [UInt8] = [0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 9]
        #expect(try Self.read([Self.header + null + Self.trailer], kept: kept) == [nil, 9])
    }

    @Test func `skips an extension of the header`() throws {
        let header = CopyReader.signature + [0, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]
        #expect(try Self.read([header + Self.row + Self.trailer]) == [65])
    }

    @Test(arguments: [
        ("no signature", [row, trailer]),
        ("a critical flag", [CopyReader.signature + [0, 1, 0, 0, 0, 0, 0, 0] + trailer]),
        ("a header that is cut", [Array(header.dropLast())]),
        ("no trailer", [header + row]),
        ("a row behind the trailer", [header + trailer + row]),
        ("half a field count", [header + [0]]),
        ("a negative field count", [header + [0xFF, 0xFE] + trailer]),
        ("a field that is cut", [header + row.dropLast(), trailer]),
        ("a length below minus one", [header + [0, 1, 0xFF, 0xFF, 0xFF, 0xFE], trailer]),
        ("a length that reaches beyond", [header + [0, 1, 0x7F, 0xFF, 0xFF, 0xFF, 1], trailer]),
    ])
    func `refuses`(what: String, messages: [[UInt8]]) {
        for kept in [false, true] {
            #expect { try Self.read(messages, kept: kept) } throws: {
                if case .protocolViolation = $0 as? PostgresError { true } else { false }
            }
        }
    }
}
