import Foundation
import TestSupport
import Testing

@Suite struct Serving {
    @Test func `says where, and that it is for no real child's words yet; ends cleanly at SIGTERM`() async throws {
        try await withTestDatabase { database in
            let server = try Program(on: database).start(["serve", "--port", "0"])
            defer { server.process.terminate() }
            let first = try await server.firstLine()
            #expect(first.contains(/http:\/\/127\.0\.0\.1:[1-9]\d*/))
            server.process.terminate()
            let end = try await server.end()
            #expect(end.status == 0, "\(end.errors)")
            #expect(end.output.contains("NO REAL CHILD'S WORDS YET"))
        }
    }

    @Test func `refuses a port that is in use`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let server = try casefeedback.start(["serve", "--port", "0"])
            defer { server.process.terminate() }
            let line = try await server.firstLine()
            let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
            let second = try await casefeedback("serve", "--port", String(port))
            #expect(second.status == 1)
            #expect(second.errors.contains("port-in-use"))
            server.process.terminate()
            _ = try await server.end()
        }
    }

    @Test func `refuses a database without a schema before it listens`() async throws {
        try await withTestDatabase(migrated: false) { database in
            var casefeedback = Program(on: database)
            casefeedback.environment["CASEFEEDBACK_DATABASE"] = database.superuserConnection
            let call = try await casefeedback("serve", "--port", "0")
            #expect(call.status == 1)
            #expect(call.output == "")
            #expect(call.errors.contains("schema-missing"))
        }
    }
}
