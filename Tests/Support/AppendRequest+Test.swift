package import EventSourcing
package import EventStore

extension Caller {
    package static let test = Caller(
        issuer: "test", subject: "anna", isVerified: false, role: "process-leader", ground: "trial")
}

extension OrganisationID {
    package static let gothenburg = known("1480")
    package static let kungsbacka = known("1384")

    private static func known(_ code: String) -> OrganisationID {
        do { return try OrganisationID(code) } catch { preconditionFailure("\(code) is a code") }
    }

    package var cases: LogID { LogID(organisation: self, kind: .cases) }
    package var access: LogID { LogID(organisation: self, kind: .access) }
}

extension UUIDValue {
    /// One that nobody has used.
    package static func fresh() -> UUIDValue {
        UUIDValue(
            version7At: .now, random: (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max)))
    }
}

extension AppendRequest {
    /// A command's append as a test makes it: on a day long past, by nobody in particular.
    package static func of(
        _ events: [any EventPayload], to log: LogID = OrganisationID.gothenburg.cases, id: UUIDValue = .fresh(),
        on conditions: [Condition] = [], occurred: Occurrence = Occurrence(day: Day(daysSince1970: 17_000)),
        provenance: [UInt8]? = nil, fingerprint: [UInt8] = Array(repeating: 7, count: 32), opening: LogOpening? = nil
    ) throws -> AppendRequest {
        AppendRequest(
            log: log, commandID: id, fingerprint: fingerprint, caller: .test, conditions: conditions,
            events: try events.map {
                try EncodedEvent(
                    ProposedEvent($0), eventID: .fresh(), occurred: occurred, performedBy: nil, provenance: provenance)
            }, opening: opening)
    }
}

extension EventLog {
    /// Opens a log with one event.
    package func open(_ log: LogID = OrganisationID.gothenburg.cases, nature: LogNature = .live) async throws {
        let request = try AppendRequest.of(
            [RuleSet("opening")], to: log, opening: LogOpening(nature: nature, zone: "Europe/Stockholm"))
        guard case .accepted = try await append(request) else {
            throw TestServer.Unusable("the log \(log) could not be opened")
        }
    }
}
