import CaseFeedbackService
import EventStore

/// Which program this is: its release, and the revisions of what it writes.
enum Release {
    static let version = "0.1.0"

    /// `casefeedback 0.1.0 (schema 1; folds annual-wheel 1, …)`: two programs of the same line write the same rows.
    static var line: String {
        let folds = Installation.projections.map { "\($0.name) \($0.revision)" }.joined(separator: ", ")
        return "casefeedback \(version) (schema \(Migrator.schemaRevision); folds \(folds))"
    }
}
