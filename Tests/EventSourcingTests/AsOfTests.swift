import EventSourcing
import Testing

@Suite struct `As of a moment` {
    private static let day = Day(daysSince1970: 100)
    private static let noon = Instant(microsecondsSince1970: 100 * 86_400_000_000 + 43_200_000_000)

    struct Case: Sendable {
        let asOf: AsOf
        let occurred: Occurrence
        let counts: Bool
    }

    static let cases: [Case] = [
        Case(asOf: .now, occurred: Occurrence(day: day.adding(days: 1000)), counts: true),
        Case(asOf: .day(day), occurred: Occurrence(day: day), counts: true),
        Case(asOf: .day(day), occurred: Occurrence(day: day, instant: noon), counts: true),
        Case(asOf: .day(day), occurred: Occurrence(day: day.adding(days: -1)), counts: true),
        Case(asOf: .day(day), occurred: Occurrence(day: day.adding(days: 1)), counts: false),
        // Under an instant, a fact with only a day counts from the end of that day.
        Case(asOf: .instant(noon, lastWholeDay: day.adding(days: -1)), occurred: Occurrence(day: day), counts: false),
        Case(
            asOf: .instant(noon, lastWholeDay: day.adding(days: -1)), occurred: Occurrence(day: day.adding(days: -1)),
            counts: true),
        Case(
            asOf: .instant(noon, lastWholeDay: day.adding(days: -1)), occurred: Occurrence(day: day, instant: noon),
            counts: true),
        Case(
            asOf: .instant(noon, lastWholeDay: day.adding(days: -1)),
            occurred: Occurrence(day: day, instant: Instant(microsecondsSince1970: noon.microsecondsSince1970 + 1)),
            counts: false),
        Case(
            asOf: .instant(noon, lastWholeDay: day.adding(days: -1)),
            occurred: Occurrence(day: day, instant: Instant(microsecondsSince1970: noon.microsecondsSince1970 - 1)),
            counts: true),
    ]

    @Test(arguments: cases) func `counts what had happened`(test: Case) {
        #expect(test.asOf.includes(test.occurred) == test.counts)
        if test.occurred.instant == nil { #expect(test.asOf.includes(test.occurred.day) == test.counts) }
    }

    @Test func `puts a fact with only a day last on that day`() {
        let early = Occurrence(day: Self.day, instant: Self.noon)
        let late = Occurrence(
            day: Self.day, instant: Instant(microsecondsSince1970: Self.noon.microsecondsSince1970 + 1))
        let whole = Occurrence(day: Self.day)
        let next = Occurrence(day: Self.day.adding(days: 1), instant: Instant(microsecondsSince1970: 0))
        #expect([next, whole, late, early].sorted() == [early, late, whole, next])
        #expect(!(whole < whole))
    }
}
