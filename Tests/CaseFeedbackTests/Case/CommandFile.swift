import CanonicalJSON
import CaseFeedback
import EventSourcing
import Foundation

/// A file of commands of one organisation: a header line, then a command a line.
struct CommandFile {
    struct Header: Codable, Hashable {
        struct Caller: Codable, Hashable {
            let issuer: String
            let subject: String
            let role: String
            let ground: String
        }

        let format: String
        let version: Int
        let organisation: OrganisationID
        let caller: Caller
    }

    let bytes: [UInt8]
    let header: Header
    /// The lines behind the header's, without their line feeds.
    let lines: [[UInt8]]

    /// Line numbers are those of the file.
    let commands: [(line: Int, document: JSONDocument, command: Command)]

    init(reading bytes: [UInt8]) throws {
        self.bytes = bytes
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        if lines.last == [] { lines.removeLast() }
        header = try StrictDecoder().decode(Header.self, from: JSONDocument(parsing: lines.first ?? []))
        self.lines = Array(lines.dropFirst())
        commands = try self.lines.enumerated().map { index, line in
            let document = try JSONDocument(parsing: line, firstLine: index + 2)
            return (index + 2, document, try Command(reading: document))
        }
    }

    /// The case of Göteborg, as it stands in the checkout; read once.
    static var goteborg: CommandFile {
        get throws { try goteborgRead.get() }
    }

    private static let goteborgRead = Result {
        let checkout = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let file = checkout.appending(path: "Sources/casefeedback/Cases/goteborg-2017-2021.ndjson")
        return try CommandFile(reading: Array(Data(contentsOf: file)))
    }
}
