import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import TestSupport

/// The published case, whole or up to a line: the history that the service is tried on. Line 1 says for whom it is made.
struct CaseHistory {
    private let lines: [Substring]
    /// All commands, by line from 2.
    let file: CommandFile

    init() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/casefeedback/Cases/goteborg-2017-2021.ndjson")
        let text = try String(contentsOf: url, encoding: .utf8)
        lines = text.split(separator: "\n")
        file = try CommandFile(reading: Array(text.utf8))
    }

    /// A file of the first lines alone.
    func file(through line: Int) throws -> CommandFile { try file(of: lines[..<line].map(String.init)) }

    /// A file of the header and some lines, changed or made up.
    func file(of lines: [String]) throws -> CommandFile {
        try CommandFile(reading: Array(lines.joined(separator: "\n").utf8))
    }

    var caller: Caller { file.caller }
    var header: String { String(lines[0]) }

    /// A line of the file, from 1, after some of its fields were set; `nil` removes one.
    func line(_ number: Int, setting fields: [String: JSONValue?] = [:], data: [String: JSONValue] = [:]) throws
        -> String
    {
        guard var object = try CanonicalJSON.value(reading: Array(lines[number - 1].utf8)).object,
            var body = object["data"]?.object
        else { throw TestServer.Unusable("line \(number) of the case is no command") }
        for (name, value) in fields { object[name] = value }
        body.merge(data) { _, new in new }
        object["data"] = .object(body)
        return String(decoding: CanonicalJSON.bytes(of: .object(object)), as: UTF8.self)
    }

    func command(_ number: Int, setting fields: [String: JSONValue?] = [:], data: [String: JSONValue] = [:]) throws
        -> Command
    {
        try Command(reading: JSONDocument(parsing: Array(line(number, setting: fields, data: data).utf8)))
    }

    /// The first line that holds a command of a type.
    func first(_ type: TypeName) throws -> Int {
        guard let index = file.commands.firstIndex(where: { $0.header.type == type }) else {
            throw TestServer.Unusable("the case has no \(type)")
        }
        return file.lines[index]
    }

    /// An id that nobody has used, as a field of a command.
    static func freshID() -> JSONValue { .string(UUIDValue.fresh().description) }
}

extension TestDatabase {
    /// Imports the case up to a line, in one transaction.
    func importCase(_ history: CaseHistory, through line: Int) async throws {
        _ = try await installation.imports.run(try history.file(through: line))
    }

    /// Every row of every projection that is served, without its generation.
    func dump() async throws -> [String: [String]] {
        var dump: [String: [String]] = [:]
        for projection in runner.projections {
            dump[projection.name] = try await runner.servedDump(projection, of: .gothenburg).lines
        }
        return dump
    }

    func head(of log: LogID = OrganisationID.gothenburg.cases) async throws -> Position {
        try await self.log.state(of: log)?.head ?? .beginning
    }
}
