import CaseFeedbackService
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
        if let on { header = on.header }
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

/// Lends a file's descriptor, which holds some bytes.
func withFile<Answer>(_ bytes: [UInt8], _ body: (Int32) async throws -> Answer) async throws -> Answer {
    let url = FileManager.default.temporaryDirectory.appending(component: "history-\(UUID())")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    return try await body(file.fileDescriptor)
}
