import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird

/// The commands of a request, each with the text that it was read from, so that a problem can name its line.
struct CommandsInRequest: Sendable {
    private(set) var commands: [Command] = []
    private var documents: [JSONDocument] = []

    /// - Throws: the first fault, with its line from the beginning of the body.
    init(reading bytes: [UInt8], as format: CommandsFormat) throws(Problem) {
        do throws(JSONFault) {
            switch format {
            case .single:
                if !bytes.allSatisfy(\.isWhiteSpace) { try append(JSONDocument(parsing: bytes)) }
            case .lines:
                let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhiteSpace) {
                    // One more than may be is enough to know.
                    if commands.count > CommandImport.commandsPerTransaction { break }
                    try append(JSONDocument(parsing: Array(line), firstLine: index + 1))
                }
            }
        } catch {
            throw Problem(error)
        }
        guard !commands.isEmpty else { throw Problem(.badInput, "body-empty") }
        guard commands.count <= CommandImport.commandsPerTransaction else {
            throw Problem(.badInput, "too-many-commands", ["most": "\(CommandImport.commandsPerTransaction)"])
        }
    }

    /// Refuses a command of another organisation than the address names, and an `Idempotency-Key` that is no command's id.
    func check(organisation: OrganisationID, idempotencyKey: String?) throws(Problem) {
        for (index, command) in commands.enumerated() where command.header.organisation != organisation {
            let problem = Problem(
                .notFound, "another-organisation", ["organisation": command.header.organisation.text],
                field: "/organisation", value: command.header.organisation.text)
            throw place(problem, ofCommand: index)
        }
        guard let idempotencyKey, let first = commands.first else { return }
        guard commands.count == 1 else {
            throw Problem(.badInput, "idempotency-key-of-many", field: "Idempotency-Key", value: idempotencyKey)
        }
        // The header's specification quotes it as a string of RFC 8941; many send it bare.
        let key = idempotencyKey.filter { $0 != "\"" && !$0.isWhitespace }.lowercased()
        guard key == first.header.id.description else {
            throw Problem(
                .badInput, "idempotency-key-differs", ["id": first.header.id.description], field: "Idempotency-Key",
                value: idempotencyKey)
        }
    }

    /// The problem with the line of the field that it is about, or of its command.
    func place(_ problem: Problem, ofCommand index: Int) -> Problem {
        guard problem.line == nil, documents.indices.contains(index) else { return problem }
        var placed = problem
        let place = problem.field.flatMap { documents[index].location(of: $0) } ?? documents[index].location(of: "")
        placed.line = place?.line
        return placed
    }

    private mutating func append(_ document: JSONDocument) throws(JSONFault) {
        commands.append(try Command(reading: document))
        documents.append(document)
    }
}

extension UInt8 {
    fileprivate var isWhiteSpace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}
