import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Before the committee` {
    private let presented: RoundScenario

    init() throws { presented = try RoundScenario.presented() }

    private static let decision: RoundScenario.Data = [
        "decision": "b-1", "report": "r-1", "kind": "assignment", "text": "Förvaltningen får i uppdrag att …",
    ]

    @Test func `a report is presented once to each committee, and decided on afterwards`() throws {
        let present: RoundScenario.Data = ["report": "r-1", "byRole": "social-worker"]
        #expect(try presented.refusal("2018-06-13", "present-report", present) == "report-already-presented")
        #expect(try presented.refusal("2018-06-11", "take-decision", Self.decision) == "report-not-presented")
        let decided = try presented.given("2018-06-12", "take-decision", Self.decision)
        #expect(try decided.refusal("2018-06-12", "take-decision", Self.decision) == "decision-already-taken")
        #expect(try decided.round.decisions["b-1"]?.committee == id("sdn-majorna"))
    }

    @Test func `an officer's report needs a finalised one`() throws {
        #expect(
            try presented.refusal("2018-06-05", "issue-officers-report", ["report": "r-1", "text": "Förslag."]) == nil)
        #expect(try presented.refusal("2018-06-05", "issue-officers-report", ["report": "r-9"]) == "report-not-begun")
    }

    @Test func `a reservation needs a decision`() throws {
        #expect(
            try presented.refusal("2018-06-12", "record-reservation", ["decision": "b-1"]) == "decision-not-taken")
        let decided = try presented.given("2018-06-12", "take-decision", Self.decision)
        let reserved = try decided.given("2018-06-12", "record-reservation", ["decision": "b-1"])
        #expect(try reserved.round.decisions["b-1"]?.reservations.count == 1)
    }

    @Test func `the minutes are approved, then announced`() throws {
        #expect(try presented.refusal("2018-06-11", "approve-minutes") == "report-not-presented")
        #expect(try presented.refusal("2018-06-20", "announce-minutes") == "minutes-not-approved")
        let approved = try presented.given("2018-06-20", "approve-minutes")
        #expect(try approved.refusal("2018-06-21", "approve-minutes") == "minutes-already-approved")
        #expect(try approved.refusal("2018-06-19", "announce-minutes") == "minutes-not-approved")
        let announced = try approved.given("2018-06-21", "announce-minutes")
        #expect(try announced.refusal("2018-06-22", "announce-minutes") == "minutes-already-announced")
    }

    @Test func `a goal answers proposals, and comes from a decision where one is named`() throws {
        let goal = RoundScenario.goal("g-1")
        #expect(try presented.refusal("2018-06-11", "set-goal", goal) == "report-not-presented")
        #expect(
            try presented.refusal("2018-06-12", "set-goal", goal.merging(["proposals": []]) { $1 })
                == "goal-without-proposals")
        #expect(
            try presented.refusal("2018-06-12", "set-goal", goal.merging(["decision": "b-1"]) { $1 })
                == "decision-not-taken")
        #expect(
            try presented.refusal("2018-06-12", "set-goal", goal.merging(["proposals": ["d-9"]]) { $1 })
                == "proposal-not-made")
        let set = try presented.given("2018-06-12", "set-goal", goal)
        #expect(try set.refusal("2018-06-13", "set-goal", goal) == "goal-already-set")
    }
}

@Suite struct `Following a goal up` {
    private let followingUp: RoundScenario

    init() throws { followingUp = try RoundScenario.followingUp() }

    private static let partly: RoundScenario.Data = ["goal": "g-1", "result": "partly-reached"]

    @Test func `takes actions towards a goal that is set and open`() throws {
        let action: RoundScenario.Data = ["action": "a-1", "goal": "g-1", "text": "Nya rutiner för bokning."]
        let taken = try followingUp.given("2018-09-10", "take-action", action)
        #expect(try taken.refusal("2018-09-11", "take-action", action) == "action-already-taken")
        #expect(
            try taken.refusal("2018-09-11", "take-action", action.merging(["action": "a-2", "goal": "g-9"]) { $1 })
                == "goal-not-set")
    }

    @Test func `comes before closing it, and nothing comes after`() throws {
        #expect(try followingUp.refusal("2018-10-01", "close-goal", ["goal": "g-1"]) == "goal-not-followed-up")
        let looked = try followingUp.given("2018-10-01", "follow-up-goal", Self.partly)
        #expect(try looked.refusal("2018-09-30", "close-goal", ["goal": "g-1"]) == "goal-not-followed-up")
        let closed = try looked.given("2018-10-02", "close-goal", ["goal": "g-1"])
        #expect(try closed.refusal("2018-10-03", "follow-up-goal", Self.partly) == "goal-closed")
        #expect(try closed.refusal("2018-10-03", "enter-phase", ["phase": "closed"]) == nil)
        #expect(try closed.refusal("2018-10-01", "enter-phase", ["phase": "closed"]) == "goals-open")
    }

    @Test func `carries it into another cycle, and so opens the next turn of the wheel`() throws {
        let carry: RoundScenario.Data = ["goal": "g-1", "toCycle": "2018-2019"]
        #expect(
            try followingUp.refusal("2018-10-01", "carry-goal-forward", ["goal": "g-1", "toCycle": "2017-2018"])
                == "goal-carried-to-own-cycle")
        #expect(
            try followingUp.refusal("2018-10-01", "carry-goal-forward", ["goal": "g-1", "toCycle": "2030"])
                == "cycle-not-opened")
        let carried = try followingUp.given("2018-10-01", "carry-goal-forward", carry)
        #expect(try carried.refusal("2018-10-02", "carry-goal-forward", carry) == "goal-already-carried")
        var next = try carried.given("2018-10-05", "enter-phase", ["phase": "closed"])
        next.cycle = "2018-2019"
        next = try next.given("2018-10-06", "enrol-unit", ["guide": "guide", "template": "matrix"])
        #expect(try next.row()?.phase == .planning)
        next.cycle = "2017-2018"
        #expect(try next.row()?.phase == .closed)
        #expect(try next.refusal("2019-05-01", "follow-up-goal", Self.partly) == nil)
    }
}
