import CanonicalJSON
package import CaseFeedback
package import EventSourcing

/// A file of commands of one organisation: a first line that says for whom they are made, then one command a line.
///
/// ```json
/// {"format":"casefeedback-commands","version":1,"organisation":"1480","caller":{"issuer":"…","subject":"…","role":"…","ground":"…"}}
/// ```
package struct CommandFile: Sendable {
    package let organisation: OrganisationID
    package let caller: Caller
    package let commands: [Command]
    /// The line of each command, from 1.
    package let lines: [Int]

    /// What a file may hold at most, so that it can be checked whole.
    package static let bytesMax = 256 << 20

    /// Reads the whole file; the first fault is told with its line and field. Empty lines are passed over.
    package init(reading bytes: [UInt8]) throws(Problem) {
        var header: Header?
        var commands: [Command] = []
        var lines: [Int] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isBlank) {
            if header == nil { try ImportedFormat.commands.check(firstLine: line, number: index + 1) }
            do throws(JSONFault) {
                let document = try JSONDocument(parsing: Array(line), firstLine: index + 1)
                if header == nil {
                    header = try StrictDecoder().decode(Header.self, from: document)
                } else {
                    commands.append(try Command(reading: document))
                    lines.append(index + 1)
                }
            } catch {
                throw Problem(error)
            }
        }
        guard let header else { throw Problem(.badInput, "file-empty", line: 1) }
        organisation = header.organisation
        caller = Caller(
            issuer: header.caller.issuer.text, subject: header.caller.subject.text, isVerified: false,
            role: header.caller.role.rawValue, ground: header.caller.ground.text)
        self.commands = commands
        self.lines = lines
        for (command, line) in zip(commands, lines) where command.header.organisation != organisation {
            throw Problem(
                .badInput, "another-organisation", ["organisation": organisation.text], line: line,
                field: "/organisation", value: command.header.organisation.text)
        }
    }

    private struct Header: Decodable {
        struct Caller: Decodable {
            let issuer: Label
            let subject: Label
            let role: Role
            let ground: Label
        }

        let format: String
        let version: Int
        let organisation: OrganisationID
        let caller: Caller
    }
}
