import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A statement` {
    private let interviewed: RoundScenario

    init() throws { interviewed = try RoundScenario.interviewed() }

    @Test func `keeps the guide version that it was given under, however late it is written down`() throws {
        let event = try interviewed.when("2018-03-20", "record-statement", RoundScenario.statement("s-2", of: "i-1"))
        #expect(event["guideVersion"] == 1)
        #expect(event["child"] == ref(0))
        #expect(event["text"] == ["protected": "personal"])
    }

    @Test func `needs an interview that was held by that day, and a name of its own`() throws {
        let again = RoundScenario.statement("s-1", of: "i-1")
        #expect(try interviewed.refusal("2018-02-11", "record-statement", again) == "statement-already-recorded")
        let early = RoundScenario.statement("s-2", of: "i-1")
        #expect(try interviewed.refusal("2018-02-09", "record-statement", early) == "interview-not-held")
    }

    @Test(arguments: ["record-guardian-consent", "record-assent"])
    func `is refused after a withdrawal, also for a day before it`(type: String) throws {
        let withdrawn = try interviewed.given("2018-03-01", type, ["child": ref(0), "answer": "withdrawn"])
        let statement = RoundScenario.statement("s-2", of: "i-1")
        #expect(try withdrawn.refusal("2018-03-02", "record-statement", statement) == "consent-withdrawn")
        #expect(try withdrawn.refusal("2018-02-10", "record-statement", statement) == "consent-withdrawn")
        let correction: RoundScenario.Data = ["statement": "s-1", "text": "Nya ord."]
        #expect(try withdrawn.refusal("2018-02-20", "correct-statement", correction) == "statement-withdrawn")
        #expect(try withdrawn.round.hiddenTexts.map(\.text.field) == ["/text"])
        #expect(try withdrawn.row("2018-02-15")?.statements == 1)
        #expect(try withdrawn.row("2018-02-15")?.statementsHidden == 1)
        #expect(try withdrawn.row()?.counts.held == 1)
    }

    @Test func `stays hidden when consent is given anew, and later ones are not`() throws {
        let renewed =
            try interviewed
            .given("2018-03-01", "record-assent", ["child": ref(0), "answer": "withdrawn"])
            .given("2018-03-10", "record-assent", ["child": ref(0), "answer": "given"])
            .given("2018-03-11", "record-statement", RoundScenario.statement("s-2", of: "i-1"))
        let round = try renewed.round
        let hidden = try #require(round.statements["s-1"])
        let shown = try #require(round.statements["s-2"])
        #expect(round.hiding(of: hidden)?.ground == .assentWithdrawn)
        #expect(round.hiding(of: hidden)?.fact.day == (try day("2018-03-01")))
        #expect(round.hiding(of: shown) == nil)
        #expect(
            try renewed.refusal("2018-03-05", "record-statement", RoundScenario.statement("s-3", of: "i-1"))
                == "consent-withdrawn")
    }

    @Test func `of another child is not hidden`() throws {
        let both = try interviewed.holding("i-2", with: 1, on: "2018-02-12")
            .given("2018-02-12", "record-statement", RoundScenario.statement("s-2", of: "i-2"))
            .given("2018-03-01", "record-assent", ["child": ref(1), "answer": "withdrawn"])
        let round = try both.round
        #expect(round.statements["s-1"].flatMap(round.hiding)?.ground == nil)
        #expect(round.hiddenTexts.map(\.text) == round.statements["s-2"]?.texts)
    }

    @Test func `is corrected for every day, and its words are never in the state`() throws {
        let corrected = try interviewed.given(
            "2018-02-20", "correct-statement", ["statement": "s-1", "text": "Jag vill träffas varje vecka."])
        let statement = try #require(corrected.round.statements["s-1"])
        #expect(corrected.log.words(of: statement.current) == "Jag vill träffas varje vecka.")
        #expect(corrected.log.words(of: statement.text) == "Jag vill träffas oftare.")
        #expect(
            try interviewed.refusal("2018-02-20", "correct-statement", ["statement": "s-9", "text": "Nej."])
                == "statement-not-recorded")
    }

    @Test func `that is retracted hides all its words, and can't be used`() throws {
        let retracted =
            try interviewed
            .given("2018-02-20", "correct-statement", ["statement": "s-1", "text": "Andra ord."])
            .given("2018-02-21", "retract-statement", ["statement": "s-1", "reason": "wrong-child"])
        #expect(try retracted.round.hiddenTexts.count == 2)
        #expect(try retracted.round.hiddenTexts.allSatisfy { $0.ground == .retracted })
        #expect(try retracted.row()?.statements == 1)
        #expect(
            try retracted.refusal("2018-02-22", "retract-statement", ["statement": "s-1", "reason": "again"])
                == "statement-retracted")
    }

    @Test func `of a child that must not speak is hidden although the withdrawal is dated earlier`() throws {
        let late = try interviewed.given(
            "2018-02-05", "record-guardian-consent", ["child": ref(0), "answer": "withdrawn"])
        #expect(try late.round.hiddenTexts.count == 1)
        #expect(try late.row("2018-02-05")?.counts.withdrawn == 1)
        #expect(try late.row("2018-02-10")?.counts.held == 1)
        #expect(try late.row()?.breaches.map(\.code) == ["consent-withdrawn", "consent-withdrawn"])
    }
}
