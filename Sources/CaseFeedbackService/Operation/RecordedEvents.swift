import CaseFeedback
import EventSourcing
import EventStore
import Synchronization

/// Checks of a stored log, event by event, that each could have been recorded as it stands, by the rules by which a history is
/// taken in: its classes, days and origin, its caller, and that the log is what its first event opened.
final class RecordedEvents: Sendable {
    private let log: LogID
    private let state: Mutex<State>

    private struct State {
        var check: HistoryEventCheck?
        var findings: [VerificationReport.Finding] = []
    }

    /// Of a log that was written over there are as many as events.
    private static let findingsMax = 100

    init(of log: LogID, in store: EventLog) async throws(StoreError) {
        self.log = log
        guard let stored = try await store.state(of: log) else { throw .logNotFound(log) }
        var state = State()
        if let zone = LogZone(name: stored.zone) {
            state.check = HistoryEventCheck(
                of: log, opening: LogOpening(nature: stored.nature, zone: stored.zone), zone: zone,
                // Its own clock may have been ahead of this one's.
                now: max(.now, stored.recordedAt))
        } else {
            state.findings.append(
                .init(
                    log: log.description, position: nil, code: "zone-unknown",
                    detail: "nobody knows days in the zone \(stored.zone)"))
        }
        self.state = Mutex(state)
    }

    var findings: [VerificationReport.Finding] { state.withLock(\.findings) }

    /// One that can't be read is told of elsewhere.
    func check(_ event: RecordedEvent) {
        guard (try? Catalogue.decode(event)) != nil else { return }
        state.withLock { state in
            guard state.findings.count < Self.findingsMax else { return }
            do throws(HistoryFault) { _ = try state.check?.payload(of: event) } catch {
                state.findings.append(
                    .init(
                        log: log.description, position: event.position, code: error.code, detail: error.description))
            }
        }
    }
}

extension HistoryFault: CustomStringConvertible {
    /// Without the value, which may be anything.
    var description: String {
        ([field ?? ""] + parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
