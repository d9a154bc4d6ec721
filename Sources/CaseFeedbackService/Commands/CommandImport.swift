import CaseFeedback
package import EventSourcing

/// What an import came to.
package struct ImportOutcome: Sendable, Hashable {
    /// Commands that were accepted now, and those that had been before.
    package let accepted: Int
    package let repeated: Int
    package let events: Int
    /// Where the log stands after it.
    package let reached: LogPosition
}

/// Why an import stopped: at which line, and what is committed.
package struct ImportProblem: Error, Sendable, Hashable {
    package let problem: Problem
    /// The last position that is committed by this import; nothing when nothing is.
    package let committed: Position?
}

/// Imports files of commands: all or nothing where one transaction can take them, else in chunks where that was asked for.
package struct CommandImport: Sendable {
    private let commands: CommandHandler

    /// How many commands one transaction takes within about a second.
    package static let commandsPerTransaction = 5_000

    package init(_ commands: CommandHandler) { self.commands = commands }

    /// Imports a file. A larger file than one transaction takes is refused unless `inBatches`; then a refusal midway stops
    /// there, and the same file imported again goes on after what is committed.
    package func run(
        _ file: CommandFile, inBatches: Bool = false, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(ImportProblem) -> ImportOutcome {
        let size = Self.commandsPerTransaction
        guard file.commands.count <= size || inBatches else {
            throw ImportProblem(
                problem: Problem(
                    .refused, "file-needs-batches", ["commands": "\(file.commands.count)", "most": "\(size)"]),
                committed: nil)
        }
        var outcomes: [CommandOutcome] = []
        for start in stride(from: 0, to: file.commands.count, by: size) {
            let chunk = Array(file.commands[start..<min(start + size, file.commands.count)])
            do throws(BatchProblem) {
                outcomes += try await commands.handle(all: chunk, by: file.caller)
            } catch {
                var problem = error.problem
                problem.line = file.lines[start + error.index]
                throw ImportProblem(
                    problem: problem, committed: outcomes.last { !$0.isRepeat }?.reached.position)
            }
            progress(outcomes.count)
        }
        let last = outcomes.map(\.reached.position).max() ?? .beginning
        return ImportOutcome(
            accepted: outcomes.count { !$0.isRepeat }, repeated: outcomes.count(where: \.isRepeat),
            events: outcomes.filter { !$0.isRepeat }.reduce(0) { $0 + $1.events.count },
            reached: LogPosition(log: LogID(organisation: file.organisation, kind: .cases), position: last))
    }
}
