package import CanonicalJSON
package import EventSourcing

/// In what capacity somebody of the staff acts.
package enum Role: String, Term {
    case socialWorker = "social-worker"
    case unitManager = "unit-manager"
    case seminarLeader = "seminar-leader"
    case compiler
    case processLeader = "process-leader"
    case researcher
    case committeeSecretary = "committee-secretary"
    case registrar
    case administrator

    package static let vocabulary = "role"
}

/// Where a role holds: `organisation`, `committee:sdn-centrum` or `unit:majorna`.
package enum RoleScope: Hashable, Sendable {
    case organisation
    case committee(Identifier)
    case unit(Identifier)
}

extension RoleScope: JSONStringConvertible {
    package init(jsonString text: String) throws(InvalidValue) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("organisation", 1): self = .organisation
        case ("committee", 2): self = .committee(try Identifier(parts[1]))
        case ("unit", 2): self = .unit(try Identifier(parts[1]))
        default:
            throw InvalidValue(
                code: "malformed-role-scope", parameters: ["form": "organisation | committee:… | unit:…"])
        }
    }

    package var jsonString: String {
        switch self {
        case .organisation: "organisation"
        case .committee(let committee): "committee:\(committee)"
        case .unit(let unit): "unit:\(unit)"
        }
    }
}
