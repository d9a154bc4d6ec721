import EventSourcing

/// Whose turn it is to be followed: the decisions of ``ProjectionFollower``, without its waiting.
///
/// An organisation stands in the queue at most once, and is worked on by at most one task.
struct FollowingQueue {
    private let organisationsAtOnce: Int
    private var waiting: [OrganisationID] = []
    private var working: Set<OrganisationID> = []
    /// Those that grew while they were worked on.
    private var again: Set<OrganisationID> = []
    private var heads: [OrganisationID: Position] = [:]

    init(organisationsAtOnce: Int) { self.organisationsAtOnce = organisationsAtOnce }

    /// A look at the heads; one that has not moved since the last look is no news.
    mutating func saw(_ head: Position, of organisation: OrganisationID) {
        guard heads[organisation] != head else { return }
        heads[organisation] = head
        enqueue(organisation)
    }

    /// Every head is news at the next look.
    mutating func forgetHeads() { heads = [:] }

    mutating func retry(_ organisation: OrganisationID) { enqueue(organisation) }

    /// The next to work on; nothing while nobody waits or enough are worked on.
    mutating func next() -> OrganisationID? {
        guard working.count < organisationsAtOnce, !waiting.isEmpty else { return nil }
        let organisation = waiting.removeFirst()
        working.insert(organisation)
        return organisation
    }

    mutating func followed(_ organisation: OrganisationID, isAtHead: Bool) {
        working.remove(organisation)
        if again.remove(organisation) != nil || !isAtHead { enqueue(organisation) }
    }

    /// A mishap of the database: looked at again when the heads are, as if it had grown.
    mutating func failed(_ organisation: OrganisationID) {
        working.remove(organisation)
        again.remove(organisation)
        heads[organisation] = nil
    }

    private mutating func enqueue(_ organisation: OrganisationID) {
        if working.contains(organisation) {
            again.insert(organisation)
        } else if !waiting.contains(organisation) {
            waiting.append(organisation)
        }
    }
}
