import CaseFeedback
import CaseFeedbackService
import EventSourcing
import Foundation
import Testing

@testable import casefeedback

@Suite struct `Ending with a failure` {
    @Test(arguments: [
        (Problem.Kind.badInput, casefeedback.ExitStatus.badInput), (.refused, .refused), (.stale, .refused),
        (.idReused, .refused),
        (.notFound, .refused), (.installation, .refused), (.tryLater, .tryLater),
    ])
    func `has the status of the problem's kind`(_ kind: Problem.Kind, _ status: casefeedback.ExitStatus) {
        #expect(Failure(Problem(kind, "x")).status == status)
    }

    @Test func `has the numbers that scripts rely on`() {
        #expect(casefeedback.ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        #expect(Failure.usage("x").status.rawValue == 2)
    }

    @Test func `tells people sentence, place, value and code`() {
        let failure = Failure(
            Problem(
                .badInput, "no-such-day", ["form": "YYYY-MM-DD"], line: 3, column: 9, field: "/occurredOn",
                value: "2018-02-30"))
        let lines = failure.report(in: .english, isJSON: false).split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines.first?.hasPrefix("casefeedback: ") == true)
        #expect(lines[1] == "  line 3, column 9, field /occurredOn, value “2018-02-30”")
        #expect(lines[2] == "  (code: no-such-day)")
    }

    @Test func `tells people in Swedish`() {
        let text = Failure(Problem(.badInput, "x", line: 3, field: "/a")).report(in: .swedish, isJSON: false)
        #expect(text.contains("rad 3, fält /a"))
        #expect(text.contains("(kod: x)"))
    }

    @Test func `tells the cause where the sentence has no place for it`() {
        let failure = Failure(Problem(.tryLater, "database-unavailable", ["detail": "connection refused"]))
        #expect(failure.report(in: .english, isJSON: false).contains("\n  connection refused\n"))
    }

    @Test func `says what an import committed before it stopped`() throws {
        var failure = Failure(Problem(.refused, "seminar-not-held", line: 7))
        failure.committed = try LogPosition(parsing: "cases/1480/12")
        #expect(failure.report(in: .english, isJSON: false).contains("Recorded up to cases/1480/12"))
        #expect(failure.report(in: .english, isJSON: true).contains(#""committed":"cases/1480/12""#))
    }

    @Test func `tells programs the members of a problem document, in one line`() throws {
        let failure = Failure(
            Problem(
                .badInput, "no-such-day", ["form": "YYYY-MM-DD"], line: 3, field: "/occurredOn", value: "2018-02-30"))
        let text = failure.report(in: .english, isJSON: true)
        #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["type"] as? String == "urn:casefeedback:problem:no-such-day")
        #expect(object["line"] as? Int == 3)
        #expect(object["field"] as? String == "/occurredOn")
        #expect(object["value"] as? String == "2018-02-30")
        #expect((object["detail"] as? String)?.isEmpty == false)
    }

    @Test func `never repeats what looks like a personal identity number`() {
        let failure = Failure.usage("malformed-identifier", field: "--unit", value: "19121212-1212")
        #expect(!failure.report(in: .english, isJSON: false).contains("1212"))
        #expect(!failure.report(in: .english, isJSON: true).contains("1212"))
    }
}

@Suite struct `The command line's own sentences` {
    @Test func `have the same slots in both languages`() {
        for (code, sentence) in CommandLineSentences.sentences {
            let (swedish, english) = (Sentence(sv: sentence.swedish, en: ""), Sentence(sv: "", en: sentence.english))
            #expect(swedish.slots == english.slots, "\(code)")
        }
    }

    @Test func `stand for codes that the domain has no sentence for`() {
        for code in CommandLineSentences.sentences.keys { #expect(Refusals.sentence(for: code) == nil, "\(code)") }
    }
}
