import CaseFeedbackService
import EventSourcing
import Testing

@testable import casefeedback

@Suite struct `Asking about a moment` {
    private func options(asOf: String? = nil, knownAt: String? = nil) -> TimeOptions {
        var options = TimeOptions()
        options.asOf = asOf
        options.knownAt = knownAt
        return options
    }

    @Test func `is about now and the head unless something is given`() throws {
        #expect(try options().asOfAsked() == .now)
        #expect(try options().knownAtAsked() == .head)
        #expect(!options().isGiven)
    }

    @Test func `takes a day or an instant for what happened`() throws {
        #expect(try options(asOf: "2018-09-13").asOfAsked() == .day(Day(jsonString: "2018-09-13")))
        #expect(
            try options(asOf: "2018-09-13T11:00:00Z").asOfAsked()
                == .instant(Instant(jsonString: "2018-09-13T11:00:00Z")))
    }

    @Test(arguments: ["400", "#400"])
    func `takes a position for what was known, with its sign or without`(_ text: String) throws {
        #expect(try options(knownAt: text).knownAtAsked() == .position(Position(400)))
    }

    @Test func `takes an instant for what was known`() throws {
        #expect(
            try options(knownAt: "2018-10-01T08:00:00Z").knownAtAsked()
                == .instant(Instant(jsonString: "2018-10-01T08:00:00Z")))
    }

    @Test(arguments: [
        ("2018-02-30", "no-such-day"), ("2018-9-13", "malformed-moment"), ("yesterday", "malformed-moment"),
        ("2018-09-13T11:00:00+02:00", "malformed-moment"), ("2018/09/13", "malformed-day"),
    ])
    func `refuses what is no moment, by its option`(_ text: String, _ code: String) throws {
        let asked = options(asOf: text)
        let failure = #expect(throws: Failure.self) { try asked.asOfAsked() }
        #expect(failure?.problem.code == code)
        #expect(failure?.problem.field == "--as-of")
        #expect(failure?.problem.value == text)
        #expect(failure?.status == .usage)
    }

    @Test(arguments: ["-1", "#", "2018-09-13", "4 00", "٤"])
    func `refuses what is no position and no instant`(_ text: String) throws {
        let asked = options(knownAt: text)
        let failure = #expect(throws: Failure.self) { try asked.knownAtAsked() }
        #expect(failure?.problem.code == "malformed-known-at")
        #expect(failure?.status == .usage)
    }
}
