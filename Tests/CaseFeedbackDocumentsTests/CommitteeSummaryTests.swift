import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback
@testable import CaseFeedbackDocuments

@Suite struct `A committee summary` {
    @Test func `holds no child's reference, no person and no statement`() throws {
        let tale = try ReportTale.finalised()
        let summary = try tale.summary()
        let model = String(decoding: try summary.json, as: UTF8.self)
        let paper = SummaryPaper(summary, texts: tale.texts, in: .swedish).text
        for secret in [
            ReportTale.child, ReportTale.child.lowercased(), ReportTale.childsWords, "p-7", "p-9", "os#anna",
        ] {
            #expect(!model.contains(secret) && !paper.contains(secret), "\(secret)")
        }
        #expect(summary.texts.allSatisfy { $0.secrecy == .general || $0.secrecy == .open })
    }

    @Test func `holds no word of a protected text in its model, and all of them on its paper`() throws {
        let tale = try ReportTale.finalised()
        let summary = try tale.summary()
        let model = String(decoding: try summary.json, as: UTF8.self)
        let paper = SummaryPaper(summary, texts: tale.texts, in: .swedish).text
        #expect(summary.texts.count == 5)
        for reference in summary.texts {
            guard case .text(let words) = tale.texts[reference] else {
                Issue.record("no words for \(reference)")
                continue
            }
            #expect(!model.contains(words) && paper.contains(words), "\(words)")
        }
    }

    @Test func `says whose, which, when, under which number, and that it is a demonstration`() throws {
        let tale = try ReportTale.finalised()
        let paper = SummaryPaper(try tale.summary(), texts: tale.texts, in: .swedish, digest: "abc123").text
        for words in [
            "Göteborgs Stad (1480)", "Stadsdelsnämnden", "Majorna-Linné", "Första varvet", "N180-0123/18", "2018-05-10",
            "matris, version 1", "DEMONSTRATION", "cases/1480/18", "abc123", "1 barn valdes ut",
            "Publicerade källor: rapport",
            "inte modellens egna",
        ] {
            #expect(paper.contains(words), "\(words)")
        }
    }

    @Test func `is the same, byte for byte, when it is built again at its position`() throws {
        let tale = try ReportTale.finalised()
        var later = tale
        try later.tell("2018-09-01", "goal-closed", ["goal": "g1"])
        try later.tell("2018-09-02", "child-assent-withdrawn", ["child": .string(ReportTale.child)])
        #expect(try tale.summary(upTo: 16).json == later.summary(upTo: 16).json)
        #expect(try tale.summary(upTo: 16).decisions.isEmpty)
        #expect(try tale.summary(upTo: 18).decisions.count == 1)
    }

    @Test func `is refused before the report is finalised`() throws {
        let tale = try ReportTale.finalised()
        let refusal = #expect(throws: Refusal.self) { try tale.summary(upTo: 13) }
        #expect(refusal?.code == "report-not-finalised")
    }

    @Test func `withholds a text in which somebody wrote a child's reference, in either case`() throws {
        for reference in [ReportTale.child, ReportTale.child.lowercased()] {
            let tale = try ReportTale.finalised(rowText: "Som \(reference) sade.")
            let paper = SummaryPaper(try tale.summary(), texts: tale.texts, in: .swedish).text
            #expect(!paper.uppercased().contains(ReportTale.child))
            #expect(paper.contains("[visas inte: innehåller ett barns referens]"))
        }
    }

    @Test func `says in a text's place that it was erased, withdrawn or never handed in`() throws {
        let tale = try ReportTale.finalised()
        let summary = try tale.summary()
        var texts = tale.texts
        texts[summary.texts[0]] = .erased(on: try Day(jsonString: "2024-12-31"), decision: "SN 2024/1")
        texts[summary.texts[1]] = nil
        let paper = SummaryPaper(summary, texts: texts, in: .english).text
        #expect(paper.contains("[erased 2024-12-31, decision SN 2024/1]"))
        #expect(paper.contains("[not shown: the text was not revealed]"))
    }

    @Test func `reads as it did`() throws {
        let tale = try ReportTale.finalised()
        try Golden.expect(SummaryPaper(try tale.summary(), texts: tale.texts, in: .swedish).text, is: "summary.sv.md")
        try Golden.expect(String(decoding: try tale.summary().json, as: UTF8.self) + "\n", is: "summary.json")
    }
}
