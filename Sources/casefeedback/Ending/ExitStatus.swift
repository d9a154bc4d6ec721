import CaseFeedbackService

/// How the program ends: a contract with scripts that never changes.
enum ExitStatus: Int32, Error, CaseIterable {
    case done = 0
    /// A rule forbids it, or the installation must be mended first.
    case refused = 1
    /// The call itself is wrong.
    case usage = 2
    /// What was to be read is not what it should be.
    case badInput = 3
    /// Nothing is wrong with what was asked.
    case tryLater = 4
    case verificationFailed = 5

    init(_ kind: Problem.Kind) {
        self =
            switch kind {
            case .badInput: .badInput
            case .refused, .stale, .idReused, .notFound, .installation: .refused
            case .tryLater: .tryLater
            }
    }
}
