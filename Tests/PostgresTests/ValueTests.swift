import Postgres
import Testing

@Suite(.serialized) struct `Carrying values to the server and back` {
    /// Sends the values to the server, has it compare them with its own text form, and brings them back.
    static func carry<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ values: [Value], _ type: String
    ) async throws {
        let statement = PostgresStatement("select $1::\(type), pg_typeof($1)::text")
        let (found, types) = try await TestDatabase.session { session in
            var (found, types): ([Value], Set<String>) = ([], [])
            for value in values {
                let row = try session.execute(statement, [value]).rows[0]
                found.append(try row.decode(0))
                types.insert(try row.decode(1, as: String.self))
            }
            return (found, types)
        }
        #expect(found == values)
        #expect(types == [type])
    }

    @Test func `booleans`() async throws {
        try await Self.carry([true, false], "boolean")
        try await Self.carry([nil, true], "boolean")
    }

    @Test func `integers to their limits`() async throws {
        try await Self.carry(Values.integers(Int16.self), "smallint")
        try await Self.carry(Values.integers(Int32.self), "integer")
        try await Self.carry(Values.integers(Int64.self), "bigint")
        try await Self.carry(Values.integers(Int.self), "bigint")
        try await Self.carry([nil, 7] as [Int64?], "bigint")
    }

    @Test func `floating-point numbers to the last bit`() async throws {
        var random = SplitMix(seed: 5)
        let patterns = (0..<200).map { _ in Double(bitPattern: random.next()) }.filter { !$0.isNaN }
        let edges = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi]
        try await Self.carry((edges + patterns).map(Bits.init), "double precision")
        let nan = try await TestDatabase.session {
            try $0.execute(PostgresStatement("select $1::float8"), [Double.nan]).rows[0].decode(0, as: Double.self)
        }
        #expect(nan.isNaN)
    }

    @Test func `texts of any script and length`() async throws {
        let megabyte = String(repeating: "å", count: 512 * 1024)
        try await Self.carry(["", "x", "Göteborg 🧒🏽", "\u{1}\n\t\\'\"", "e\u{301}", megabyte], "text")
        try await Self.carry([nil, ""] as [String?], "text")
    }

    @Test func `bytes of any value and length`() async throws {
        var random = SplitMix(seed: 6)
        let all = (0...255).map { UInt8($0) }
        let large = (0..<3_000_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        try await Self.carry([[], [0], all, large], "bytea")
        try await Self.carry([nil, []] as [[UInt8]?], "bytea")
    }

    @Test func `identifiers`() async throws {
        var random = SplitMix(seed: 7)
        let some = (0..<50).map { _ in PostgresUUID(high: random.next(), low: random.next()) }
        try await Self.carry([PostgresUUID(high: 0, low: 0), PostgresUUID(high: .max, low: .max)] + some, "uuid")
    }

    @Test func `instants and days to their limits`() async throws {
        // 4713 BC and the last instant that 64 bits of microseconds since 1970 can hold.
        let edges: [Int64] = [0, -1, 1, 946_684_800_000_000, -210_866_803_200_000_000, .max]
        try await Self.carry(edges.map(PostgresTimestamp.init), "timestamp with time zone")
        try await Self.carry([0, -1, 10957, -2_440_588, 2_145_042_905].map(PostgresDate.init), "date")
    }

    @Test func `instants and days mean what they say`() async throws {
        let texts = try await TestDatabase.session { session in
            let statement = PostgresStatement(
                "select to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), $2::date::text")
            let instant = PostgresTimestamp(microsecondsSince1970: 1_536_796_800_000_001)
            let row = try session.execute(statement, [instant, PostgresDate(daysSince1970: 17787)]).rows[0]
            return [try row.decode(0, as: String.self), try row.decode(1, as: String.self)]
        }
        #expect(texts == ["2018-09-13 00:00:00.000001", "2018-09-13"])
    }

    @Test func `instants that the wire can't hold are refused by the server, not bent`() async throws {
        for microseconds in [Int64.min, Int64.min + 946_684_800_000_000] {
            await #expect {
                try await TestDatabase.session {
                    _ = try $0.execute(
                        PostgresStatement("select $1::timestamptz"),
                        [PostgresTimestamp(microsecondsSince1970: microseconds)])
                }
            } throws: { ($0 as? PostgresError)?.sqlState == SQLState(rawValue: "22008") }
        }
        await #expect {
            try await TestDatabase.session {
                _ = try $0.execute(PostgresStatement("select $1::date"), [PostgresDate(daysSince1970: .min)])
            }
        } throws: { ($0 as? PostgresError)?.sqlState == SQLState(rawValue: "22008") }
    }

    @Test(arguments: ["'infinity'::timestamptz", "'-infinity'::timestamptz", "'infinity'::date", "'-infinity'::date"])
    func `no infinite time is read as a finite one`(sql: String) async throws {
        await #expect {
            try await TestDatabase.session { session in
                let row = try session.execute(PostgresStatement("select \(sql)")).rows[0]
                if sql.hasSuffix("date") {
                    _ = try row.decode(0, as: PostgresDate.self)
                } else {
                    _ = try row.decode(0, as: PostgresTimestamp.self)
                }
            }
        } throws: { if case .decoding = $0 as? PostgresError { true } else { false } }
    }

    @Test func `JSON`() async throws {
        try await Self.carry([PostgresJSON(text: #"{"a": [1, null, "å"]}"#), PostgresJSON(text: "null")], "jsonb")
        let text = try await TestDatabase.session {
            try $0.execute(PostgresStatement("select '[ 1]'::json, '[1]'::jsonb")).rows.map {
                [try $0.decode(0, as: String.self), try $0.decode(1, as: String.self)]
            }
        }
        #expect(text == [["[ 1]", "[1]"]])
    }

    @Test func `arrays, empty, with NULL and long`() async throws {
        try await Self.carry([[], [true], [false, true]], "boolean[]")
        try await Self.carry([[], [.min, .max], Array(0..<1000)] as [[Int16]], "smallint[]")
        try await Self.carry([[], [.min, .max], Array(0..<100_000)] as [[Int32]], "integer[]")
        try await Self.carry([[], [.min, .max], Array(0..<100_000)] as [[Int64]], "bigint[]")
        try await Self.carry([[], [nil], [1, nil, 3], [nil, nil]] as [[Int64?]], "bigint[]")
        try await Self.carry([[], ["", "a,b", "{}", "\"NULL\"", "å"]] as [[String]], "text[]")
        try await Self.carry([[nil, "", "NULL"]] as [[String?]], "text[]")
        try await Self.carry([[], [[]], [[], [0], [1, 2, 3]]] as [[[UInt8]]], "bytea[]")
        try await Self.carry([[nil, [], [7]]] as [[[UInt8]?]], "bytea[]")
        try await Self.carry([[], [1.5, -0.25]] as [[Double]], "double precision[]")
        try await Self.carry([[], [PostgresUUID(high: 1, low: 2)]], "uuid[]")
        try await Self.carry([[], [0, -1, 1].map(PostgresTimestamp.init)], "timestamp with time zone[]")
        try await Self.carry([[PostgresTimestamp(microsecondsSince1970: 1), nil]], "timestamp with time zone[]")
        try await Self.carry([[], [0, -1, 17787].map(PostgresDate.init)], "date[]")
        try await Self.carry([nil, [1]] as [[Int32]?], "integer[]")
    }

    @Test func `narrow integers are read by wide types, not the other way`() async throws {
        let wide = try await TestDatabase.session { session in
            let row = try session.execute(PostgresStatement("select 1::int2, -2::int4, 1.5::float4")).rows[0]
            return (
                try row.decode(0, as: Int64.self), try row.decode(1, as: Int.self), try row.decode(2, as: Double.self)
            )
        }
        #expect(wide == (1, -2, 1.5))
    }

    @Test func `NULL of no type is taken as the server needs it`() async throws {
        let isNull = try await TestDatabase.session {
            try $0.execute(PostgresStatement("select $1::date is null"), [PostgresNull()]).rows[0].decode(
                0, as: Bool.self)
        }
        #expect(isNull)
    }
}

/// A double that is compared by its bits, so that −0 is not 0.
private struct Bits: PostgresEncodable, PostgresDecodable, Equatable {
    var value: Double

    init(_ value: Double) { self.value = value }

    static var postgresType: PostgresType { .float8 }

    func encode(into buffer: inout PostgresBuffer) { value.encode(into: &buffer) }

    static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> Bits? {
        Double.decode(bytes, type: type).map(Bits.init)
    }

    static func == (left: Bits, right: Bits) -> Bool { left.value.bitPattern == right.value.bitPattern }
}

enum Values {
    /// The limits, what lies next to them and to zero, and a hundred from a fixed seed.
    static func integers<Value: FixedWidthInteger>(_: Value.Type) -> [Value] {
        var random = SplitMix(seed: UInt64(Value.bitWidth))
        return [.min, .min + 1, -1, 0, 1, .max - 1, .max]
            + (0..<100).map { _ in Value(truncatingIfNeeded: random.next()) }
    }
}

/// A small generator with a seed; see Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
