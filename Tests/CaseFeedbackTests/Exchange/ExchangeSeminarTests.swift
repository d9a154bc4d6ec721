import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// The exchange seminar of 13 September 2018, as it was published.
@Suite struct `An exchange seminar` {
    private let hold: JSONValue = [
        "seminar": "2018-09-13", "cycle": "2017-2018", "label": ["sv": "Erfarenhetsutbyte"], "place": "Hotell Kusten",
        "units": ["majorna"], "organisations": ["Social resursförvaltning", "Centrum"],
    ]

    private func held() throws -> Scenario {
        try `A cycle`.scenario().given("2018-09-13", "hold-exchange-seminar", hold)
    }

    private func seminar(_ scenario: Scenario) throws -> ExchangeSeminar {
        try scenario.state(of: .exchangeSeminar(id("2018-09-13")))
    }

    private func point(_ text: JSONValue) -> JSONValue { ["seminar": "2018-09-13", "text": text] }

    private func question(_ round: JSONValue, _ wording: JSONValue) -> JSONValue {
        ["seminar": "2018-09-13", "round": round, "wording": wording]
    }

    @Test func `has questions for each round of talks, in their published wording`() throws {
        let scenario = try held()
            .given("2018-09-13", "set-exchange-question", question(1, "Vad var bra?"))
            .given("2018-09-13", "set-exchange-question", question(1, "Vad tog enheterna med sig?"))
            .given("2018-09-13", "set-exchange-question", question(2, "Hur bör det utvecklas?"))
        let questions = try seminar(scenario).questions
        #expect(questions.map { [$0.round, $0.number] } == [[1, 1], [1, 2], [2, 1]])
        #expect(questions.last?.wording.text == "Hur bör det utvecklas?")
    }

    @Test func `numbers its points and presentations, and keeps each unit's next step`() throws {
        let scenario = try held()
            .given(
                "2018-09-13", "hold-presentation",
                ["seminar": "2018-09-13", "role": "process-leader", "text": "Slutsatser av 84 intervjuer."]
            )
            .given("2018-09-13", "agree-exchange-point", point("Alla vill fortsätta."))
            .given("2018-09-13", "agree-exchange-point", point("Urvalet: vilka röster hörs inte?"))
            .given(
                "2018-10-01", "state-next-step",
                ["seminar": "2018-09-13", "unit": "majorna", "text": "Vi prövar en ny inbjudan."])
        let seminar = try seminar(scenario)
        #expect(seminar.points.map(\.number) == [1, 2])
        #expect(seminar.points.map(\.text).map(scenario.words).last == "Urvalet: vilka röster hörs inte?")
        #expect(seminar.points.map(\.text.secrecy) == [.general, .general])
        #expect(seminar.presentations.map(\.number) == [1])
        #expect(seminar.nextSteps.map(\.unit.text) == ["majorna"])
    }

    @Test func `is found with all that belongs to it under its cycle`() throws {
        let scenario = try held().given("2018-09-13", "agree-exchange-point", point("Alla vill fortsätta."))
        let tags = try scenario.events.suffix(2).map { try Catalogue.decode($0).tags }
        let shared: Set<EventSourcing.Tag> = [.exchangeSeminar(try id("2018-09-13")), .cycle(try id("2017-2018"))]
        #expect(tags == [shared.union([.unit(try id("majorna"))]), shared])
    }

    @Test func `may be planned, planned anew and then held on another day`() throws {
        func plan(_ day: JSONValue) -> JSONValue {
            ["seminar": "2018-09-13", "label": ["sv": "Erfarenhetsutbyte"], "plannedFor": day]
        }
        let scenario = try `A cycle`.scenario()
            .given("2018-05-01", "plan-exchange-seminar", plan("2018-09-06"))
            .given("2018-06-01", "plan-exchange-seminar", plan("2018-09-13"))
            .given("2018-06-01", "set-exchange-question", question(1, "Vad var bra?"))
            .given("2018-09-13", "hold-exchange-seminar", hold)
        let seminar = try seminar(scenario)
        #expect(seminar.plannedFor == (try day("2018-09-13")))
        #expect(seminar.held?.day == (try day("2018-09-13")))
        #expect(seminar.questions.count == 1)
        #expect(
            try scenario.refusal("2018-09-20", "plan-exchange-seminar", plan("2018-10-01"))?.code
                == "exchange-seminar-already-held")
        #expect(
            try scenario.refusal("2018-09-20", "hold-exchange-seminar", hold)?.code == "exchange-seminar-already-held")
    }

    @Test func `that nobody has planned or held has no questions, and before it was held it agreed on nothing`() throws
    {
        let scenario = try `A cycle`.scenario()
        #expect(
            try scenario.refusal("2018-09-13", "set-exchange-question", question(1, "Vad?"))?.code
                == "exchange-seminar-not-planned")
        #expect(
            try scenario.refusal("2018-09-13", "agree-exchange-point", point("Allt."))?.code
                == "exchange-seminar-not-planned")
        #expect(
            try held().refusal("2018-09-12", "agree-exchange-point", point("Allt."))?.code
                == "exchange-seminar-not-held")
    }

    @Test func `refuses units that do not exist, an unknown cycle, an empty room and a question twice`() throws {
        func refusal(_ changes: [String: JSONValue]) throws -> String? {
            let data = try #require(hold.object).merging(changes) { $1 }
            return try `A cycle`.scenario().refusal("2018-09-13", "hold-exchange-seminar", .object(data))?.code
        }
        #expect(try refusal(["units": ["okand"]]) == "unit-not-registered")
        #expect(try refusal(["cycle": "okand"]) == "cycle-not-opened")
        #expect(try refusal(["units": [], "organisations": []]) == "nobody-took-part")
        #expect(try refusal(["participants": 0]) == "nobody-took-part")
        #expect(try refusal(["participants": 25]) == nil)
        let asked = try held().given("2018-09-13", "set-exchange-question", question(1, "Vad var bra?"))
        #expect(
            try asked.refusal("2018-09-13", "set-exchange-question", question(1, "Vad var bra?"))?.code
                == "question-already-set")
        #expect(
            try asked.refusal("2018-09-13", "set-exchange-question", question(0, "Vad mer?"))?.code
                == "talk-round-out-of-range")
    }
}
