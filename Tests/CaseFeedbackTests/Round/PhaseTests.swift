import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Enrolling a unit` {
    @Test func `makes its turn of the wheel begin with planning`() throws {
        let scenario = try RoundScenario.enrolled()
        #expect(try scenario.round.phase(asOf: .now)?.phase == .planning)
        #expect(try scenario.round.phase(asOf: .day(day("2018-01-09"))) == nil)
    }

    @Test func `twice in one cycle is refused, in two cycles is not`() throws {
        let again: RoundScenario.Data = ["guide": "guide", "template": "matrix"]
        var scenario = try RoundScenario.enrolled()
        #expect(try scenario.refusal("2018-01-11", "enrol-unit", again) == "unit-already-enrolled")
        scenario.cycle = "2018-2019"
        #expect(try scenario.refusal("2018-06-11", "enrol-unit", again) == nil)
    }

    @Test(arguments: [
        ("2010-01-01", "2018-2019", "guide", "matrix", "unit-not-open"),
        ("2018-06-01", "2030", "guide", "matrix", "cycle-not-opened"),
        ("2018-06-01", "2018-2019", "none", "matrix", "guide-not-in-force"),
        ("2017-02-01", "2018-2019", "guide", "matrix", "guide-not-in-force"),
        ("2018-06-01", "2018-2019", "guide", "none", "template-not-in-force"),
    ])
    func `needs an open unit and cycle, and instruments in force`(
        day: String, cycle: String, guide: String, template: String, code: String
    ) throws {
        var scenario = try RoundScenario.enrolled()
        scenario.cycle = cycle
        let data: RoundScenario.Data = ["guide": .string(guide), "template": .string(template)]
        #expect(try scenario.refusal(day, "enrol-unit", data) == code)
    }

    @Test func `comes before everything else, on its own day too`() throws {
        #expect(try RoundScenario.enrolled().refusal("2018-01-09", "hold-kick-off") == "unit-not-enrolled")
    }
}

@Suite struct `Entering a phase` {
    @Test func `that is not the next is refused, and so is the one that the unit is in`() throws {
        let scenario = try RoundScenario.enrolled()
        #expect(try scenario.refusal("2018-02-01", "enter-phase", ["phase": "seminar"]) == "phase-skipped")
        #expect(try scenario.refusal("2018-02-01", "enter-phase", ["phase": "planning"]) == "phase-already-entered")
    }

    @Test func `needs what the phase before is for`() throws {
        let planning = try RoundScenario.enrolled()
        #expect(try planning.refusal("2018-02-01", "enter-phase", ["phase": "interviews"]) == "no-child-selected")
        let interviewing = try RoundScenario.interviewing()
        #expect(try interviewing.refusal("2018-03-01", "enter-phase", ["phase": "seminar"]) == "no-interview-held")
        let seminar = try RoundScenario.interviewed().given("2018-04-01", "enter-phase", ["phase": "seminar"])
        #expect(try seminar.refusal("2018-05-01", "enter-phase", ["phase": "report"]) == "seminar-not-held")
        let drafting = try RoundScenario.drafting()
        #expect(try drafting.refusal("2018-06-01", "enter-phase", ["phase": "committee"]) == "report-not-finalised")
        let committee = try RoundScenario.finalised().given("2018-06-01", "enter-phase", ["phase": "committee"])
        #expect(try committee.refusal("2018-06-02", "enter-phase", ["phase": "follow-up"]) == "report-not-presented")
        let followUp = try RoundScenario.followingUp()
        #expect(try followUp.refusal("2018-10-01", "enter-phase", ["phase": "closed"]) == "goals-open")
        #expect(
            try followUp.refusal("2018-10-01", "enter-phase", ["phase": "closed", "reason": "Omorganisation."]) == nil)
    }

    @Test func `counts what is there on the day of entering`() throws {
        let scenario = try RoundScenario.interviewed()
        #expect(try scenario.refusal("2018-02-09", "enter-phase", ["phase": "seminar"]) == "no-interview-held")
        #expect(try scenario.refusal("2018-02-10", "enter-phase", ["phase": "seminar"]) == nil)
    }

    @Test func `backwards needs a reason, and so does closing early`() throws {
        let scenario = try RoundScenario.analysed()
        #expect(try scenario.refusal("2018-04-20", "enter-phase", ["phase": "interviews"]) == "phase-needs-reason")
        #expect(try scenario.refusal("2018-04-20", "enter-phase", ["phase": "closed"]) == "phase-needs-reason")
        let back = try scenario.given("2018-04-20", "enter-phase", ["phase": "interviews", "reason": "Två barn till."])
        #expect(try back.round.phase(asOf: .now)?.phase == .interviews)
        #expect(try back.round.phase(asOf: .day(day("2018-04-19")))?.phase == .seminar)
    }

    @Test func `late lands on its day`() throws {
        var scenario = try RoundScenario.interviewed().given("2018-04-01", "enter-phase", ["phase": "seminar"])
        try scenario.record("2018-03-01", "enter-phase", ["phase": "planning", "reason": "Ett avbrott."])
        #expect(try scenario.round.phase(asOf: .now)?.phase == .seminar)
        #expect(try scenario.round.phase(asOf: .day(day("2018-03-15")))?.phase == .planning)
    }
}

@Suite struct `A phase` {
    /// What each phase allows, written out: the table itself is the expectation.
    static let table: [(Step, String)] = [
        (.always, "pisrcfx"), (.kickOff, "pi"), (.selection, "pisr"), (.interviewPlanning, "pisr"),
        (.interview, "isrcf"), (.seminarPlanning, "pis"), (.seminar, "s"), (.analysis, "sr"), (.drafting, "r"),
        (.submission, "rc"), (.correction, "rcfx"), (.presentation, "c"), (.decision, "cf"), (.action, "cf"),
        (.goalFollowUp, "cfx"),
    ]

    @Test func `allows the steps of its table, and every step has a line there`() {
        let letters: [(Phase, Character)] = [
            (.planning, "p"), (.interviews, "i"), (.seminar, "s"), (.report, "r"), (.committee, "c"),
            (.followUp, "f"), (.closed, "x"),
        ]
        #expect(Self.table.map(\.0) == Step.allCases)
        for (step, phases) in Self.table {
            for (phase, letter) in letters {
                #expect(step.phases.contains(phase) == phases.contains(letter), "\(step) in \(phase)")
            }
        }
    }

    @Test func `that does not allow a step names itself and those that do`() throws {
        let scenario = try RoundScenario.enrolled().selecting(0).consenting(0)
        var data = RoundScenario.interview("i-1", with: 0)
        data.merge(["cycle": "2017-2018", "unit": "majorna"]) { one, _ in one }
        let refusal = try scenario.log.refusal("2018-01-25", "hold-interview", .object(data))
        #expect(refusal?.code == "phase-does-not-allow")
        #expect(refusal?.parameters["phase"] == "planning")
        let sentence = try #require(refusal.map { Refusals.text(of: $0, in: .swedish) })
        #expect(sentence.contains("planering") && sentence.contains("intervjuer, seminarium"))
    }

    @Test func `counts on the day of the step, so that something forgotten can still be entered`() throws {
        let closed = try RoundScenario.interviewed()
            .given("2018-05-01", "enter-phase", ["phase": "closed", "reason": "Enheten läggs ned."])
        #expect(
            try closed.refusal("2018-05-01", "hold-interview", RoundScenario.interview("i-2", with: 1))
                == "phase-does-not-allow")
        #expect(try closed.refusal("2018-04-30", "hold-interview", RoundScenario.interview("i-2", with: 1)) == nil)
    }

    @Test func `entered in the course of a day does not hold before that moment`() throws {
        let scenario = try RoundScenario.enrolled().selecting(0, 1).consenting(0, 1)
            .given("2018-02-01T10:00:00Z", "enter-phase", ["phase": "interviews"])
        let interview = RoundScenario.interview("i-1", with: 0)
        #expect(try scenario.refusal("2018-02-01T09:00:00Z", "hold-interview", interview) == "phase-does-not-allow")
        #expect(try scenario.refusal("2018-02-01T11:00:00Z", "hold-interview", interview) == nil)
        #expect(try scenario.refusal("2018-02-01", "hold-interview", interview) == nil)
    }
}

@Suite struct `Planning a round` {
    @Test func `holds one kick-off`() throws {
        let scenario = try RoundScenario.enrolled()
        #expect(try scenario.refusal("2018-01-11", "hold-kick-off", ["participantCount": 0]) == "count-out-of-range")
        let held = try scenario.given("2018-01-11", "hold-kick-off", ["participantCount": 12])
        #expect(try held.refusal("2018-01-12", "hold-kick-off") == "kick-off-already-held")
    }

    @Test func `sets days that may lie ahead, the latest for each milestone`() throws {
        let scenario = try RoundScenario.enrolled()
            .given("2018-01-11", "plan-dates", ["dates": [["milestone": "seminar", "day": "2018-04-10"]]])
            .given("2018-01-20", "plan-dates", ["dates": [["milestone": "seminar", "day": "2018-04-17"]]])
        #expect(try scenario.row()?.dates.map(\.day) == [day("2018-04-17")])
        #expect(try scenario.row("2018-01-15")?.dates.map(\.day) == [day("2018-04-10")])
        #expect(try scenario.refusal("2018-01-21", "plan-dates", ["dates": []]) == "no-dates-given")
        let twice: JSONValue = [
            ["milestone": "seminar", "day": "2018-04-10"], ["milestone": "seminar", "day": "2018-04-11"],
        ]
        #expect(try scenario.refusal("2018-01-21", "plan-dates", ["dates": twice]) == "milestone-named-twice")
    }
}
