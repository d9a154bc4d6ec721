import CaseFeedback
package import EventSourcing
import EventStore

/// What an import came to.
package struct ImportOutcome: Sendable, Hashable {
    /// Commands that were accepted now, and those that had been before.
    package fileprivate(set) var accepted = 0
    package fileprivate(set) var repeated = 0
    package fileprivate(set) var events = 0
    /// Where the log stands after it.
    package fileprivate(set) var reached: LogPosition
    /// The line at which an import that was stopped went on.
    package fileprivate(set) var resumedLine: Int?

    fileprivate mutating func add(_ outcomes: [CommandOutcome]) {
        for outcome in outcomes {
            if outcome.isRepeat {
                repeated += 1
            } else {
                accepted += 1
                events += outcome.events.count
            }
            if outcome.reached.position > reached.position { reached = outcome.reached }
        }
    }
}

/// Why an import stopped: at which line, and what is committed.
package struct ImportProblem: Error, Sendable, Hashable {
    package let problem: Problem
    /// The last position that is committed by this import; nothing when nothing is.
    package let committed: Position?
}

/// How a file is imported that is too large for one transaction.
package enum ImportMode: Sendable, Hashable {
    /// It is refused.
    case atOnce
    /// Checked whole against the head that is seen, then committed in chunks.
    case inBatches
    /// The same, from the first command on that is not recorded: after an import that stopped midway.
    case resuming
}

/// Imports files of commands: all or nothing where one transaction can take them, else in chunks where that was asked for.
package struct CommandImport: Sendable {
    private let commands: CommandHandler

    /// How many commands one transaction takes within about a second.
    package static let commandsPerTransaction = 5_000

    /// How often a chunk is decided anew before a smaller one is tried.
    private static let attemptsPerChunk = 3

    package init(_ commands: CommandHandler) { self.commands = commands }

    /// Imports a file. Of a larger one than a transaction takes, a refusal midway stops there: what was committed stays.
    /// Every command that is recorded already is compared with what it was then, and counted as repeated.
    package func run(
        _ file: CommandFile, as mode: ImportMode = .atOnce, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(ImportProblem) -> ImportOutcome {
        let most = Self.commandsPerTransaction
        var outcome = ImportOutcome(
            reached: LogPosition(log: LogID(organisation: file.organisation, kind: .cases), position: .beginning))
        guard file.commands.count > most else {
            do throws(BatchProblem) {
                outcome.add(try await commands.handle(all: file.commands, by: file.caller))
            } catch {
                throw ImportProblem(problem: error.problem(in: file, from: 0), committed: nil)
            }
            progress(file.commands.count)
            return outcome
        }
        guard mode != .atOnce else {
            throw ImportProblem(
                problem: Problem(
                    .refused, "file-needs-batches", ["commands": "\(file.commands.count)", "most": "\(most)"]),
                committed: nil)
        }
        let start = try await firstToCheck(of: file, as: mode)
        if start > 0, start < file.lines.count { outcome.resumedLine = file.lines[start] }
        do throws(BatchProblem) {
            try await commands.check(Array(file.commands[start...]), by: file.caller)
        } catch {
            throw ImportProblem(problem: error.problem(in: file, from: start), committed: nil)
        }
        return try await commit(file, into: outcome, progress: progress)
    }

    private func firstToCheck(of file: CommandFile, as mode: ImportMode) async throws(ImportProblem) -> Int {
        guard mode == .resuming else { return 0 }
        do throws(Problem) {
            return try await commands.countRecorded(atStartOf: file.commands, atATime: Self.commandsPerTransaction)
        } catch {
            throw ImportProblem(problem: error, committed: nil)
        }
    }

    private func commit(
        _ file: CommandFile, into start: ImportOutcome, progress: @Sendable (Int) -> Void
    ) async throws(ImportProblem) -> ImportOutcome {
        var outcome = start
        var committed: Position?
        var size = ChunkSize()
        var next = 0
        while next < file.commands.count {
            let chunk = Array(file.commands[next..<min(next + size.commands, file.commands.count)])
            do throws(BatchProblem) {
                let outcomes = try await commands.handle(
                    all: chunk, by: file.caller, attempts: Self.attemptsPerChunk, appending: { size.took($0, for: $1) })
                outcome.add(outcomes)
                committed = outcomes.last { !$0.isRepeat && !$0.events.isEmpty }?.reached.position ?? committed
            } catch {
                // Somebody else writes as often as this does: a smaller chunk comes in between.
                if error.problem.code == Problem.contendedCode, size.halve() { continue }
                throw ImportProblem(problem: error.problem(in: file, from: next), committed: committed)
            }
            next += chunk.count
            progress(next)
        }
        return outcome
    }
}

/// How many commands the next chunk has, so that others who write to the log wait for well under a second.
private struct ChunkSize {
    private(set) var commands = 1_000

    private static let range = 25...50_000
    private static let target = Duration.milliseconds(500)

    /// What the last append of some commands took: the next is sized after it, and at most doubled.
    mutating func took(_ duration: Duration, for count: Int) {
        let fitting = Double(count) * (Self.target / max(duration, .milliseconds(1)))
        commands = min(max(Int(min(fitting, Double(commands * 2))), Self.range.lowerBound), Self.range.upperBound)
    }

    /// Whether there is a smaller one.
    mutating func halve() -> Bool {
        guard commands > Self.range.lowerBound else { return false }
        commands = max(commands / 2, Self.range.lowerBound)
        return true
    }
}

extension BatchProblem {
    /// The problem with the line that it is of; `start` is the first command of the batch.
    fileprivate func problem(in file: CommandFile, from start: Int) -> Problem {
        var problem = problem
        let number = start + index
        if number < file.lines.count { problem.line = file.lines[number] }
        return problem
    }
}
