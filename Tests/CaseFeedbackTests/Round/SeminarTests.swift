import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Holding a seminar` {
    private let seminar: RoundScenario

    init() throws { seminar = try RoundScenario.interviewed().given("2018-04-01", "enter-phase", ["phase": "seminar"]) }

    @Test func `needs a leader, planned or named`() throws {
        #expect(
            try seminar.refusal("2018-04-10", "hold-seminar", ["participantCount": 7]) == "seminar-leader-not-named")
        let plan: RoundScenario.Data = ["leader": "p-3", "agenda": ["purpose"], "plannedOn": "2018-04-10"]
        let planned = try seminar.given("2018-04-02", "plan-seminar", plan)
        #expect(try planned.when("2018-04-10", "hold-seminar", ["participantCount": 7])["leader"] == "p-3")
        #expect(
            try seminar.refusal("2018-04-02", "plan-seminar", plan.merging(["agenda": []]) { $1 }) == "agenda-missing")
    }

    @Test func `covers the interviews held by then, or those that are named`() throws {
        let two = try seminar.holding("i-2", with: 1, on: "2018-04-05")
        let held: RoundScenario.Data = ["leader": "p-3", "participantCount": 7]
        #expect(try two.when("2018-04-10", "hold-seminar", held)["interviews"] == ["i-1", "i-2"])
        #expect(try two.when("2018-04-04", "hold-seminar", held)["interviews"] == ["i-1"])
        let named = held.merging(["interviews": ["i-2"]]) { $1 }
        #expect(try two.when("2018-04-10", "hold-seminar", named)["interviews"] == ["i-2"])
        #expect(try two.refusal("2018-04-04", "hold-seminar", named) == "interview-not-held")
        #expect(
            try two.refusal("2018-04-10", "hold-seminar", held.merging(["interviews": []]) { $1 })
                == "no-interview-held")
    }

    @Test func `happens once a day, with as many as are named`() throws {
        let held: RoundScenario.Data = ["leader": "p-3", "participantCount": 1, "participants": ["p-1", "p-3"]]
        #expect(try seminar.refusal("2018-04-10", "hold-seminar", held) == "count-out-of-range")
        let analysed = try RoundScenario.analysed()
        let again: RoundScenario.Data = ["leader": "p-3", "participantCount": 7]
        #expect(try analysed.refusal("2018-04-10", "hold-seminar", again) == "seminar-already-held")
        #expect(try analysed.refusal("2018-04-11", "hold-seminar", again) == nil)
    }

    @Test func `leaves a later interview uncovered, and one entered late too`() throws {
        let analysed = try RoundScenario.analysed()
        let later = try analysed.holding("i-2", with: 1, on: "2018-04-20")
        #expect(try later.row()?.interviewsNotCovered == [id("i-2")])
        #expect(try later.row("2018-04-15")?.interviewsNotCovered == [])
        let late = try analysed.holding("i-2", with: 1, on: "2018-03-20")
        #expect(try late.row()?.interviewsNotCovered == [id("i-2")])
        #expect(try late.row("2018-03-25")?.interviewsNotCovered == [])
        #expect(try late.row("2018-03-25")?.counts.held == 2)
        let again = try late.given("2018-04-25", "hold-seminar", ["leader": "p-3", "participantCount": 5])
        #expect(try again.row()?.interviewsNotCovered == [])
    }

    @Test(
        arguments: [
            ("record-staff-experience", ["text": "Det var svårt att bara lyssna."]),
            ("propose-finding", RoundScenario.finding("f-1", "development")),
            ("accept-finding", ["finding": "f-1"]),
            ("reject-finding", ["finding": "f-1", "reason": "Nej."]),
        ] as [(String, RoundScenario.Data)])
    func `comes before its results`(type: String, data: RoundScenario.Data) throws {
        #expect(try seminar.refusal("2018-04-10", type, data) == "seminar-not-held")
    }
}

@Suite struct `A finding` {
    private let analysed: RoundScenario

    init() throws { analysed = try RoundScenario.analysed() }

    @Test func `rests on statements that may be shown`() throws {
        let finding = RoundScenario.finding("f-3", "development")
        #expect(
            try analysed.refusal("2018-04-11", "propose-finding", finding.merging(["statements": []]) { $1 })
                == "finding-without-statements")
        #expect(
            try analysed.refusal("2018-04-11", "propose-finding", finding.merging(["statements": ["s-9"]]) { $1 })
                == "statement-not-recorded")
        let retracted = try analysed.given(
            "2018-04-11", "retract-statement", ["statement": "s-1", "reason": "wrong-child"])
        #expect(try retracted.refusal("2018-04-11", "propose-finding", finding) == "statement-retracted")
        let withdrawn = try analysed.given("2018-04-11", "record-assent", ["child": ref(0), "answer": "withdrawn"])
        #expect(try withdrawn.refusal("2018-04-11", "propose-finding", finding) == "statement-withdrawn")
        #expect(
            try analysed.refusal("2018-04-11", "propose-finding", RoundScenario.finding("f-1", "strength"))
                == "finding-already-proposed")
    }

    @Test func `is accepted or rejected, and the last judgement holds`() throws {
        #expect(try analysed.refusal("2018-04-11", "accept-finding", ["finding": "f-1"]) == "finding-already-accepted")
        #expect(try analysed.refusal("2018-04-11", "accept-finding", ["finding": "f-9"]) == "finding-not-proposed")
        let reject: RoundScenario.Data = ["finding": "f-1", "reason": "Bara ett barn sa det."]
        let rejected = try analysed.given("2018-04-11", "reject-finding", reject)
        #expect(try rejected.refusal("2018-04-12", "reject-finding", reject) == "finding-already-rejected")
        #expect(try rejected.round.acceptedFindings(asOf: .now).map(\.finding) == [id("f-2")])
        #expect(try rejected.round.acceptedFindings(asOf: .day(day("2018-04-10"))).count == 2)
        #expect(try rejected.refusal("2018-04-12", "accept-finding", ["finding": "f-1"]) == nil)
    }

    @Test func `that is a strength is confirmed once it is accepted`() throws {
        #expect(
            try analysed.refusal("2018-04-11", "confirm-strength", ["finding": "f-1"]) == "finding-not-a-strength")
        let confirmed = try analysed.given("2018-04-11", "confirm-strength", ["finding": "f-2"])
        #expect(
            try confirmed.refusal("2018-04-12", "confirm-strength", ["finding": "f-2"]) == "strength-already-confirmed")
        let rejected = try analysed.given("2018-04-11", "reject-finding", ["finding": "f-2", "reason": "Nej."])
        #expect(try rejected.refusal("2018-04-12", "confirm-strength", ["finding": "f-2"]) == "finding-not-accepted")
    }
}

@Suite struct `A proposal` {
    private let two: RoundScenario

    init() throws {
        two = try RoundScenario.analysed().given("2018-04-11", "make-proposal", RoundScenario.proposal("d-2"))
    }

    private static let merge: RoundScenario.Data = ["proposal": "d-3", "merged": ["d-1", "d-2"], "text": "Ett."]

    @Test func `rests on accepted findings`() throws {
        let proposal = RoundScenario.proposal("d-9")
        #expect(
            try two.refusal("2018-04-12", "make-proposal", proposal.merging(["findings": []]) { $1 })
                == "proposal-without-findings")
        let rejected = try two.given("2018-04-12", "reject-finding", ["finding": "f-1", "reason": "Nej."])
        #expect(try rejected.refusal("2018-04-12", "make-proposal", proposal) == "finding-not-accepted")
        #expect(
            try two.refusal("2018-04-12", "make-proposal", RoundScenario.proposal("d-1")) == "proposal-already-made")
    }

    @Test func `merged with others lives on in the new one, on all their findings`() throws {
        #expect(try two.when("2018-04-12", "merge-proposals", Self.merge)["findings"] == ["f-1"])
        let merged = try two.given("2018-04-12", "merge-proposals", Self.merge)
        #expect(try merged.round.standingProposals(asOf: .now).map(\.proposal) == [id("d-3")])
        #expect(try merged.round.standingProposals(asOf: .day(day("2018-04-11"))).count == 2)
        let again = Self.merge.merging(["proposal": "d-4"]) { $1 }
        #expect(try merged.refusal("2018-04-13", "merge-proposals", again) == "proposal-merged")
        for list: JSONValue in [["d-1"], ["d-1", "d-1"], []] {
            let data = Self.merge.merging(["merged": list]) { $1 }
            #expect(try two.refusal("2018-04-12", "merge-proposals", data) == "merge-needs-two-proposals")
        }
    }

    @Test func `can be withdrawn once`() throws {
        let withdraw: RoundScenario.Data = ["proposal": "d-1", "reason": "Det görs redan."]
        let withdrawn = try two.given("2018-04-12", "withdraw-proposal", withdraw)
        #expect(try withdrawn.refusal("2018-04-13", "withdraw-proposal", withdraw) == "proposal-withdrawn")
        #expect(
            try two.refusal("2018-04-13", "withdraw-proposal", ["proposal": "d-9", "reason": "Nej."])
                == "proposal-not-made")
    }
}
