/// What can be set: one name as a flag (`--log-level`), as a variable (`CASEFEEDBACK_LOG_LEVEL`) and in the configuration
/// file (`"log-level"`), which win in this order.
enum Setting: String, CaseIterable, Sendable {
    case database
    case organisation
    case language
    case caller
    case role
    case ground
    case logLevel = "log-level"
    case host
    case port

    /// May also be given as a file that holds it: `CASEFEEDBACK_DATABASE_FILE`.
    var isSecret: Bool { self == .database }

    var flag: String { "--\(rawValue)" }

    var variable: String { "CASEFEEDBACK_\(rawValue.uppercased().replacing("-", with: "_"))" }

    var fileVariable: String { "\(variable)_FILE" }
}
