import CanonicalJSON
import Foundation
import Testing

/// The case that the program ships, sent by a client instead of imported.
@Suite struct `The published case over HTTP` {
    @Test func `gives the wheel, the matrix and the summary that the case is known for`() async throws {
        try await withServer { server in
            let file = URL(filePath: #filePath).appending(path: "../../../Sources/casefeedback/Cases")
                .appending(path: "goteborg-2017-2021.ndjson").standardizedFileURL
            let commands = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
            let recorded = try await server.post(commands.joined(separator: "\n"), type: "application/x-ndjson")
            try #require(recorded.status == 201, "\(recorded.body.prefix(1000))")
            #expect(recorded.body.split(separator: "\n").count == commands.count)
            let position = try #require(recorded.position)
            try await server.reach(position)

            let wheel = try await server.get("/v1/organisations/1480/wheel?asOf=2018-09-13").json
            #expect(wheel["totals"]?["units"] == 12)
            #expect(wheel["totals"]?["counts"]?["held"] == 84)
            #expect(wheel["nature"] == "demonstration")

            let matrix = try await server.get(
                "/v1/organisations/1480/matrix?cycle=2017-2018&unit=unit-01", headers: ServedInstallation.caller)
            #expect(matrix.status == 200)
            #expect(matrix.body.contains(#""text":{"text":""#))

            let report = try #require(try matrix.json["report"]?.string)
            let summary = try await server.get("/v1/organisations/1480/summaries?report=\(report)")
            #expect(summary.status == 200)
            #expect(summary.position == position)
            #expect(try summary.json["format"] == "casefeedback/committee-summary/1")
            #expect(try summary.json["unit"]?["id"] == "unit-01")

            let early = try await server.get("/v1/organisations/1480/summaries?report=\(report)&asOf=2018-01-01")
            #expect(early.status == 422)
            #expect(early.problem == "report-not-finalised")
            #expect(try await server.get("/v1/organisations/1480/summaries?report=none").status == 404)
        }
    }
}
