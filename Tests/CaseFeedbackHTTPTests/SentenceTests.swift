import CaseFeedback
import Foundation
import Testing

@testable import CaseFeedbackHTTP

@Suite struct `The sentences of HTTP` {
    /// What only the command line calls.
    private static let outOfReach = ["CommandFile", "CommandImport", "ReplayQuery", "ClockAcceptance", "MatrixQuery"]

    @Test(arguments: ["CaseFeedbackHTTP", "CaseFeedbackService"])
    func `exist for every code that a request can meet`(target: String) throws {
        let sources = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appending(path: "Sources/\(target)")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var codes: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            if Self.outOfReach.contains(file.deletingPathExtension().lastPathComponent) { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            codes.formUnion(text.matches(of: /(?:Problem|init)\(\s*\.\w+,\s*"([a-z0-9-]+)"/).map { String($0.1) })
        }
        #expect(codes.count > 15)
        for code in codes {
            #expect(HTTPSentences.own[code] != nil || Refusals.sentence(for: code) != nil, "\(code) says nothing")
        }
    }

    @Test func `say what no other sentence says, the same in both languages`() {
        for (code, sentence) in HTTPSentences.own {
            #expect(Refusals.sentence(for: code) == nil, "\(code) has a sentence already")
            let slots = [Sentence(sv: sentence.swedish, en: ""), Sentence(sv: "", en: sentence.english)].map(\.slots)
            #expect(slots[0] == slots[1], "\(code) fills other slots in Swedish than in English")
        }
    }
}
