import EventSourcing
import EventStore

/// Which mishaps of following were told: each once, until what it befell succeeds.
struct FollowingMishaps {
    private var told: [OrganisationID?: String] = [:]

    /// Whether it is news. Without an organisation it befell the look at the heads.
    mutating func isNews(_ error: StoreError, of organisation: OrganisationID?) -> Bool {
        defer { told[organisation] = error.description }
        return told[organisation] != error.description
    }

    mutating func succeeded(_ organisation: OrganisationID?) { told[organisation] = nil }
}
