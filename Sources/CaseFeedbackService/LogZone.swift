package import EventSourcing
import Foundation

/// The zone of a log: where instants become days.
package struct LogZone: Sendable {
    private let zone: TimeZone

    /// Nothing when the machine's zone database has no such name.
    package init?(name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    package func day(of instant: Instant) -> Day {
        let date = Date(timeIntervalSince1970: Double(instant.microsecondsSince1970) / 1_000_000)
        let local = instant.microsecondsSince1970 + Int64(zone.secondsFromGMT(for: date)) * 1_000_000
        let perDay: Int64 = 86_400_000_000
        let days = local >= 0 ? local / perDay : (local - perDay + 1) / perDay
        return Day(daysSince1970: Int32(clamping: days))
    }

    /// The moment with the last day that was over by then: what as-of questions about a moment need.
    package func asOf(_ instant: Instant) -> AsOf { .instant(instant, lastWholeDay: day(of: instant).adding(days: -1)) }
}
