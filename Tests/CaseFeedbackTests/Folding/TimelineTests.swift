import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A timeline` {
    private func fact(_ position: Int64) throws -> RecordedFact {
        RecordedFact(position: Position(position), day: try day("2020-01-01"), instant: nil)
    }

    @Test func `holds what was set last before a day, and nothing before the first`() throws {
        var timeline = Timeline<String>()
        timeline.set("a", from: try day("2018-01-01"), by: try fact(1))
        timeline.set("b", from: try day("2019-01-01"), by: try fact(2))
        #expect(timeline.value(on: try day("2017-12-31")) == nil)
        #expect(timeline.value(on: try day("2018-01-01")) == "a")
        #expect(timeline.value(on: try day("2018-12-31")) == "a")
        #expect(timeline.value(on: try day("2019-01-01")) == "b")
        #expect(timeline.value(asOf: .day(try day("2018-05-05"))) == "a")
        #expect(timeline.value(asOf: .now) == "b")
    }

    @Test func `takes a late entry on its own day, and of two for one day the one recorded later`() throws {
        var timeline = Timeline<String>()
        timeline.set("b", from: try day("2019-01-01"), by: try fact(1))
        timeline.set("a", from: try day("2018-01-01"), by: try fact(2))
        timeline.set("b, corrected", from: try day("2019-01-01"), by: try fact(3))
        #expect(timeline.value(on: try day("2018-06-01")) == "a")
        #expect(timeline.value(on: try day("2019-06-01")) == "b, corrected")
        #expect(timeline.entries.map(\.value) == ["a", "b", "b, corrected"])
    }
}
