import Postgres
import Testing

@Suite(.serialized) struct `Copying rows` {
    struct Stop: Error {}

    static let table = "create temp table item (id int8 primary key, label text, bytes bytea, day date)"
    static let copyIn = "copy item from stdin (format binary)"
    static let copyOut = "copy (select id, label, bytes, day from item order by id) to stdout (format binary)"

    static func fill(_ session: PostgresSession, _ ids: ClosedRange<Int64>) throws(PostgresError) -> Int {
        try session.copyIn(copyIn) { writer throws(PostgresError) in
            for id in ids {
                try writer.row { fields in
                    fields.write(id)
                    fields.write(id % 3 == 0 ? nil : "row \(id)")
                    fields.write([UInt8](repeating: UInt8(truncatingIfNeeded: id), count: Int(id % 50)))
                    fields.write(PostgresDate(daysSince1970: Int32(id % 20_000)))
                }
            }
        }
    }

    static func count(_ session: PostgresSession) throws(PostgresError) -> Int64 {
        try session.execute(PostgresStatement("select count(*) from item")).rows[0].decode(0, as: Int64.self)
    }

    @Test func `brings a hundred thousand rows in and out unchanged`() async throws {
        let (written, read, wrong) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            let written = try Self.fill(session, 1...100_000)
            var expected: Int64 = 0
            var wrong = 0
            let read = try session.copyOut(Self.copyOut) { row in
                expected += 1
                let (id, label) = (try row.next(as: Int64.self), try row.next(as: String?.self))
                let (bytes, day) = (try row.nextBytes().map { Array($0) }, try row.next(as: PostgresDate.self))
                let isRight =
                    id == expected && label == (id % 3 == 0 ? nil : "row \(id)")
                    && bytes == [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: Int(id % 50))
                    && day == PostgresDate(daysSince1970: Int32(id % 20_000))
                if !isRight { wrong += 1 }
            }
            return (written, read, wrong)
        }
        #expect(written == 100_000)
        #expect(read == 100_000)
        #expect(wrong == 0)
    }

    @Test func `passes over fields and rows that are not read`() async throws {
        let sum = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            _ = try Self.fill(session, 1...1000)
            var sum: Int64 = 0
            try session.copyOut(Self.copyOut) { row in
                guard row.fieldCount == 4 else { return }
                let id = try row.next(as: Int64.self)
                guard id % 2 == 0 else { return }
                try row.skip(2)
                sum += Int64(try row.next(as: PostgresDate.self).daysSince1970)
            }
            return sum
        }
        #expect(sum == 250_500)
    }

    /// In several COPYs, each made while the server has the one before.
    static func fillLarge(
        _ session: PostgresSession, _ ids: ClosedRange<Int64>, after: () throws(PostgresError) -> Void = {}
    ) throws(PostgresError) -> Int {
        try session.copyInLargeRows(copyIn) { writer throws(PostgresError) in
            for id in ids {
                try writer.row { fields in
                    fields.write(id)
                    fields.writeNull()
                    fields.write([UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 50_000))
                    fields.writeNull()
                }
            }
            try after()
        }
    }

    @Test func `brings large rows in by as many COPYs as they take`() async throws {
        let (written, none, wrong) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            let written = try Self.fillLarge(session, 1...200)
            let none = try session.copyInLargeRows(Self.copyIn) { _ throws(PostgresError) in }
            var wrong = 0
            try session.copyOut(Self.copyOut) { row in
                let id = try row.next(as: Int64.self)
                try row.skip()
                let bytes = try row.nextBytes().map { Array($0) }
                if bytes != [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 50_000) { wrong += 1 }
            }
            return (written, none, wrong)
        }
        #expect(written == 200)
        #expect(none == 0)
        #expect(wrong == 0)
    }

    @Test(arguments: [5, 150] as [Int64])
    func `names the constraint that a large row breaks, and keeps none within a transaction`(id: Int64) async throws {
        let (error, count) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            _ = try Self.fill(session, id...id)
            do throws(PostgresError) {
                try session.transaction { () throws(PostgresError) in _ = try Self.fillLarge(session, 1...200) }
                return (nil as PostgresError?, try Self.count(session))
            } catch { return (error, try Self.count(session)) }
        }
        guard case .server(let server) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(server.sqlState == .uniqueViolation)
        #expect(server.constraintName == "item_pkey")
        #expect(count == 1)
    }

    @Test func `keeps none of the large rows within a transaction when the closure throws, and goes on working`()
        async throws
    {
        let count = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            #expect(throws: PostgresError.self) {
                try session.transaction { () throws(PostgresError) in
                    _ = try Self.fillLarge(session, 1...100) { () throws(PostgresError) in
                        throw .protocolViolation("the caller's")
                    }
                }
            }
            return try Self.count(session)
        }
        #expect(count == 0)
    }

    @Test func `copies an empty table`() async throws {
        let (written, read) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            return (try session.copyIn(Self.copyIn) { _ in }, try session.copyOut(Self.copyOut) { _ in })
        }
        #expect(written == 0)
        #expect(read == 0)
    }

    @Test func `keeps none of the rows when the closure throws`() async throws {
        let count = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            #expect(throws: Stop.self) {
                try session.copyIn(Self.copyIn) { writer in
                    for id in 1...20_000 as ClosedRange<Int64> {
                        try writer.row { fields in
                            fields.write(id)
                            fields.writeNull()
                            fields.writeNull()
                            fields.writeNull()
                        }
                    }
                    throw Stop()
                }
            }
            return try Self.count(session)
        }
        #expect(count == 0)
    }

    @Test func `stops the server when the reader throws, and goes on working`() async throws {
        let (read, after) = try await TestDatabase.session { session in
            var read = 0
            #expect(throws: Stop.self) {
                try session.copyOut("copy (select generate_series(1, 1000000000)) to stdout (format binary)") { _ in
                    read += 1
                    if read == 100 { throw Stop() }
                }
            }
            let after = try session.execute(PostgresStatement("select 1")).rows[0].decode(0, as: Int32.self)
            return (read, after)
        }
        #expect(read == 100)
        #expect(after == 1)
    }

    @Test func `names the constraint that a row breaks`() async throws {
        let (error, count) = try await TestDatabase.session { session in
            try session.run(script: Self.table)
            _ = try Self.fill(session, 500...500)
            do throws(PostgresError) {
                _ = try Self.fill(session, 1...100_000)
                return (nil as PostgresError?, try Self.count(session))
            } catch { return (error, try Self.count(session)) }
        }
        guard case .server(let server) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(server.sqlState == .uniqueViolation)
        #expect(server.constraintName == "item_pkey")
        #expect(server.context?.contains("COPY item, line 500") == true)
        #expect(count == 1)
    }

    @Test func `refuses fields of another width`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.run(script: "create temp table item (id int8)")
                try session.copyIn("copy item from stdin (format binary)") { writer in
                    try writer.row { $0.write(1 as Int32) }
                }
            }
        } throws: { ($0 as? PostgresError)?.sqlState == .protocolViolation }
    }

    @Test(arguments: [
        "copy (select 1) to stdout", "select 1", "copy item from stdin (format binary)", "update item set id = 1", "",
    ])
    func `refuses what is no COPY out in binary, and goes on working`(sql: String) async throws {
        let (isRefused, after) = try await TestDatabase.session { session in
            try session.run(script: "create temp table item (id int8)")
            var isRefused = false
            do { try session.copyOut(sql) { _ in } } catch {
                if case .protocolViolation = error as? PostgresError { isRefused = true }
            }
            return (isRefused, try session.execute(PostgresStatement("select 1")).rows[0].decode(0, as: Int32.self))
        }
        #expect(isRefused)
        #expect(after == 1)
    }

    @Test func `reports the server's error for a COPY that can't begin`() async throws {
        await #expect {
            try await TestDatabase.session { try $0.copyOut("copy nowhere to stdout (format binary)") { _ in } }
        } throws: { ($0 as? PostgresError)?.sqlState == .undefinedTable }
    }

    @Test func `ends at the deadline, though rows never cease to come`() async throws {
        let (error, after) = try await TestDatabase.session { session in
            do throws(PostgresError) {
                try session.withDeadline(.milliseconds(200)) { () throws(PostgresError) in
                    let endless = "copy (select generate_series(1, 1000000000)) to stdout (format binary)"
                    try session.copyOut(endless) { _ throws(PostgresError) in }
                }
                return (nil as PostgresError?, 0 as Int32)
            } catch {
                return (error, try session.execute(PostgresStatement("select 1")).rows[0].decode(0, as: Int32.self))
            }
        }
        #expect(error == .deadlineExceeded)
        #expect(after == 1)
    }

    @Test func `ends at the deadline, though the server comes to the end of the rows all the same`() async throws {
        let (error, after) = try await TestDatabase.session { session in
            try session.run(
                script: """
                    create function pg_temp.undeterred() returns int4 language plpgsql as $$
                    begin
                        perform pg_sleep(60);
                        return 1;
                    exception when query_canceled then return 1;
                    end $$
                    """)
            var found: PostgresError?
            do throws(PostgresError) {
                try session.withDeadline(.milliseconds(300)) { () throws(PostgresError) in
                    let late = """
                        copy (select generate_series(1, 5000) union all select pg_temp.undeterred())
                        to stdout (format binary)
                        """
                    try session.copyOut(late) { _ throws(PostgresError) in }
                }
            } catch { found = error }
            return (found, try session.execute(PostgresStatement("select 1")).rows[0].decode(0, as: Int32.self))
        }
        #expect(error == .deadlineExceeded)
        #expect(after == 1)
    }

    @Test func `refuses other statements while it runs`() async throws {
        await #expect {
            try await TestDatabase.session { session in
                try session.copyOut("copy (select 1) to stdout (format binary)") { _ in
                    try session.execute(PostgresStatement("select 1"))
                }
            }
        } throws: { if case .protocolViolation = $0 as? PostgresError { true } else { false } }
    }
}
