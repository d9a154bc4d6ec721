import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import EventStore

/// Why a verb was not done: what is told, and how the program ends.
struct Failure: Error, Hashable {
    let problem: Problem
    let status: ExitStatus
    /// The last position that an import committed before it stopped.
    var committed: LogPosition?
    /// What an export had written before it stopped: it stays, and the same export goes on behind it.
    var partialFile: String?
    /// What is told when a signal was the cause, where the verb knows better than before it began.
    var interruption: Problem?

    init(_ problem: Problem, status: ExitStatus? = nil) {
        self.problem = problem
        self.status = status ?? ExitStatus(problem.kind)
    }

    init(_ error: StoreError) { self.init(Problem(error)) }

    /// What a question's answer says of the question: its `knownAt` is the option `--known-at` here.
    var namingOptions: Failure {
        guard let field = problem.field, let first = field.first, first.isLetter else { return self }
        let option =
            "--"
            + field.reduce(into: "") { name, letter in
                name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
            }
        let named = Problem(
            problem.kind, problem.code, problem.parameters, line: problem.line, column: problem.column, field: option,
            value: problem.value)
        return Failure(named, status: problem.kind == .badInput ? .usage : status)
    }

    /// The call is wrong: an option's value, or options that don't go together. `field` is the option.
    static func usage(
        _ code: String, _ parameters: [String: String] = [:], field: String? = nil, value: String? = nil
    ) -> Failure {
        Failure(Problem(.badInput, code, parameters, field: field, value: value), status: .usage)
    }

    /// What a value type says of an option's value.
    static func usage(_ invalid: InvalidValue, option: String, value: String) -> Failure {
        usage(invalid.code, invalid.parameters, field: option, value: invalid.isSecret ? nil : value)
    }
}

/// Lets a verb call service and store, whose errors become failures.
func asFailure<Answer>(_ body: () async throws(Problem) -> Answer) async throws(Failure) -> Answer {
    do throws(Problem) { return try await body() } catch { throw Failure(error) }
}

func storeFailure<Answer>(_ body: () async throws(StoreError) -> Answer) async throws(Failure) -> Answer {
    do throws(StoreError) { return try await body() } catch { throw Failure(error) }
}
