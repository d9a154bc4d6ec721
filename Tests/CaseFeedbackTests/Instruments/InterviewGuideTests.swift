import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `An interview guide` {
    static func content(from day: JSONValue, wording: JSONValue = "Hur fick du veta vad som skulle hända?") -> JSONValue
    {
        [
            "guide": "barnintervju", "validFrom": day, "label": ["sv": "Intervjuguide", "en": "Interview guide"],
            "questions": [
                ["code": "q-1", "topic": "knowledge", "aspect": "experienced", "wording": wording],
                ["code": "q-2", "topic": "participation", "aspect": "wished", "wording": "Vad vill du bestämma om?"],
            ],
        ]
    }

    private func published() throws -> Scenario {
        try `A unit`.scenario().given("2017-08-01", "publish-interview-guide", Self.content(from: "2017-09-01"))
    }

    private func guide(_ scenario: Scenario) throws -> InterviewGuide {
        try scenario.state(of: .interviewGuide(id("barnintervju")))
    }

    @Test func `is in force from the day of its version until the day of the next`() throws {
        let guide = try guide(
            published().given(
                "2018-10-01", "revise-interview-guide", Self.content(from: "2018-11-01", wording: "Vad visste du?")))
        let days = ["2017-08-31", "2017-09-01", "2018-10-31", "2018-11-01"]
        #expect(try days.map { guide.version(on: try day($0))?.number } == [nil, 1, 1, 2])
        #expect(
            guide.versions.version(numbered: 1)?.content.questions.first?.wording.text.hasPrefix("Hur fick") == true)
        #expect(guide.versions.version(numbered: 2)?.content.questions.first?.wording.text == "Vad visste du?")
    }

    @Test func `keeps which version answers a request for revision`() throws {
        var revision = try #require(Self.content(from: "2018-11-01").object)
        revision["answeredRequests"] = [1]
        let scenario = try published()
            .given(
                "2018-09-13", "request-guide-revision",
                ["guide": "barnintervju", "unit": "majorna", "text": "Frågorna är för många."]
            )
            .given("2018-09-14", "request-guide-revision", ["guide": "barnintervju", "text": "Enklare ord."])
            .given("2018-10-01", "revise-interview-guide", .object(revision))
        let requests = try guide(scenario).requests
        #expect(requests.map(\.answeredIn) == [2, nil])
        #expect(requests.map(\.text).map(scenario.words) == ["Frågorna är för många.", "Enklare ord."])
    }

    @Test func `refuses a version that would change what held before`() throws {
        let refusal = try published().refusal("2018-10-01", "revise-interview-guide", Self.content(from: "2017-08-31"))
        #expect(refusal?.code == "version-starts-before-previous")
    }

    @Test func `is published once and revised only then`() throws {
        let content = Self.content(from: "2018-01-01")
        #expect(
            try published().refusal("2018-01-01", "publish-interview-guide", content)?.code == "guide-already-published"
        )
        #expect(
            try Scenario.joined().refusal("2018-01-01", "revise-interview-guide", content)?.code
                == "guide-not-published")
        #expect(
            try Scenario.joined().refusal(
                "2018-01-01", "request-guide-revision", ["guide": "barnintervju", "text": "x"])?
                .code == "guide-not-published")
    }

    @Test func `has questions, each with a code of its own, and answers known requests only`() throws {
        var content = try #require(Self.content(from: "2018-01-01").object)
        content["questions"] = []
        #expect(
            try Scenario.joined().refusal("2018-01-01", "publish-interview-guide", .object(content))?.code
                == "guide-without-questions")
        let question: JSONValue = ["code": "q-1", "topic": "contact", "wording": "Vem träffade du?"]
        content["questions"] = [question, question]
        let refusal = try Scenario.joined().refusal("2018-01-01", "publish-interview-guide", .object(content))
        #expect(refusal?.code == "question-code-twice")
        #expect(refusal?.field == "/data/questions/1/code")
        content = try #require(Self.content(from: "2018-01-01").object)
        content["answeredRequests"] = [1]
        #expect(
            try published().refusal("2018-01-01", "revise-interview-guide", .object(content))?.code
                == "revision-request-unknown")
    }
}
