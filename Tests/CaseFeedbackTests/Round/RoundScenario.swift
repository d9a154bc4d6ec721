import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// One unit's turn of the wheel as far as a test needs it. Commands get the round's cycle and unit by themselves.
struct RoundScenario {
    private(set) var log: Scenario
    var unit = "majorna"
    var cycle = "2017-2018"

    typealias Data = [String: JSONValue]

    func given(_ day: String, _ type: String, _ data: Data = [:]) throws -> RoundScenario {
        var scenario = self
        try scenario.record(day, type, data)
        return scenario
    }

    mutating func record(_ day: String, _ type: String, _ data: Data = [:]) throws {
        try log.record(day, type, .object(complete(data)))
    }

    /// A command outside the round.
    func around(_ day: String, _ type: String, _ data: JSONValue) throws -> RoundScenario {
        var scenario = self
        scenario.log = try log.given(day, type, data)
        return scenario
    }

    func when(_ day: String, _ type: String, _ data: Data = [:]) throws -> Data {
        let events = try log.when(day, type, .object(complete(data)))
        #expect(events.count == 1)
        guard case .object(let fields)? = try events.first?.fields else { return [:] }
        return fields
    }

    /// The code of a refusal; nothing when the command is accepted.
    func refusal(_ day: String, _ type: String, _ data: Data = [:]) throws -> String? {
        try log.refusal(day, type, .object(complete(data)))?.code
    }

    var round: Round {
        get throws { try log.state(of: .round(id(cycle), id(unit))) }
    }

    /// The unit's row of the wheel, folded from everything.
    func row(_ asOf: AsOf = .now) throws -> WheelRow? {
        AnnualWheel.row(
            AnnualWheel.roundKey(cycle: try id(cycle), unit: try id(unit)), asOf: asOf,
            from: try wheelStates(log.events))
    }

    func row(_ day: String) throws -> WheelRow? { try row(.day(Day(jsonString: day))) }

    private func complete(_ data: Data) -> Data {
        data.merging(["cycle": .string(cycle), "unit": .string(unit)]) { given, _ in given }
    }
}

/// The wheel's states out of these events.
func wheelStates(_ events: [RecordedEvent]) throws -> [String: WheelState] {
    var states = FoldedStates<AnnualWheel>()
    for event in events { try states.fold(event.folded) }
    return states.states
}

/// The child of a number: the same in every test.
func child(_ number: Int) -> ChildReference {
    var found: [ChildReference] = []
    var random: UInt64 = 1
    while found.count <= number {
        if let reference = ChildReference(random: random &* 0x9E37_79B9_7F4A_7C15) { found.append(reference) }
        random += 1
    }
    return found[number]
}

func ref(_ number: Int) -> JSONValue { .string(child(number).text) }

extension RoundScenario {
    /// Enrolled from 10 January 2018; `p-1` and `p-3` may interview, `p-2` is the case worker of child 0.
    static func enrolled() throws -> RoundScenario {
        let question: JSONValue = [
            "code": "q-1", "topic": "contact", "aspect": "experienced", "wording": "Hur träffas ni?",
        ]
        let guide: JSONValue = [
            "guide": "guide", "validFrom": "2017-06-01", "label": ["sv": "Guide"], "questions": [question],
        ]
        let revised: JSONValue = [
            "guide": "guide", "validFrom": "2018-03-01", "label": ["sv": "Guide 2"], "questions": [question],
        ]
        var log = try Scenario.joined()
            .given(
                "2017-01-01", "establish-committee",
                ["committee": "sdn-majorna", "label": ["sv": "SDN Majorna-Linné"], "validFrom": "2011-01-01"]
            )
            .given(
                "2017-01-01", "register-unit",
                [
                    "unit": "majorna", "label": ["sv": "Barn och unga Majorna"], "committee": "sdn-majorna",
                    "validFrom": "2011-01-01",
                ]
            )
            .given("2017-01-02", "publish-interview-guide", guide)
            .given("2017-01-03", "revise-interview-guide", revised)
            .given("2017-01-02", "adopt-matrix-template", ["template": "matrix", "validFrom": "2017-01-01"])
            .given("2017-01-02", "adopt-consent-rule", ["validFrom": "2017-01-01"])
            .given("2017-01-05", "open-cycle", openCycle("2017-2018", "2017-08-01", "2018-10-31"))
            .given("2017-01-05", "open-cycle", openCycle("2018-2019", "2018-08-01", "2019-10-31"))
        for number in 1...3 {
            log = try log.given("2017-01-05", "register-person", ["person": .string("p-\(number)")])
        }
        log = try log.given(
            "2017-06-01", "record-case-worker", ["child": ref(0), "caseWorker": "p-2", "validFrom": "2017-06-01"])
        return try RoundScenario(log: log).given("2018-01-10", "enrol-unit", ["guide": "guide", "template": "matrix"])
    }

    private static func openCycle(_ cycle: String, _ starts: String, _ ends: String) -> JSONValue {
        [
            "cycle": .string(cycle), "label": ["sv": .string(cycle)], "starts": .string(starts), "ends": .string(ends),
        ]
    }

    /// Selected on 15 January 2018.
    func selecting(_ numbers: Int..., on day: String = "2018-01-15") throws -> RoundScenario {
        try numbers.reduce(self) { scenario, number in
            try scenario.given(
                day, "select-child",
                ["child": ref(number), "ageBand": "13-15", "service": "foster-care", "caseStatus": "open"])
        }
    }

    /// Guardian and child say yes.
    func consenting(_ numbers: Int..., on day: String = "2018-01-20") throws -> RoundScenario {
        try numbers.reduce(self) { scenario, number in
            try scenario
                .given(day, "record-guardian-consent", ["child": ref(number), "answer": "given"])
                .given(day, "record-assent", ["child": ref(number), "answer": "given"])
        }
    }

    /// Child 0 and 1 have said yes, and the unit interviews from 1 February 2018.
    static func interviewing() throws -> RoundScenario {
        try enrolled().selecting(0, 1).consenting(0, 1).given("2018-02-01", "enter-phase", ["phase": "interviews"])
    }

    func holding(_ interview: String, with number: Int, on day: String) throws -> RoundScenario {
        try given(day, "hold-interview", Self.interview(interview, with: number))
    }

    static func interview(_ interview: String, with number: Int, by interviewer: String = "p-1") -> Data {
        ["interview": .string(interview), "child": ref(number), "interviewer": .string(interviewer), "guide": "guide"]
    }

    static func statement(_ statement: String, of interview: String) -> Data {
        [
            "statement": .string(statement), "interview": .string(interview), "topic": "contact", "aspect": "wished",
            "text": "Jag vill träffas oftare.",
        ]
    }

    /// Child 0 was interviewed on 10 February 2018 and said `s-1`.
    static func interviewed() throws -> RoundScenario {
        try interviewing().holding("i-1", with: 0, on: "2018-02-10")
            .given("2018-02-10", "record-statement", statement("s-1", of: "i-1"))
    }

    /// The seminar was held on 10 April 2018; findings `f-1` (development) and `f-2` (strength) are accepted, and `d-1`
    /// is proposed.
    static func analysed() throws -> RoundScenario {
        try interviewed()
            .given("2018-04-01", "enter-phase", ["phase": "seminar"])
            .given("2018-04-10", "hold-seminar", ["leader": "p-3", "participantCount": 7])
            .given("2018-04-10", "propose-finding", finding("f-1", "development"))
            .given("2018-04-10", "propose-finding", finding("f-2", "strength"))
            .given("2018-04-10", "accept-finding", ["finding": "f-1"])
            .given("2018-04-10", "accept-finding", ["finding": "f-2"])
            .given("2018-04-10", "make-proposal", proposal("d-1"))
    }

    static func finding(_ finding: String, _ kind: String) -> Data {
        [
            "finding": .string(finding), "topic": "contact", "aspect": "wished", "kind": .string(kind),
            "statements": ["s-1"], "text": "Barnen vill träffas oftare.",
        ]
    }

    static func proposal(_ proposal: String) -> Data {
        ["proposal": .string(proposal), "findings": ["f-1"], "text": "Boka nästa möte vid varje möte."]
    }

    /// The report `r-1` has been begun on 2 May 2018 by its compiler.
    static func drafting() throws -> RoundScenario {
        try analysed()
            .given("2018-05-01", "enter-phase", ["phase": "report"])
            .given("2018-05-02", "appoint-compiler", ["compiler": "p-3"])
            .given("2018-05-02", "start-draft", ["report": "r-1", "template": "matrix"])
    }

    static func row(column: String = "experience") -> Data {
        [
            "report": "r-1", "topic": "contact", "aspect": "wished",
            "cells": [["column": .string(column), "text": "Barnen vill träffas oftare."]], "findings": ["f-1"],
            "proposals": ["d-1"],
        ]
    }

    /// Finalised on 20 May 2018.
    static func finalised() throws -> RoundScenario {
        try drafting().given("2018-05-10", "write-matrix-row", row())
            .given("2018-05-15", "review-report", ["report": "r-1"])
            .given("2018-05-20", "finalise-report", ["report": "r-1", "attested": true])
    }

    /// Presented on 12 June 2018.
    static func presented() throws -> RoundScenario {
        try finalised()
            .given("2018-05-21", "submit-report", ["report": "r-1"])
            .given("2018-06-01", "enter-phase", ["phase": "committee"])
            .given("2018-06-12", "present-report", ["report": "r-1", "byRole": "social-worker"])
    }

    static func goal(_ goal: String) -> Data {
        [
            "goal": .string(goal), "audience": "children", "proposals": ["d-1"],
            "text": "Alla barn vet när nästa möte är.",
        ]
    }

    /// Followed up from 1 September 2018, with the goal `g-1`.
    static func followingUp() throws -> RoundScenario {
        try presented().given("2018-06-12", "set-goal", goal("g-1"))
            .given("2018-09-01", "enter-phase", ["phase": "follow-up"])
    }
}
