import CanonicalJSON
import EventSourcing
import Foundation
import Testing

@testable import CaseFeedback

@Suite struct `A sentence` {
    private let sentence = Sentence(sv: "Enheten {unit} i {cycle}.", en: "{unit} in {cycle}")

    @Test func `has its slots filled in the language asked for`() {
        let values = ["unit": "majorna", "cycle": "2017-2018"]
        #expect(sentence.text(in: .swedish, filling: values) == "Enheten majorna i 2017-2018.")
        #expect(sentence.text(in: .english, filling: values) == "majorna in 2017-2018")
    }

    @Test func `shows an ellipsis for what is not given, and never fills a value's own braces`() {
        #expect(sentence.text(in: .english, filling: ["unit": "{cycle}"]) == "{cycle} in …")
        #expect(Sentence(sv: "} { {a", en: "").text(in: .swedish, filling: ["a": "x"]) == "} { {a")
    }

    @Test(arguments: [("0", "0 rader, 0 rows"), ("1", "1 rad, 1 row"), ("12", "12 rader, 12 rows")])
    func `says what is counted as one or as many`(count: String, words: String) {
        let sentence = Sentence(sv: "{rows.count|rad|rader}, ", en: "{rows.count|row|rows}")
        #expect(sentence.slots == ["rows.count"])
        #expect(Language.allCases.map { sentence.text(in: $0, filling: ["rows.count": count]) }.joined() == words)
    }

    @Test func `puts terms into words, and labels into the language`() {
        let payload: JSONValue = [
            "topic": "contact", "label": ["sv": "Omgång", "en": "Round"], "other": ["sv": "Bara svenska"],
            "units": ["a", "b"], "text": ["protected": "personal"], "questions": [["topic": "knowledge"]],
        ]
        let swedish = EventSentences.slots(of: payload, in: .swedish)
        let english = EventSentences.slots(of: payload, in: .english)
        #expect(swedish["topic"] == "kontakten med socialtjänsten")
        #expect([swedish["label"], english["label"], english["other"]] == ["Omgång", "Round", "Bara svenska"])
        #expect([english["units"], english["units.count"], english["questions.count"]] == ["a, b", "2", "1"])
        #expect(english["text"] == nil)
    }
}

@Suite struct `The tables of sentences` {
    private let tables = Refusals.tables + EventSentences.tables + Findings.tables

    @Test func `name no code twice`() {
        let codes = Refusals.tables.flatMap(\.keys)
        #expect(Dictionary(grouping: codes) { $0 }.filter { $1.count > 1 }.keys.sorted() == [])
    }

    @Test func `give a word of a vocabulary one meaning`() {
        let words = Terms.tables.flatMap { table in table.flatMap { name, terms in terms.keys.map { "\(name): \($0)" } }
        }
        #expect(Dictionary(grouping: words) { $0 }.filter { $1.count > 1 }.keys.sorted() == [])
    }

    @Test func `have the same slots in both languages`() {
        for (code, sentence) in tables.flatMap({ $0 }) {
            let slots = [Sentence(sv: sentence.swedish, en: ""), Sentence(sv: "", en: sentence.english)].map(\.slots)
            #expect(slots[0] == slots[1], "\(code)")
        }
    }

    @Test func `are whole sentences in both languages`() {
        for (code, sentence) in tables.flatMap({ $0 }) {
            for language in Language.allCases {
                let text = sentence.template(in: language)
                #expect(text.count > 10 && (".”".contains(text.last ?? " ")), "\(code): \(text)")
            }
            #expect(sentence.swedish != sentence.english, "\(code)")
        }
    }

    @Test(arguments: JSONFault.Code.allCases)
    func `know every fault of a text`(code: JSONFault.Code) {
        #expect(Refusals.sentence(for: code.rawValue) != nil)
    }

    @Test func `put every expectation and kind of value into words`() {
        for expectation in JSONFault.Expectation.allCases.map(\.rawValue) + JSONValue.Kind.allCases.map(\.rawValue) {
            #expect(Terms.label(of: expectation, in: "expected", language: .swedish) != nil, "\(expectation)")
        }
    }

    @Test func `put every term into words`() {
        func expectLabels<T: Term>(_: T.Type) {
            for term in T.allCases {
                #expect(Terms.label(of: term.rawValue, in: T.vocabulary, language: .english) != nil, "\(term)")
            }
        }
        expectLabels(Topic.self)
        expectLabels(Aspect.self)
        expectLabels(Role.self)
        expectLabels(ColumnKind.self)
        expectLabels(ConsentParty.self)
    }

    @Test(arguments: Catalogue.events)
    func `tell every event in words that its payload can fill`(kind: EventKind) throws {
        let sentence = try #require(EventSentences.sentence(for: kind.type))
        let payload = try #require(Golden.read(kind.type, kind.schemaVersion)["payload"])
        for language in Language.allCases {
            #expect(sentence.slots.isSubset(of: EventSentences.slots(of: payload, in: language).keys))
            #expect(!EventSentences.text(of: kind.type, payload: payload, in: language).contains("…"))
        }
    }

    /// Reads the sources: a code that is spelled in a refusal and has no sentence would reach people as a code. Command line
    /// and HTTP have sentences of their own, beside what they refuse.
    @Test func `know every code that anything is refused with`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources").standardizedFileURL
        var codes: Set<String> = []
        var toldElsewhere: Set<String> = []
        for folder in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil) {
            let files = FileManager.default.enumerator(
                at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                let text = try String(contentsOf: file, encoding: .utf8)
                let inDomain = /(?:Refusal\(|InvalidValue\(code: |refuse\(|fault\(|innerCode: )\s*"([a-z0-9-]+)"/
                let inService = /(?:Problem|self\.init)\(\s*\.[a-zA-Z]+,\s*"([a-z0-9-]+)"/
                codes.formUnion(text.matches(of: inDomain).map { String($0.1) })
                codes.formUnion(text.matches(of: inService).map { String($0.1) })
                toldElsewhere.formUnion(text.matches(of: /"([a-z0-9-]+)": Sentence\(/).map { String($0.1) })
            }
        }
        let parts = Set(["first-age", "order", "nobody", "twice"])
        #expect(codes.count > 60, "the sources were not found")
        let untold = codes.subtracting(parts).subtracting(toldElsewhere).filter { Refusals.sentence(for: $0) == nil }
        #expect(untold.sorted() == [])
    }
}
