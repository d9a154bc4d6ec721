import EventSourcing

/// How the commands of one transaction stand to each other.
enum AppendMode: Hashable, Sendable {
    /// A refused one drops out, and the others stand.
    case eachByItself
    /// Accepted together or not at all; with a head, only where the log ends there.
    case allOrNothing(at: Position?)

    var isAllOrNothing: Bool {
        if case .allOrNothing = self { true } else { false }
    }

    var head: Position? {
        if case .allOrNothing(let head) = self { head } else { nil }
    }
}
