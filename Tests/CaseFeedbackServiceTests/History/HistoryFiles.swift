import CaseFeedbackService
import Crypto
import EventSourcing
import Foundation
import Postgres
import TestSupport

extension TestDatabase {
    /// The lines of an export, as one text.
    func exportHistory(
        of log: LogID = OrganisationID.gothenburg.cases, after: Position = .beginning, tags: [EventSourcing.Tag] = [],
        going on: HistoryPartial? = nil
    ) async throws -> [UInt8] {
        let exports = installation.historyExport
        let bytes = Shared<[UInt8]>([])
        var header = try await exports.header(of: log, after: after, tags: tags)
        if let left = on?.header { header = left }
        _ = try await exports.run(header, after: on, to: .test, write: { more in bytes.update { $0 += more } })
        return bytes.value
    }

    @discardableResult
    func importHistory(_ bytes: [UInt8], of organisation: OrganisationID? = nil) async throws -> HistoryImport.Outcome {
        let imports = installation.historyImport
        return try await withFile(bytes) { descriptor in
            try await imports.run(HistoryFile(descriptor, of: organisation))
        }
    }

    /// Every stored row of every log, as PostgreSQL writes it.
    func storedRows() async throws -> [String: [String]] {
        try await asSuperuser { session in
            var rows: [String: [String]] = [:]
            for table in ["logs", "events", "tags", "protected_texts", "commands"] {
                rows[table] = try session.texts("SELECT t::text FROM casefeedback.\(table) AS t ORDER BY 1")
            }
            return rows
        }
    }
}

/// An exported history that somebody changed, and whose end line fits it again.
struct ResealedHistory {
    private(set) var lines: [String]

    /// Of whole lines, the last of them the end line.
    init(_ file: [UInt8]) { lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map(String.init) }

    /// The number of the first line that has the text, from 1.
    func line(with text: String) throws -> Int {
        guard let index = lines.firstIndex(where: { $0.contains(text) }) else {
            throw TestServer.Unusable("no line has \(text)")
        }
        return index + 1
    }

    /// A field's value as it is written in a line.
    func value(of field: String, in line: Int) throws -> String {
        guard let start = lines[line - 1].range(of: #""\#(field)":""#)?.upperBound,
            let value = lines[line - 1][start...].split(separator: "\"", omittingEmptySubsequences: false).first
        else { throw TestServer.Unusable("line \(line) has no \(field)") }
        return String(value)
    }

    /// Writes a string field of a line anew.
    mutating func set(_ field: String, to value: String, in line: Int) throws {
        let old = try self.value(of: field, in: line)
        lines[line - 1] = lines[line - 1].replacing(#""\#(field)":"\#(old)""#, with: #""\#(field)":"\#(value)""#)
    }

    mutating func replace(_ old: String, with new: String, in line: Int) throws {
        guard lines[line - 1].contains(old) else { throw TestServer.Unusable("line \(line) has no \(old)") }
        lines[line - 1] = lines[line - 1].replacing(old, with: new)
    }

    mutating func remove(where condition: (String) -> Bool) { lines.removeAll(where: condition) }

    var bytes: [UInt8] {
        let body = lines.dropLast().map { $0 + "\n" }.joined()
        func count(_ start: String) -> Int { lines.dropLast().count { $0.hasPrefix(start) } }
        let digest = SHA256.hash(data: Data(body.utf8)).map { String(format: "%02x", $0) }.joined()
        let end =
            #"{"commands":\#(count(#"{"commandid""#)),"events":\#(count(#"{"actorverified""#)),"#
            + #""format":"casefeedback-events-end","sha256":"\#(digest)","texts":\#(count(#"{"data_base64""#))}"#
        return Array((body + end + "\n").utf8)
    }
}

/// Lends a file's descriptor, which holds some bytes.
func withFile<Answer>(_ bytes: [UInt8], _ body: (Int32) async throws -> Answer) async throws -> Answer {
    let url = FileManager.default.temporaryDirectory.appending(component: "history-\(UUID())")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    return try await body(file.fileDescriptor)
}
