import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `The annual wheel` {
    @Test func `shows each unit where it stood on the day, from its enrolment on`() throws {
        let scenario = try RoundScenario.followingUp()
        #expect(try scenario.row("2018-01-09") == nil)
        let table: [(String, Phase, String)] = [
            ("2018-01-10", .planning, "2018-01-10"), ("2018-02-01", .interviews, "2018-02-01"),
            ("2018-04-01", .seminar, "2018-04-01"), ("2018-05-31", .report, "2018-05-01"),
            ("2018-06-01", .committee, "2018-06-01"), ("2018-09-13", .followUp, "2018-09-01"),
        ]
        for (when, phase, since) in table {
            let row = try #require(try scenario.row(when))
            #expect(row.phase == phase)
            #expect(row.since == (try day(since)))
        }
    }

    @Test func `counts what had become of the selection by then`() throws {
        let scenario = try RoundScenario.interviewed().selecting(2, 3)
            .given("2018-02-12", "record-decline", ["child": ref(2), "by": "child", "reason": "no-time"])
        #expect(try scenario.row("2018-01-14")?.counts.selected == 0)
        #expect(try scenario.row("2018-01-15")?.counts.pending == 4)
        let now = try #require(try scenario.row()?.counts)
        #expect((now.selected, now.held, now.declinedByChild, now.pending) == (4, 1, 1, 2))
    }

    @Test func `counts an interview with a moment from that moment, and one with a day from its end`() throws {
        let scenario = try RoundScenario.interviewing()
            .given("2018-02-10T09:00:00Z", "hold-interview", RoundScenario.interview("i-1", with: 0))
            .given("2018-02-10", "hold-interview", RoundScenario.interview("i-2", with: 1))
        let yesterday = try day("2018-02-09")
        let table: [(String, Int)] = [("2018-02-10T08:59:59Z", 0), ("2018-02-10T09:00:00Z", 1)]
        for (moment, held) in table {
            let asOf = AsOf.instant(try Instant(jsonString: moment), lastWholeDay: yesterday)
            #expect(try scenario.row(asOf)?.counts.held == held)
        }
        #expect(try scenario.row("2018-02-10")?.counts.held == 2)
    }

    @Test func `says what is missing before the next phase, the required first`() throws {
        let planning = try RoundScenario.enrolled()
        #expect(
            try planning.row()?.missing.map(\.code) == [
                "no-child-selected", "kick-off-not-held", "selection-frame-not-defined",
            ])
        let interviewed = try RoundScenario.interviewed()
        let missing = try #require(try interviewed.row()?.missing)
        #expect(missing.map(\.code) == ["interviews-not-transcribed", "outcomes-pending", "seminar-not-planned"])
        #expect(missing.map(\.count) == [1, 1, nil])
        #expect(missing.allSatisfy { !$0.isRequired })
        #expect(try interviewed.row("2018-02-09")?.missing.first?.code == "no-interview-held")
        #expect(try RoundScenario.drafting().row()?.missing.first?.code == "report-not-finalised")
        #expect(try RoundScenario.followingUp().row()?.missing.map(\.code) == ["goals-open", "feedback-not-given"])
    }

    @Test func `lists the days that are set and have come to nothing yet`() throws {
        let dates: JSONValue = [
            ["milestone": "committee-meeting", "day": "2018-06-12"], ["milestone": "kick-off", "day": "2018-01-12"],
        ]
        let booking: RoundScenario.Data = [
            "interview": "i-1", "child": ref(0), "interviewer": "p-1", "plannedOn": "2018-02-14",
        ]
        let scenario = try RoundScenario.enrolled().given("2018-01-11", "plan-dates", ["dates": dates]).selecting(0)
            .given("2018-01-16", "schedule-interview", booking)
            .given(
                "2018-01-17", "plan-seminar", ["leader": "p-3", "agenda": ["purpose"], "plannedOn": "2018-04-10"])
        #expect(try scenario.row()?.dates.map(\.step) == ["kick-off", "interview", "seminar", "committee-meeting"])
        let held = try scenario.given("2018-01-12", "hold-kick-off")
        #expect(try held.row()?.dates.map(\.step) == ["interview", "seminar", "committee-meeting"])
        #expect(try held.row("2018-01-11")?.dates.map(\.step) == ["kick-off", "committee-meeting"])
    }

    @Test func `shows a unit under the committee of the day, before and after a reorganisation`() throws {
        let moved = try RoundScenario.interviewed()
            .around(
                "2020-12-01", "establish-committee",
                ["committee": "centrum", "label": ["sv": "Socialnämnd Centrum"], "validFrom": "2021-01-01"]
            )
            .around("2020-12-01", "move-unit", ["unit": "majorna", "committee": "centrum", "validFrom": "2021-01-01"])
        #expect(try moved.row("2018-09-13")?.committee == id("sdn-majorna"))
        #expect(try moved.row("2021-01-01")?.committee == id("centrum"))
        #expect(try moved.row()?.committees.map(\.committee) == [id("sdn-majorna"), id("centrum")])
        #expect(try moved.row("2021-01-01")?.committeeLabel?.sv.text == "Socialnämnd Centrum")
    }

    @Test func `keeps a unit's overlapping cycles apart`() throws {
        var scenario = try RoundScenario.finalised()
        scenario.cycle = "2018-2019"
        scenario = try scenario.given("2018-06-01", "enrol-unit", ["guide": "guide", "template": "matrix"]).selecting(
            0, on: "2018-06-02")
        let rows = AnnualWheel.answer(asOf: .now, from: try wheelStates(scenario.log.events))
        #expect(rows.map(\.cycle) == [try id("2017-2018"), try id("2018-2019")])
        #expect(rows.map(\.phase) == [.report, .planning])
        #expect(rows.map(\.counts.selected) == [2, 1])
    }

    @Test func `knows which rounds a late fact about a child moves`() throws {
        var scenario = try RoundScenario.interviewed()
        scenario.cycle = "2018-2019"
        scenario = try scenario.given("2018-06-01", "enrol-unit", ["guide": "guide", "template": "matrix"]).selecting(
            0, on: "2018-06-02")
        let states = try wheelStates(scenario.log.events)
        #expect(
            AnnualWheel.rounds(movedBy: AnnualWheel.childKey(child(0)), in: states)
                == ["round/2017-2018/majorna", "round/2018-2019/majorna"])
        #expect(AnnualWheel.rounds(movedBy: AnnualWheel.childKey(child(1)), in: states) == ["round/2017-2018/majorna"])
    }
}

@Suite struct `A breach` {
    @Test func `shows when the case worker is recorded late, and points to both events`() throws {
        let scenario = try RoundScenario.interviewing().holding("i-1", with: 1, on: "2018-02-10")
        #expect(try scenario.row()?.breaches == [])
        let held = try #require(scenario.log.events.last).position
        let late = try scenario.around(
            "2018-05-01", "record-case-worker", ["child": ref(1), "caseWorker": "p-1", "validFrom": "2018-02-01"])
        let cause = try #require(late.log.events.last).position
        #expect(
            try late.row()?.breaches == [
                WheelBreach(code: "interviewer-is-case-worker", position: held, causedBy: cause)
            ])
        #expect(try late.row("2018-02-09")?.breaches == [])
        #expect(try late.row("2018-02-10")?.breaches.count == 1)
    }

    @Test func `is not made of an old interview by a later change of case worker`() throws {
        let scenario = try RoundScenario.interviewed().around(
            "2018-03-01", "record-case-worker", ["child": ref(0), "caseWorker": "p-1", "validFrom": "2018-02-11"])
        #expect(try scenario.row()?.breaches == [])
    }

    @Test func `is not made by withdrawing after the interview, the same day too`() throws {
        for moment in ["2018-02-10", "2018-02-11"] {
            let scenario = try RoundScenario.interviewed()
                .given(moment, "record-assent", ["child": ref(0), "answer": "withdrawn"])
            #expect(try scenario.row()?.breaches == [])
        }
    }

    @Test func `is made by a withdrawal that turns out to have come before`() throws {
        let scenario = try RoundScenario.interviewing()
            .given("2018-02-10T10:00:00Z", "hold-interview", RoundScenario.interview("i-1", with: 0))
            .given("2018-02-10T09:00:00Z", "record-assent", ["child": ref(0), "answer": "withdrawn"])
        #expect(try scenario.row()?.breaches.map(\.code) == ["consent-withdrawn"])
        #expect(try scenario.row()?.counts.held == 1)
    }

    @Test func `shows when the unit turns out to have been in another phase`() throws {
        let scenario = try RoundScenario.interviewed()
        let held = try #require(scenario.log.events.first { $0.type == InterviewHeld.type }).position
        let late = try scenario.given("2018-02-05", "enter-phase", ["phase": "planning", "reason": "Paus."])
        let breaches = try #require(try late.row()?.breaches)
        #expect(
            breaches.allSatisfy { $0.code == "phase-does-not-allow" && $0.causedBy == late.log.events.last?.position })
        #expect(breaches.map(\.position).contains(held))
    }

    @Test func `shows when the unit turns out to have belonged to another committee`() throws {
        let scenario = try RoundScenario.presented()
            .around(
                "2018-07-01", "establish-committee",
                ["committee": "other", "label": ["sv": "En annan nämnd"], "validFrom": "2018-01-01"]
            )
            .around("2018-07-01", "move-unit", ["unit": "majorna", "committee": "other", "validFrom": "2018-05-01"])
        #expect(
            try scenario.row()?.breaches.map(\.code)
                == ["committee-does-not-own-unit", "committee-does-not-own-unit"])
    }

    @Test func `has words in both languages`() {
        let codes = [
            "interviewer-is-case-worker", "consent-withdrawn", "child-has-declined", "guardian-has-refused",
            "phase-does-not-allow", "committee-does-not-own-unit", "unit-not-open",
        ]
        for code in codes {
            for language in Language.allCases {
                #expect(Terms.label(of: code, in: "breach", language: language) != nil)
            }
        }
    }
}
