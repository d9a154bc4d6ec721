import Foundation

/// The checkout that this test was built from.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func place(of folder: String) -> URL { root.appending(path: folder).resolvingSymlinksInPath() }

    /// Every Swift file below a folder of the checkout, by its path within that folder.
    static func swiftFiles(in folder: String) throws -> [(path: String, text: String)] {
        try files(in: folder, ending: ".swift").map { path in
            (path, try String(contentsOf: place(of: folder).appending(path: path), encoding: .utf8))
        }
    }

    /// The paths of files below a folder, in order.
    static func files(in folder: String, ending: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: place(of: folder).path)
            .filter { $0.hasSuffix(ending) }.sorted()
    }

    /// The folders directly below a folder.
    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: place(of: folder), includingPropertiesForKeys: [.isDirectoryKey]
        ).filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .map(\.lastPathComponent).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// One source file as the rules of the tree see it.
struct SourceCode {
    /// The lines without comments and without the contents of string literals of one line.
    let lines: [String]

    init(_ text: String) {
        var isInComment = false
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Self.code(of: line, isInComment: &isInComment)
        }
    }

    /// The modules that it imports, as in `@testable package import struct Foundation.URL`.
    var imports: [String] {
        lines.compactMap { line in
            var words = line.split(separator: " ").map(String.init)
            guard let place = words.firstIndex(of: "import"), place < 4 else { return nil }
            guard words[..<place].allSatisfy({ $0.hasPrefix("@") || Self.access.contains($0) }) else { return nil }
            words.removeFirst(place + 1)
            if let first = words.first, Self.kinds.contains(first) { words.removeFirst() }
            return words.first.map { String($0.prefix { $0 != "." }) }
        }
    }

    /// The words of the code: identifiers, without what stands in comments and literals.
    var words: Set<Substring> {
        Set(lines.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") } })
    }

    private static let access: Set<String> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "var", "let"]

    private static func code(of line: Substring, isInComment: inout Bool) -> String {
        var code = ""
        var isInLiteral = false
        var index = line.startIndex
        while index < line.endIndex {
            let rest = line[index...]
            if isInComment {
                if rest.hasPrefix("*/") {
                    isInComment = false
                    index = line.index(after: index)
                }
            } else if isInLiteral {
                if rest.hasPrefix("\\\"") {
                    index = line.index(after: index)
                } else if rest.hasPrefix("\"") {
                    isInLiteral = false
                }
            } else if rest.hasPrefix("//") {
                break
            } else if rest.hasPrefix("/*") {
                isInComment = true
            } else if rest.hasPrefix("\"") {
                isInLiteral = true
            } else {
                code.append(line[index])
            }
            index = line.index(after: index)
        }
        return code
    }
}
