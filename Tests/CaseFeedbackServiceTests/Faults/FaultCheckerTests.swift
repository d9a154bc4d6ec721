import EventSourcing
import TestSupport
import Testing

/// A clean history, and one for each rule that breaks it.
@Suite struct `The judge of faults` {
    private static let log = OrganisationID.gothenburg.cases
    private static let stream = StreamName("notebook", "a")
    private static let reading = FaultHistory.Reading(reader: "r", log: log)

    private static func command(_ number: Int64) -> UUIDValue { UUIDValue(high: 1, low: UInt64(number)) }

    private static var clean: FaultHistory {
        var history = FaultHistory()
        for number in Int64(1)...5 {
            history.sent.insert(command(number))
            history.acknowledged.append(.init(log: log, command: command(number), stream: stream))
            history.stored[log, default: []].append(
                .init(
                    position: number, version: number, stream: stream, command: command(number),
                    recordedAt: Instant(microsecondsSince1970: number)))
            history.applied[log, default: [:]][number] = 1
        }
        history.read[reading] = [1, 2, 3, 4, 5]
        return history
    }

    struct Breach: Sendable {
        let rule: String
        let make: @Sendable (inout FaultHistory) -> Void
    }

    static let breaches: [Breach] = [
        Breach(rule: "acknowledged") { $0.stored[log]?.removeLast() },
        Breach(rule: "acknowledged") { $0.acknowledged.append(.init(log: log, command: command(9), stream: stream)) },
        Breach(rule: "doubled") { $0.stored[log]?[4].command = command(4) },
        Breach(rule: "unsent") { $0.sent.remove(command(3)) },
        Breach(rule: "surplus") { $0.acknowledged.removeLast(2) },
        Breach(rule: "position") { $0.stored[log]?[4].position = 6 },
        Breach(rule: "position") { $0.stored[log]?.swapAt(1, 2) },
        Breach(rule: "version") { $0.stored[log]?[2].version = 2 },
        Breach(rule: "time") { $0.stored[log]?[2].recordedAt = Instant(microsecondsSince1970: 2) },
        Breach(rule: "read") { $0.read[reading] = [1, 2, 4, 5] },
        Breach(rule: "read") { $0.read[reading] = [1, 2, 4, 3, 5] },
        Breach(rule: "read") { $0.read[reading] = [1, 2, 3, 4] },
        Breach(rule: "read") { $0.read[reading] = [1, 2, 2, 3, 4, 5] },
        Breach(rule: "applied") { $0.applied[log]?[2] = 2 },
        Breach(rule: "applied") { $0.applied[log]?[5] = nil },
        Breach(rule: "standstill") { $0.standstill.longest = .milliseconds(2_001) },
        Breach(rule: "surprise") { $0.surprises.append("stale") },
    ]

    @Test func `finds nothing in a clean history`() {
        #expect(FaultChecker().violations(of: Self.clean) == [])
    }

    /// What was never answered may be there or not, as long as it is one command a writer.
    @Test func `takes what is unanswered either way`() {
        var history = Self.clean
        history.acknowledged.removeLast()
        #expect(FaultChecker().violations(of: history) == [])
        history.sent.insert(Self.command(6))
        #expect(FaultChecker().violations(of: history) == [])
    }

    @Test(arguments: breaches.indices) func `names what is broken`(index: Int) {
        var history = Self.clean
        Self.breaches[index].make(&history)
        let violations = FaultChecker().violations(of: history)
        #expect(violations.contains { $0.hasPrefix(Self.breaches[index].rule) }, "\(violations)")
    }
}
