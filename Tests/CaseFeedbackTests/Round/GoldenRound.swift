import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// A whole turn of the wheel in which everything happens that can happen in a round, each with all that it can say.
enum GoldenRound {
    static func history() throws -> RoundScenario {
        try followedUp(decided(reported(analysed(interviewed(planned())))))
    }

    private static func planned() throws -> RoundScenario {
        let frame: RoundScenario.Data = [
            "caseStatuses": ["open", "closed"], "services": ["foster-care", "support"], "ageBands": ["13-15"],
            "wantedCount": 6,
        ]
        let dates: JSONValue = [["milestone": "seminar", "day": "2018-04-10"]]
        return try RoundScenario.enrolled()
            .given("2018-01-11", "hold-kick-off", ["participantCount": 12])
            .given("2018-01-11", "plan-dates", ["dates": dates])
            .given("2018-01-12", "define-selection-frame", frame)
            .selecting(0, 1, 2, 3, 4)
            .given("2018-01-16", "send-invitation", ["child": ref(0), "channel": "letter"])
            .given("2018-01-16", "send-invitation", ["child": ref(2), "channel": "telephone"])
            .given("2018-01-25", "record-no-reply", ["child": ref(2)])
            .given(
                "2018-01-18", "record-decline",
                ["child": ref(3), "by": "child", "reason": "no-time", "text": "Hinner inte."]
            )
            .given("2018-01-18", "record-guardian-consent", ["child": ref(4), "answer": "refused"])
            .given("2018-01-19", "note-gap", ["text": "Vi når inte de yngsta."])
            .consenting(0, 1)
            .given("2018-01-21", "assign-interviewer", ["child": ref(0), "interviewer": "p-1"])
            .given("2018-02-01", "enter-phase", ["phase": "interviews"])
    }

    private static func interviewed(_ planned: RoundScenario) throws -> RoundScenario {
        let booking: RoundScenario.Data = ["child": ref(0), "interviewer": "p-1"]
        let broken = RoundScenario.interview("i-3", with: 1, by: "p-3").merging(["reason": "child-left"]) { $1 }
        return
            try planned
            .given(
                "2018-02-02", "schedule-interview",
                booking.merging(["interview": "i-0", "plannedOn": "2018-02-08"]) { $1 }
            )
            .given("2018-02-06", "cancel-interview", ["interview": "i-0", "reason": "ill"])
            .given(
                "2018-02-06", "schedule-interview",
                booking.merging(["interview": "i-1", "plannedOn": "2018-02-10"]) { $1 }
            )
            .given("2018-02-09", "prepare-interview", ["interview": "i-1"])
            .holding("i-1", with: 0, on: "2018-02-10")
            .given("2018-02-10", "record-statement", RoundScenario.statement("s-1", of: "i-1"))
            .given("2018-02-10", "record-statement", RoundScenario.statement("s-2", of: "i-1"))
            .given("2018-02-10", "hand-over-concern", ["interview": "i-1", "to": "duty-team"])
            .given("2018-02-12", "transcribe-interview", ["interview": "i-1"])
            .given("2018-02-13", "correct-statement", ["statement": "s-1", "text": "Jag vill träffas varje vecka."])
            .given("2018-02-13", "retract-statement", ["statement": "s-2", "reason": "twice"])
            .given("2018-02-14", "interrupt-interview", broken)
            .given("2018-02-15", "record-assent", ["child": ref(1), "answer": "withdrawn"])
            .given("2018-02-15", "record-guardian-consent", ["child": ref(1), "answer": "withdrawn"])
    }

    private static func analysed(_ interviewed: RoundScenario) throws -> RoundScenario {
        try interviewed
            .given(
                "2018-03-20", "plan-seminar",
                ["leader": "p-3", "agenda": ["purpose", "analysis"], "plannedOn": "2018-04-10"]
            )
            .given("2018-04-01", "enter-phase", ["phase": "seminar", "reason": "Alla är klara."])
            .given("2018-04-10", "hold-seminar", ["participantCount": 7, "participants": ["p-1", "p-3"]])
            .given("2018-04-10", "record-staff-experience", ["text": "Det var svårt att bara lyssna."])
            .given("2018-04-10", "propose-finding", RoundScenario.finding("f-1", "development"))
            .given("2018-04-10", "propose-finding", RoundScenario.finding("f-2", "strength"))
            .given("2018-04-10", "propose-finding", RoundScenario.finding("f-3", "development"))
            .given("2018-04-10", "accept-finding", ["finding": "f-1"])
            .given("2018-04-10", "accept-finding", ["finding": "f-2"])
            .given("2018-04-10", "reject-finding", ["finding": "f-3", "reason": "Samma som f-1."])
            .given("2018-04-10", "confirm-strength", ["finding": "f-2"])
            .given("2018-04-11", "make-proposal", RoundScenario.proposal("d-0"))
            .given("2018-04-11", "withdraw-proposal", ["proposal": "d-0", "reason": "Görs redan."])
            .given("2018-04-11", "make-proposal", RoundScenario.proposal("d-2"))
            .given("2018-04-11", "make-proposal", RoundScenario.proposal("d-3"))
            .given(
                "2018-04-12", "merge-proposals", ["proposal": "d-1", "merged": ["d-2", "d-3"], "text": "Ett förslag."])
    }

    private static func reported(_ analysed: RoundScenario) throws -> RoundScenario {
        let correction: RoundScenario.Data = [
            "report": "r-1", "topic": "contact", "aspect": "wished", "text": "Det gäller två barn.",
        ]
        return
            try analysed
            .given("2018-05-01", "enter-phase", ["phase": "report"])
            .given("2018-05-02", "appoint-compiler", ["compiler": "p-3"])
            .given("2018-05-02", "start-draft", ["report": "r-1", "template": "matrix"])
            .given("2018-05-10", "write-matrix-row", RoundScenario.row())
            .given("2018-05-12", "return-report", ["report": "r-1", "reason": "Skriv mer allmänt."])
            .given("2018-05-14", "write-matrix-row", RoundScenario.row())
            .given("2018-05-15", "review-report", ["report": "r-1"])
            .given("2018-05-20", "finalise-report", ["report": "r-1", "attested": true])
            .given("2018-05-21", "register-report", ["report": "r-1", "registrationNumber": "SN 2018/123"])
            .given("2018-05-21", "submit-report", ["report": "r-1"])
            .given("2018-05-28", "correct-report", correction)
    }

    private static func decided(_ reported: RoundScenario) throws -> RoundScenario {
        let decision: RoundScenario.Data = [
            "decision": "b-1", "report": "r-1", "kind": "assignment", "text": "Förvaltningen får i uppdrag att boka.",
        ]
        return
            try reported
            .given("2018-06-01", "enter-phase", ["phase": "committee"])
            .given("2018-06-04", "issue-officers-report", ["report": "r-1", "text": "Nämnden föreslås anteckna."])
            .given("2018-06-12", "present-report", ["report": "r-1", "byRole": "social-worker"])
            .given("2018-06-12", "take-decision", decision)
            .given("2018-06-12", "record-reservation", ["decision": "b-1", "text": "Mer tid behövs."])
            .given("2018-06-12", "set-goal", RoundScenario.goal("g-1").merging(["decision": "b-1"]) { $1 })
            .given("2018-06-12", "set-goal", RoundScenario.goal("g-2"))
            .given("2018-06-20", "approve-minutes")
            .given("2018-06-21", "announce-minutes")
    }

    private static func followedUp(_ decided: RoundScenario) throws -> RoundScenario {
        let looked: RoundScenario.Data = ["goal": "g-1", "result": "partly-reached", "text": "Hälften har en tid."]
        return
            try decided
            .given("2018-09-01", "enter-phase", ["phase": "follow-up"])
            .given("2018-09-10", "take-action", ["action": "a-1", "goal": "g-1", "text": "Ny rutin för bokning."])
            .given("2018-09-15", "give-feedback", ["child": ref(0), "text": "Vi har ändrat hur vi bokar."])
            .given("2018-10-01", "follow-up-goal", looked)
            .given("2018-10-02", "close-goal", ["goal": "g-1"])
            .given("2018-10-02", "carry-goal-forward", ["goal": "g-2", "toCycle": "2018-2019"])
            .given("2018-10-05", "enter-phase", ["phase": "closed"])
    }
}

@Suite struct `A whole turn of the wheel` {
    @Test func `says everything that a round can say, and is where the golden events are from`() throws {
        let scenario = try GoldenRound.history()
        #expect(Set(Catalogue.roundEvents.map(\.type)).subtracting(scenario.log.events.map(\.type)) == [])
        try Golden.writeMissing(from: scenario.log)
    }

    @Test func `ends closed, with every child counted once and nothing missing`() throws {
        let row = try #require(try GoldenRound.history().row())
        #expect(row.phase == .closed)
        #expect(row.missing == [])
        #expect(row.breaches == [])
        #expect(row.dates == [])
        var counts = WheelCounts()
        for outcome in [Outcome.held, .interrupted, .declinedByChild, .refusedByGuardian, .noReply] {
            counts.count(outcome)
        }
        #expect(row.counts == counts)
        #expect((row.statements, row.statementsHidden) == (2, 1))
    }

    @Test func `can be walked from a goal back to what a child said, and forth`() throws {
        let round = try GoldenRound.history().round
        let goal = try #require(round.goals["g-1"])
        let proposal = try #require(goal.proposals.first.flatMap { round.proposals[$0.text] })
        let finding = try #require(proposal.findings.first.flatMap { round.findings[$0.text] })
        let statement = try #require(finding.statements.first.flatMap { round.statements[$0.text] })
        #expect(statement.child == child(0))
        #expect(round.decisions[try #require(goal.decision).text]?.report == round.report?.report)
        #expect(round.actions.values.map(\.goal) == [goal.goal])
    }
}
