import EventSourcing
import Postgres

extension Result<[Verdict], StoreError> {
    /// Why the database took nothing, for all the time that an append is sent again.
    var unavailability: PostgresError? {
        switch self {
        case .failure(.database(let cause)), .failure(.outcomeUnknown(_, let cause)): cause.isTransient ? cause : nil
        default: nil
        }
    }
}

extension PostgresError {
    /// Sent without the others, each command shows whether it was the one.
    var isOfOneCommand: Bool { !isTransient }

    /// To somebody who has sent nothing, a lost connection is one that there isn't.
    var beforeSending: PostgresError {
        if case .connectionLost(let message) = self { .connectionFailed(message) } else { self }
    }
}
