import CanonicalJSON
import CaseFeedback
package import EventSourcing
package import EventStore

/// Lets appends go on while the clocks are apart: an operator's decision, recorded with its reason.
package struct ClockAcceptance: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// Accepts the clocks as they are, and records it as an event; ends by itself when they are found together again.
    /// - Returns: how far apart they were, in milliseconds.
    package func accept(
        _ organisation: OrganisationID, reason: String, by caller: Caller
    ) async throws(Problem) -> Int {
        let id = LogID(organisation: organisation, kind: .cases)
        let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ").normalizedToNFC
        guard !words.isEmpty else { throw Problem(.badInput, "reason-missing", field: "reason") }
        // As any other text: what no command could have is not taken in again with its log.
        do throws(InvalidValue) { try FreeTextCheck.requireAcceptable(words) } catch {
            throw Problem(.badInput, error.code, error.parameters, field: "reason")
        }
        let found = try await storing { () async throws(StoreError) in try await log.state(of: id) }
        guard let state = found, let zone = LogZone(name: state.zone) else { throw Problem(.logNotFound(id)) }
        let now = Instant.now
        let apart = max(
            abs(state.databaseClock.microsecondsSince1970 - now.microsecondsSince1970),
            state.recordedAt.microsecondsSince1970 - state.databaseClock.microsecondsSince1970, 0)
        let payload = ClockAccepted(
            apartMilliseconds: Int(apart / 1000),
            reason: ProtectedText(words, secrecy: .professional, about: .record(.clock)))
        let event: EncodedEvent
        do throws(JSONFault) {
            event = try EncodedEvent(
                ProposedEvent(payload), eventID: .random(at: now),
                occurred: Occurrence(day: min(zone.day(of: now), zone.day(of: state.databaseClock))), performedBy: nil,
                provenance: nil)
        } catch {
            throw Problem(error)
        }
        let request = AppendRequest(
            log: id, commandID: .random(at: now), fingerprint: Array(repeating: 0, count: 32), caller: caller,
            conditions: [], events: [event])
        let verdict = try await storing { () async throws(StoreError) in
            // Both logs: a read that can't be recorded is refused.
            for kind in LogKind.allCases {
                try await log.acceptClock(of: LogID(organisation: organisation, kind: kind))
            }
            return try await log.append(request)
        }
        guard case .accepted = verdict else { throw Problem(.tryLater, "clock-not-accepted") }
        return Int(apart / 1000)
    }
}
