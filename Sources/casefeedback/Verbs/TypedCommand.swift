import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore

/// A command as somebody typed it. What the command line adds stands behind everything else, so that faults are told at the
/// places where they were typed.
struct TypedCommand: Sendable {
    private(set) var text: [UInt8]

    init(_ text: [UInt8]) { self.text = text }

    func command() throws(JSONFault) -> Command { try Command(reading: JSONDocument(parsing: text)) }

    /// A command that is typed needs no id of its own; whoever wants to send it again after a lost answer gives one.
    mutating func add(newID: UUIDValue) throws(JSONFault) {
        guard try has("id") == false else { return }
        add("id", .string(newID.description))
    }

    /// In a demonstration, what says nothing of where it is from is taken to be invented: all of it.
    func marked(_ command: Command, in installation: Installation) async throws(Failure) -> Command {
        let isSilent = command.header.source == nil && command.header.synthetic == nil && !command.body.isItsOwnOrigin
        guard isSilent else { return command }
        let state = try await storeFailure { () async throws(StoreError) in
            try await installation.log.state(of: command.log)
        }
        guard state?.nature == .demonstration else { return command }
        var marked = self
        marked.add("synthetic", [""])
        do throws(JSONFault) { return try marked.command() } catch { throw Failure(Problem(error)) }
    }

    /// Nothing for a text that is no object.
    private func has(_ field: String) throws(JSONFault) -> Bool? {
        try JSONDocument(parsing: text).root.object.map { $0[field] != nil }
    }

    private mutating func add(_ field: String, _ value: JSONValue) {
        guard let end = text.lastIndex(of: UInt8(ascii: "}")) else { return }
        let isEmpty = text[..<end].last { !Self.whiteSpace.contains($0) } == UInt8(ascii: "{")
        let member = CanonicalJSON.bytes(of: .object([field: value])).dropFirst().dropLast()
        text.insert(contentsOf: (isEmpty ? [] : [UInt8(ascii: ",")]) + member, at: end)
    }

    private static let whiteSpace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
}
