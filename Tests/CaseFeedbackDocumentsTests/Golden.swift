import Foundation
import Testing

/// Papers as they looked when somebody looked at them last: a change of one is meant, or it is a mistake.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    /// Where it differs, the first line that does is shown.
    static func expect(_ text: String, is name: String, at place: SourceLocation = #_sourceLocation) throws {
        let golden = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let known = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let first = zip(lines, known).first { $0.0 != $0.1 }
        #expect(
            text == golden, "\(name): \(first.map { "\($0.0) ≠ \($0.1)" } ?? "\(lines.count) lines ≠ \(known.count)")",
            sourceLocation: place)
    }
}
