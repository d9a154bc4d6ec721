import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Interviewing a child` {
    private let interviewing: RoundScenario

    init() throws { interviewing = try RoundScenario.interviewing() }

    @Test func `is refused to the child's case worker of that day`() throws {
        let byCaseWorker = RoundScenario.interview("i-1", with: 0, by: "p-2")
        #expect(try interviewing.refusal("2018-02-10", "hold-interview", byCaseWorker) == "interviewer-is-case-worker")
        let broken = byCaseWorker.merging(["reason": "child-left"]) { one, _ in one }
        #expect(try interviewing.refusal("2018-02-10", "interrupt-interview", broken) == "interviewer-is-case-worker")
        let assigned: RoundScenario.Data = ["child": ref(0), "interviewer": "p-2"]
        #expect(try interviewing.refusal("2018-02-05", "assign-interviewer", assigned) == "interviewer-is-case-worker")
    }

    @Test func `is judged by its own day, whoever the case worker is later`() throws {
        let changed = try interviewing.around(
            "2018-02-20", "record-case-worker", ["child": ref(0), "caseWorker": "p-1", "validFrom": "2018-02-20"])
        #expect(try changed.refusal("2018-02-19", "hold-interview", RoundScenario.interview("i-1", with: 0)) == nil)
        #expect(
            try changed.refusal("2018-02-20", "hold-interview", RoundScenario.interview("i-1", with: 0))
                == "interviewer-is-case-worker")
        #expect(
            try changed.refusal("2018-02-20", "hold-interview", RoundScenario.interview("i-1", with: 0, by: "p-2"))
                == nil)
    }

    @Test(arguments: [("2018-02-10", 1), ("2018-02-28", 1), ("2018-03-01", 2)])
    func `keeps the version of the guide in force that day`(day: String, version: Int) throws {
        let event = try interviewing.when(day, "hold-interview", RoundScenario.interview("i-1", with: 0))
        #expect(event["guideVersion"] == .integer(Int64(version)))
        #expect(event["consentRuleVersion"] == 1)
    }

    @Test func `needs the guide of the round, a registered person, and a child of its own`() throws {
        var other = RoundScenario.interview("i-1", with: 0)
        other["guide"] = "another"
        #expect(try interviewing.refusal("2018-02-10", "hold-interview", other) == "guide-not-of-round")
        let unknown = RoundScenario.interview("i-1", with: 0, by: "p-9")
        #expect(try interviewing.refusal("2018-02-10", "hold-interview", unknown) == "person-not-registered")
        #expect(
            try interviewing.refusal("2018-02-10", "hold-interview", RoundScenario.interview("i-1", with: 2))
                == "child-not-selected")
    }

    @Test func `happens once, whatever the day of a late entry`() throws {
        let held = try interviewing.holding("i-1", with: 0, on: "2018-02-10")
        #expect(
            try held.refusal("2018-02-12", "hold-interview", RoundScenario.interview("i-1", with: 0))
                == "interview-already-held")
        #expect(
            try held.refusal("2018-02-12", "hold-interview", RoundScenario.interview("i-1", with: 1))
                == "interview-of-another-child")
        #expect(
            try held.refusal("2018-02-05", "hold-interview", RoundScenario.interview("i-2", with: 0))
                == "child-already-interviewed")
    }

    @Test func `that was interrupted can be tried again under another name`() throws {
        let broken = RoundScenario.interview("i-1", with: 0).merging(["reason": "child-left"]) { one, _ in one }
        let scenario = try interviewing.given("2018-02-10", "interrupt-interview", broken)
        #expect(
            try scenario.refusal("2018-02-11", "hold-interview", RoundScenario.interview("i-1", with: 0))
                == "interview-already-interrupted")
        #expect(try scenario.refusal("2018-02-11", "hold-interview", RoundScenario.interview("i-2", with: 0)) == nil)
    }

    @Test(
        arguments: [
            ("record-decline", ["by": "child", "reason": "r"], "child-has-declined"),
            ("record-decline", ["by": "guardian", "reason": "r"], "guardian-has-refused"),
            ("record-guardian-consent", ["answer": "withdrawn"], "consent-withdrawn"),
            ("record-assent", ["answer": "withdrawn"], "consent-withdrawn"),
        ] as [(String, RoundScenario.Data, String)])
    func `is refused once child or guardian has said no`(type: String, data: RoundScenario.Data, code: String) throws {
        let scenario = try interviewing.given("2018-02-05", type, data.merging(["child": ref(0)]) { one, _ in one })
        let interview = RoundScenario.interview("i-1", with: 0)
        #expect(try scenario.refusal("2018-02-05", "hold-interview", interview) == code)
        #expect(try scenario.refusal("2018-02-04", "hold-interview", interview) == nil)
    }

    @Test func `needs the yes of those whom the rule asks at that age`() throws {
        let grown: RoundScenario.Data = [
            "child": ref(2), "ageBand": "18-20", "service": "s", "caseStatus": "closed",
        ]
        let scenario = try interviewing.selecting(3).given("2018-01-15", "select-child", grown)
        let minor = RoundScenario.interview("i-3", with: 3)
        #expect(try scenario.refusal("2018-02-10", "hold-interview", minor) == "guardian-consent-not-given")
        let guarded = try scenario.given("2018-02-01", "record-guardian-consent", ["child": ref(3), "answer": "given"])
        #expect(try guarded.refusal("2018-02-10", "hold-interview", minor) == "assent-not-given")
        let assenting = try guarded.given("2018-02-01", "record-assent", ["child": ref(3), "answer": "given"])
        #expect(try assenting.refusal("2018-02-10", "hold-interview", minor) == nil)
        #expect(try assenting.refusal("2018-01-31", "hold-interview", minor) == "phase-does-not-allow")
        let alone = try scenario.given("2018-02-01", "record-assent", ["child": ref(2), "answer": "given"])
        #expect(try alone.refusal("2018-02-10", "hold-interview", RoundScenario.interview("i-2", with: 2)) == nil)
    }
}

@Suite struct `An appointment` {
    private static func booking(_ interview: String, _ number: Int, by interviewer: String? = "p-1")
        -> RoundScenario.Data
    {
        var data: RoundScenario.Data = [
            "interview": .string(interview), "child": ref(number), "plannedOn": "2018-02-20",
        ]
        if let interviewer { data["interviewer"] = .string(interviewer) }
        return data
    }

    private let booked: RoundScenario

    init() throws {
        booked = try RoundScenario.interviewing().given("2018-02-02", "schedule-interview", Self.booking("i-1", 0))
    }

    @Test func `takes the interviewer that was assigned, when nobody is named`() throws {
        let scenario = try RoundScenario.interviewing()
        let booking = Self.booking("i-1", 0, by: nil)
        #expect(try scenario.refusal("2018-02-02", "schedule-interview", booking) == "interviewer-not-assigned")
        let assigned = try scenario.given("2018-02-01", "assign-interviewer", ["child": ref(0), "interviewer": "p-3"])
        #expect(try assigned.when("2018-02-02", "schedule-interview", booking)["interviewer"] == "p-3")
    }

    @Test func `is not made with the case worker of the planned day`() throws {
        #expect(
            try RoundScenario.interviewing().refusal(
                "2018-02-02", "schedule-interview", Self.booking("i-1", 0, by: "p-2"))
                == "interviewer-is-case-worker")
    }

    @Test func `is one for a child, and can be moved`() throws {
        #expect(
            try booked.refusal("2018-02-03", "schedule-interview", Self.booking("i-2", 0))
                == "interview-already-scheduled")
        #expect(
            try booked.refusal("2018-02-03", "schedule-interview", Self.booking("i-1", 1))
                == "interview-of-another-child")
        var moved = Self.booking("i-1", 0)
        moved["plannedOn"] = "2018-02-27"
        let scenario = try booked.given("2018-02-03", "schedule-interview", moved)
        #expect(try scenario.row()?.dates.map(\.day) == [day("2018-02-27")])
        #expect(try scenario.row("2018-02-02")?.dates.map(\.day) == [day("2018-02-20")])
    }

    @Test func `that is cancelled stays so, and another can be made`() throws {
        let cancelled = try booked.given("2018-02-03", "cancel-interview", ["interview": "i-1", "reason": "ill"])
        for type in ["cancel-interview", "prepare-interview"] {
            let data: RoundScenario.Data =
                type == "cancel-interview" ? ["interview": "i-1", "reason": "ill"] : ["interview": "i-1"]
            #expect(try cancelled.refusal("2018-02-04", type, data) == "interview-cancelled")
        }
        #expect(
            try cancelled.refusal("2018-02-04", "schedule-interview", Self.booking("i-1", 0)) == "interview-cancelled")
        #expect(
            try cancelled.refusal("2018-02-20", "hold-interview", RoundScenario.interview("i-1", with: 0))
                == "interview-cancelled")
        #expect(try cancelled.refusal("2018-02-04", "schedule-interview", Self.booking("i-2", 0)) == nil)
        #expect(try cancelled.row()?.counts.cancelled == 1)
    }

    @Test func `is needed for preparing and cancelling`() throws {
        let nothing = try RoundScenario.interviewing()
        #expect(
            try nothing.refusal("2018-02-02", "cancel-interview", ["interview": "i-1", "reason": "ill"])
                == "interview-not-scheduled")
        let prepared = try booked.given("2018-02-04", "prepare-interview", ["interview": "i-1"])
        #expect(
            try prepared.refusal("2018-02-05", "prepare-interview", ["interview": "i-1"])
                == "interview-already-prepared")
    }

    @Test func `has come to something once the child was interviewed`() throws {
        let held = try booked.holding("i-1", with: 0, on: "2018-02-20")
        #expect(
            try held.refusal("2018-02-21", "schedule-interview", Self.booking("i-2", 0)) == "child-already-interviewed")
        #expect(
            try held.refusal("2018-02-21", "cancel-interview", ["interview": "i-1", "reason": "ill"])
                == "interview-already-held")
        #expect(try held.row()?.dates == [])
    }
}

@Suite struct `After an interview` {
    private let interviewed: RoundScenario

    init() throws { interviewed = try RoundScenario.interviewed() }

    @Test func `it is transcribed once`() throws {
        let type = "transcribe-interview"
        #expect(try interviewed.refusal("2018-02-09", type, ["interview": "i-1"]) == "interview-not-held")
        let transcribed = try interviewed.given("2018-02-12", type, ["interview": "i-1"])
        #expect(try transcribed.refusal("2018-02-13", type, ["interview": "i-1"]) == "interview-already-transcribed")
    }

    @Test func `a concern is handed over without a word of what it was`() throws {
        let event = try interviewed.when("2018-02-10", "hand-over-concern", ["interview": "i-1", "to": "duty-team"])
        #expect(Set(event.keys) == ["cycle", "unit", "interview", "child", "to"])
        #expect(
            try interviewed.refusal("2018-02-10", "hand-over-concern", ["interview": "i-9", "to": "duty-team"])
                == "interview-not-held")
    }

    @Test func `feedback is given to a child that was interviewed, at any time`() throws {
        let closed = try interviewed.given("2018-05-01", "enter-phase", ["phase": "closed", "reason": "Slut."])
        #expect(try closed.refusal("2019-05-01", "give-feedback", ["child": ref(0)]) == nil)
        #expect(try closed.refusal("2019-05-01", "give-feedback", ["child": ref(1)]) == "child-not-interviewed")
    }
}
