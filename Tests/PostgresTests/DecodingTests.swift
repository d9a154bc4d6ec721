import Postgres
import Testing

@Suite(.serialized) struct `Reading a row` {
    static func error(_ sql: String, _ read: sending @escaping (PostgresRow) throws -> Void) async throws
        -> PostgresError?
    {
        do {
            try await TestDatabase.session { try read($0.execute(PostgresStatement(sql)).rows[0]) }
            return nil
        } catch let error as PostgresError { return error }
    }

    @Test func `names the column, what was asked for, and what is there`() async throws {
        #expect(
            try await Self.error("select 1 as a, 'x' as label") { _ = try $0.decode(1, as: Int64.self) }
                == .decoding(column: "1 (label)", expected: "Int64", found: "type text"))
    }

    @Test func `refuses NULL where no optional was asked for`() async throws {
        #expect(
            try await Self.error("select null::int8 as n") { _ = try $0.decode(0, as: Int64.self) }
                == .decoding(column: "0 (n)", expected: "Int64", found: "NULL"))
    }

    @Test func `refuses a narrower type, an array with NULL, two dimensions`() async throws {
        #expect(try await Self.error("select 1::int8") { _ = try $0.decode(0, as: Int32.self) } != nil)
        #expect(try await Self.error("select array[1, null]::int8[]") { _ = try $0.decode(0, as: [Int64].self) } != nil)
        #expect(try await Self.error("select array[[1],[2]]::int8[]") { _ = try $0.decode(0, as: [Int64].self) } != nil)
        #expect(try await Self.error("select 1::numeric") { _ = try $0.decode(0, as: Int64.self) } != nil)
    }

    @Test func `refuses a column that is not there`() async throws {
        #expect(
            try await Self.error("select 1") { _ = try $0.decode(1, as: Int32.self) }
                == .decoding(column: "1", expected: "Int32", found: "a row of 1 columns"))
        #expect(try await Self.error("select 1") { _ = try $0.decode(-1, as: Int32.self) } != nil)
    }

    @Test func `gives the bytes as they came`() async throws {
        let (bytes, isNull, empty) = try await TestDatabase.session { session in
            let row = try session.execute(PostgresStatement("select '\\x0102'::bytea, null::bytea, ''::bytea")).rows[0]
            return (
                row.withBytes(0) { $0.map(Array.init) }, row.withBytes(1) { $0 == nil }, row.withBytes(2) { $0?.count }
            )
        }
        #expect(bytes == [1, 2])
        #expect(isNull)
        #expect(empty == 0)
    }

    @Test func `knows names, types, number and tag of what was done`() async throws {
        let (names, types, tag, affected, count) = try await TestDatabase.session { session in
            try session.run(script: "create temp table item (id int8, label text)")
            let result = try session.execute(
                PostgresStatement("insert into item select n, 'x' from generate_series(1, 5) n returning id, label"))
            return (result.columnNames, result.columnTypes, result.commandTag, result.affectedRows, result.count)
        }
        #expect(names == ["id", "label"])
        #expect(types == [.int8, .text])
        #expect(tag == "INSERT 0 5")
        #expect(affected == 5)
        #expect(count == 5)
    }
}
