import CaseFeedback
import CaseFeedbackService
import EventSourcing
import Foundation
import TestSupport
import Testing

/// Files whose end line fits them, and whose log could not have been recorded so.
@Suite struct `A history that contradicts itself` {
    /// How a file is changed, and what is said of it.
    private struct Change: Sendable {
        let name: String
        let make: @Sendable (inout ResealedHistory) throws -> Void
        let code: String
        var field: String?
    }

    private static let text = #"{"data_base64""#
    private static let event = #""type":"committee-established""#

    private static func words(_ bytes: [UInt8]) -> @Sendable (inout ResealedHistory) throws -> Void {
        { try $0.set("data_base64", to: Data(bytes).base64EncodedString(), in: $0.line(with: text)) }
    }

    /// Puts something in the place of the origin, in the first line that has a text.
    private static func origin(
        _ other: String, in text: String
    ) -> @Sendable (inout ResealedHistory) throws -> Void {
        { file in
            let line = try file.line(with: text)
            let whole = file.lines[line - 1]
            guard let start = whole.range(of: #""provenance""#)?.lowerBound,
                let end = whole.range(of: #""recordedby""#)?.lowerBound
            else { return }
            try file.replace(String(whole[start..<end]), with: other, in: line)
        }
    }

    private static func relabelled(
        from kind: String, as other: String
    ) -> @Sendable (inout ResealedHistory) throws -> Void {
        { file in
            try file.set("log", to: other, in: 1)
            for line in 2..<file.lines.count {
                try file.replace("/organisations/1480/\(kind)", with: "/organisations/1480/\(other)", in: line)
            }
        }
    }

    private static let changes: [Change] = [
        Change(
            name: "without its texts", make: { $0.remove { $0.hasPrefix(text) } }, code: "history-text-missing"),
        Change(
            name: "without one text",
            make: { file in
                let one = try file.lines[file.line(with: text) - 1]
                file.remove { $0 == one }
            }, code: "history-text-missing"),
        Change(
            name: "of another nature", make: { try $0.set("kind", to: "live", in: 1) }, code: "history-opening",
            field: "/data/nature"),
        Change(
            name: "of another zone", make: { try $0.set("zone", to: "Europe/Helsinki", in: 1) },
            code: "history-opening", field: "/data/zone"),
        Change(
            name: "of another kind", make: relabelled(from: "cases", as: "access"),
            code: "history-type-of-another-log", field: "/type"),
        Change(name: "words not in UTF-8", make: words([0xFF]), code: "history-text-words", field: "/data_base64"),
        Change(
            name: "a personal identity number", make: words(Array("Tolvan 19121212-1212 sa".utf8)),
            code: "personal-identity-number", field: "/data_base64"),
        // An å of two characters is an å for people, and other bytes.
        Change(
            name: "words not in NFC", make: words(Array("va\u{30A}rd".utf8)), code: "history-text-form",
            field: "/data_base64"),
        Change(name: "no words", make: words([]), code: "history-text-words", field: "/data_base64"),
        Change(name: "words with U+0000", make: words([65, 0]), code: "history-text-words", field: "/data_base64"),
        Change(
            name: "very many words", make: words(Array(repeating: 65, count: 20_001)), code: "history-text-words",
            field: "/data_base64"),
        Change(
            name: "a key, though there are none",
            make: { try $0.replace(#""position""#, with: #""keyid":"k-1","position""#, in: $0.line(with: text)) },
            code: "history-text-key", field: "/keyid"),
        Change(
            name: "an invented subject",
            make: { try $0.set("subject", to: "child:B-7K4Q-X2M9/2017-2018", in: $0.line(with: text)) },
            code: "history-text-subject", field: "/subject"),
        Change(
            name: "another secrecy than its type's",
            make: { try $0.set("secrecy", to: "personal", in: $0.line(with: event)) }, code: "history-class",
            field: "/secrecy"),
        Change(
            name: "another retention than its type's",
            make: { try $0.set("retentionclass", to: "child", in: $0.line(with: event)) }, code: "history-class",
            field: "/retentionclass"),
        Change(
            name: "a moment on another day",
            make: { file in
                try file.replace(
                    #""occurredon""#, with: #""occurredat":"2016-02-03T10:00:00Z","occurredon""#,
                    in: file.line(with: event))
            }, code: "history-occurrence", field: "/occurredon"),
        Change(
            name: "an origin that is not canonical",
            make: { try $0.replace(#""provenance":"{"#, with: #""provenance":"{ "#, in: $0.line(with: event)) },
            code: "history-provenance", field: "/provenance"),
        Change(
            name: "no origin in a demonstration", make: origin("", in: event), code: "history-provenance",
            field: "/provenance"),
        Change(
            name: "an empty origin before all others",
            make: origin(#""provenance":"","#, in: #""provenance":""#),
            code: "history-provenance", field: "/provenance"),
        Change(
            name: "no event",
            make: { file in
                let last = try #require(file.lines[0].firstMatch(of: /"last":[0-9]+/))
                try file.replace(String(last.output), with: #""last":0"#, in: 1)
                file.remove { $0.contains("specversion") }
            }, code: "history-without-events", field: "/range/last"),
        Change(
            name: "a very long release",
            make: { try $0.set("programversion", to: String(repeating: "1", count: 70_000), in: $0.line(with: event)) },
            code: "history-value", field: "/programversion"),
    ]

    @Test func `is not taken in, nor called whole`() async throws {
        let history = try CaseHistory()
        let (file, reads) = try await withTestDatabase { database in
            try await database.importCase(history, through: 400)
            return (
                try await database.exportHistory(),
                try await database.exportHistory(of: OrganisationID.gothenburg.access)
            )
        }
        for change in Self.changes { try await refuse(change, of: file) }
        try await refuse(
            Change(
                name: "reads as cases", make: Self.relabelled(from: "access", as: "cases"), code: "history-first-event",
                field: "/type"), of: reads)
        try await withTestDatabase { database in
            let empty = try await database.storedRows()
            for change in Self.changes.prefix(4) {
                var changed = ResealedHistory(file)
                try change.make(&changed)
                let refused = await #expect(throws: Problem.self) { try await database.importHistory(changed.bytes) }
                #expect(refused?.code == change.code && refused?.kind == .badInput)
                #expect(try await database.storedRows() == empty, "\(change.name)")
            }
            // As they were exported they are good.
            try await database.importHistory(ResealedHistory(file).bytes)
            try await database.importHistory(ResealedHistory(reads).bytes)
            #expect(try await database.installation.verifier.verify().findings == [])
        }
    }

    private func refuse(_ change: Change, of file: [UInt8]) async throws {
        var changed = ResealedHistory(file)
        try change.make(&changed)
        let problem = await #expect(throws: Problem.self, "\(change.name)") {
            try await withFile(changed.bytes) { descriptor in
                var file = try HistoryFile(descriptor)
                try file.checkToEnd()
            }
        }
        #expect(problem?.code == change.code, "\(change.name): \(String(describing: problem))")
        #expect(problem?.field == change.field, "\(change.name)")
        #expect(problem?.line != nil, "\(change.name)")
        #expect(Refusals.sentence(for: change.code) != nil, "\(change.name)")
    }
}
