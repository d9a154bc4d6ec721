import Foundation
import TestSupport
import Testing

/// The published case, from its file to its committees, through the program alone.
@Suite struct `The case of Göteborg on the command line` {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/casefeedback/Cases/goteborg-2017-2021.ndjson").standardizedFileURL.path()

    private func units(_ wheel: Program.Outcome) throws -> [[String: Any]] {
        try #require(try wheel.json()["units"] as? [[String: Any]])
    }

    @Test func `is imported, shown as of any day, summed up, rebuilt and verified`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let imported = try await casefeedback("import", "commands", Self.file, "--json")
            try #require(imported.status == 0, "\(imported.errors)")
            let again = try await casefeedback("import", "commands", Self.file, "--json").json()
            #expect(again["accepted"] as? Int == 0)
            #expect(again["repeated"] as? Int == (try imported.json()["accepted"] as? Int))
            try await shows(casefeedback)
            try await sumsUp(casefeedback)
            let before = try await casefeedback("wheel", "--known-at", "1000", "--json")
            let rebuilt = try await casefeedback("rebuild", "--all", "--json")
            let projections = try #require(try rebuilt.json()["projections"] as? [[String: Any]])
            #expect(!projections.isEmpty && projections.allSatisfy { $0["isEqual"] as? Bool == true })
            #expect(try await casefeedback("verify").status == 0)
            #expect(try await casefeedback("wheel", "--known-at", "1000", "--json").output == before.output)
        }
    }

    private func shows(_ casefeedback: Program) async throws {
        let wheel = try await casefeedback("wheel", "--organisation", "1480", "--as-of", "2018-09-13", "--json")
        let units = try units(wheel)
        #expect(units.count == 12)
        #expect(units.compactMap { ($0["counts"] as? [String: Int])?["held"] }.reduce(0, +) == 84)
        #expect(Set(units.compactMap { $0["phase"] as? String }).count > 1)
        let later = try self.units(try await casefeedback("wheel", "--as-of", "2019-12-31", "--json"))
        #expect(Set(later.compactMap { $0["unit"] as? String }).count == 23)
        let steps = try await casefeedback(
            "replay", "--cycle", "2017-2018", "--unit", "unit-01", "--json", "--language", "sv")
        let lines = steps.output.split(separator: "\n")
        #expect(lines.count > 50)
        #expect(lines.last?.contains(#""position":"cases/1480/"#) == true)
        let picture = try await casefeedback("wheel", "--svg", "-")
        #expect(picture.output.contains("<svg") && picture.output.hasSuffix("</svg>\n"))
    }

    private func sumsUp(_ casefeedback: Program) async throws {
        let build = ["summary", "build", "--report", "report-2017-2018-unit-01"]
        let folder = FileManager.default.temporaryDirectory.appending(component: "papers-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let model = try await casefeedback.start(build + ["--json"]).end()
        let written = try await casefeedback.start(build + ["--output", folder]).end()
        try #require(written.status == 0, "\(written.errors)")
        let stored = try String(contentsOfFile: "\(folder)/report-2017-2018-unit-01.json", encoding: .utf8)
        #expect(stored + "\n" == model.output)
        #expect(!stored.contains("B-"))
        let paper = try await casefeedback.start(build).end()
        #expect(
            try String(contentsOfFile: "\(folder)/report-2017-2018-unit-01.en.md", encoding: .utf8) == paper.output)
        #expect(paper.output.hasPrefix("# "))
        let unfinished = try await casefeedback("summary", "build", "--report", "report-2020-2021-unit-01", "--json")
        #expect(unfinished.status == 1)
    }
}
