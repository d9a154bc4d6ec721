import CanonicalJSON
import CaseFeedback
package import EventSourcing
import EventStore

extension EventLog {
    /// Appends one event to the access log, which is opened by its first.
    func recordAccess(
        _ payload: any EventPayload, of organisation: OrganisationID, by caller: Caller
    ) async throws(Problem) {
        let cases = LogID(organisation: organisation, kind: .cases)
        let access = LogID(organisation: organisation, kind: .access)
        let (casesState, accessState) = try await storing { () async throws(StoreError) in
            (try await state(of: cases), try await state(of: access))
        }
        guard let casesState, let zone = LogZone(name: casesState.zone) else { throw Problem(.logNotFound(cases)) }
        let opening = accessState == nil ? LogOpening(nature: casesState.nature, zone: casesState.zone) : nil
        let now = Instant.now
        let event: EncodedEvent
        do throws(JSONFault) {
            event = try EncodedEvent(
                ProposedEvent(payload), eventID: .random(at: now),
                occurred: Occurrence(day: zone.day(of: now), instant: now), performedBy: nil, provenance: nil)
        } catch {
            throw Problem(error)
        }
        let request = AppendRequest(
            log: access, commandID: .random(at: now), fingerprint: Array(repeating: 0, count: 32), caller: caller,
            conditions: [], events: [event], opening: opening)
        switch try await storing({ () async throws(StoreError) in try await append(request) }) {
        case .accepted, .known: return
        case .logAlreadyOpen:
            // Another read opened it meanwhile.
            let again = AppendRequest(
                log: access, commandID: request.commandID, fingerprint: request.fingerprint, caller: caller,
                conditions: [], events: [event])
            guard case .accepted = try await storing({ () async throws(StoreError) in try await append(again) }) else {
                throw Problem(.tryLater, "access-not-recorded")
            }
        default: throw Problem(.tryLater, "access-not-recorded")
        }
    }
}

extension UUIDValue {
    /// A new version 7 UUID.
    package static func random(at instant: Instant = .now) -> UUIDValue {
        UUIDValue(
            version7At: instant, random: (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max)))
    }
}
