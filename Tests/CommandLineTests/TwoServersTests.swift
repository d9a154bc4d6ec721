import Foundation
import TestSupport
import Testing

/// Real processes, as two machines behind one load balancer are.
@Suite struct `Two servers on one database` {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/casefeedback/Cases/goteborg-2017-2021.ndjson").standardizedFileURL

    @Test func `follow the log together, and one that was stopped and goes on writes nothing over the other`()
        async throws
    {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let servers = try [
                casefeedback.start(["serve", "--port", "0"]), casefeedback.start(["serve", "--port", "0"]),
            ]
            defer {
                for server in servers where server.process.isRunning {
                    kill(server.process.processIdentifier, SIGCONT)
                    server.process.terminate()
                }
            }
            for server in servers { _ = try await server.firstLine() }
            let text = try String(contentsOf: Self.file, encoding: .utf8)
            let part = text.split(separator: "\n").prefix(300).joined(separator: "\n") + "\n"
            let first = try await casefeedback("import", "commands", "-", "--json", input: part)
            try #require(first.status == 0, "\(first.errors)")
            try await Self.waitForHead(casefeedback)
            // It holds its connections and all that it knew.
            kill(servers[0].process.processIdentifier, SIGSTOP)
            let whole = try await casefeedback("import", "commands", Self.file.path(), "--json")
            try #require(whole.status == 0, "\(whole.errors)")
            try await Self.waitForHead(casefeedback)
            kill(servers[0].process.processIdentifier, SIGCONT)
            let again = try await casefeedback("record", input: Self.command)
            try #require(again.status == 0, "\(again.errors)")
            try await Self.waitForHead(casefeedback)
            let verified = try await casefeedback("verify", "--json")
            #expect(verified.status == 0, "\(verified.output)")
            for server in servers {
                server.process.terminate()
                #expect(try await server.end().status == 0)
            }
        }
    }

    private static let command =
        #"{"type":"establish-committee","organisation":"1480","occurredOn":"2017-01-03","#
        + #""data":{"committee":"provnamnden","label":{"sv":"Provnämnden"},"validFrom":"2011-01-01"}}"#

    /// Until no projection is behind, half a minute at most: a stopped server may hold a row until its time is over.
    private static func waitForHead(_ casefeedback: Program) async throws {
        for _ in 0..<100 {
            let projections = try await casefeedback("status", "--json").json()["projections"] as? [[String: Any]]
            if let projections, projections.count == 3, projections.allSatisfy({ $0["lag"] as? Int == 0 }) { return }
            try await Task.sleep(for: .milliseconds(300))
        }
        Issue.record("a projection stays behind")
    }
}
