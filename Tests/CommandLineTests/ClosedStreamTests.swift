import Foundation
import TestSupport
import Testing

/// Calls whose standard streams the caller closed: what the program opens itself must not take their numbers.
@Suite struct `Calling with a stream closed` {
    private static func program(closing stream: String, on database: TestDatabase) -> Program {
        var program = Program(on: database)
        program.shell = #"exec "$0" "$@" \#(stream)"#
        return program
    }

    @Test(arguments: [["status"], ["status", "--json"], ["wheel"], ["rebuild", "--all"], ["reference"], ["--help"]])
    func `ends with 4 where the answer can't be delivered`(_ arguments: [String]) async throws {
        try await withTestDatabase { database in
            try await Program(on: database).join()
            let call = try await Self.program(closing: ">&-", on: database).start(arguments).end()
            #expect(call.status == 4, "\(call.errors)")
            #expect(call.errors.contains("output-not-writable"))
        }
    }

    @Test func `answers without its standard error, and ends as it would with it`() async throws {
        try await withTestDatabase { database in
            try await Program(on: database).join()
            let deaf = Self.program(closing: "2>&-", on: database)
            let wheel = try await deaf("wheel")
            #expect(wheel.status == 0)
            #expect(wheel.output == (try await Program(on: database)("wheel").output))
            #expect(try await deaf("wheel", "--as-of", "x").status == 2)
            #expect(try await deaf("wheel", "--organisation", "9999").status == 1)
            #expect(try await deaf("whel").status == 2)
        }
    }

    @Test func `reads nothing from a closed standard input`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Self.program(closing: "<&-", on: database)
            for (what, code) in [("commands", "file-not-readable"), ("events", "history-not-readable")] {
                let imported = try await casefeedback("import", what, "-")
                #expect(imported.status == 3)
                #expect(imported.errors.contains(code), "\(imported.errors)")
            }
            #expect(try await casefeedback("status").status == 0)
        }
    }

    @Test func `ends too where all three are closed`() async throws {
        try await withTestDatabase { database in
            try await Program(on: database).join()
            let call = try await Self.program(closing: "<&- >&- 2>&-", on: database)("wheel")
            #expect(call.status == 4)
        }
    }
}
