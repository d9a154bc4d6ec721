import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback
@testable import CaseFeedbackDocuments

@Suite struct `An answer in JSON` {
    @Test func `is canonical, and says whose log it shows, of what nature and how far`() throws {
        let day = try Day(jsonString: "2018-09-13")
        let rows = try WheelSamples.rows(12, phases: [.report, .seminar])
        let standpoint = try WheelSamples.standpoint(asOf: .day(day), knownAt: .position(Position(99)))
        let value = try CanonicalJSON.value(reading: WheelDocument(rows, from: standpoint).json)
        #expect(value["organisation"] == "1480" && value["nature"] == "demonstration")
        #expect(value["position"] == "cases/1480/1234" && value["asOf"] == "2018-09-13" && value["knownAt"] == "#99")
        #expect(value["units"]?.array?.count == 12)
        #expect(value["totals"]?["units"] == 12 && value["totals"]?["phases"] == ["report": 6, "seminar": 6])
        let held = Int64(rows.map(\.counts.held).reduce(0, +))
        #expect(value["totals"]?["counts"]?["held"] == .integer(held))
    }

    @Test func `leaves out as-of and known-at where nobody asked`() throws {
        let value = try CanonicalJSON.value(reading: WheelDocument([], from: try WheelSamples.standpoint()).json)
        #expect(value["asOf"] == nil && value["knownAt"] == nil)
    }

    @Test func `says of a difference what both moments were on both axes, also where nobody asked`() throws {
        let day = try Day(jsonString: "2018-06-30")
        let document = DifferenceDocument(
            [String](), from: try WheelSamples.standpoint(asOf: .day(day)),
            to: try WheelSamples.standpoint(knownAt: .position(Position(99)), position: 99), lines: [], in: .english)
        let value = try CanonicalJSON.value(reading: document.json)
        #expect(value["before"] == ["asOf": "2018-06-30", "knownAt": "head", "position": "cases/1480/1234"])
        #expect(value["after"] == ["asOf": "now", "knownAt": "#99", "position": "cases/1480/99"])
    }

    @Test func `counts a unit in two cycles once`() throws {
        let rows = try ["2017-2018", "2018-2019"].map { try WheelSamples.row("Angered", phase: .report, cycle: $0) }
        let totals = WheelTotals(of: rows)
        #expect(totals.units == 1 && totals.rounds == 2 && totals.counts.held == 10)
    }

    @Test func `has an object in the place of every protected text, whatever became of it`() throws {
        let day = try Day(jsonString: "2019-02-01")
        let table: [(RevealedText, JSONValue)] = [
            (.text("ord"), ["text": "ord"]),
            (.erased(on: day, decision: "SN 1"), ["erased": ["on": "2019-02-01", "decision": "SN 1"]]),
            (.withdrawn(on: day), ["withdrawn": ["on": "2019-02-01"]]),
            (.withheld(reason: "not-general"), ["withheld": ["reason": "not-general"]]),
        ]
        for (text, json) in table {
            #expect(try CanonicalEncoder().encode(text) == json)
            #expect(try StrictDecoder().decode(RevealedText.self, from: json) == text)
        }
    }

    @Test func `shows of a matrix only texts that were handed in`() throws {
        let tale = try ReportTale.finalised()
        let answer = try #require(
            ReportMatrix.answer(
                cycle: Identifier("2017-2018"), unit: Identifier("majorna"), asOf: .now, from: tale.states().matrix))
        func cell(_ texts: [TextReference: RevealedText]) throws -> JSONValue? {
            let document = MatrixDocument(answer, texts: texts, from: try WheelSamples.standpoint())
            let cells = try CanonicalJSON.value(reading: document.json)["cells"]?.array ?? []
            return cells.first { $0["topic"] == "contact" && $0["aspect"] == "experienced" }
        }
        #expect(try cell(tale.texts)?["text"] == ["text": "Barnen vill bli lyssnade på."])
        #expect(try cell([:])?["text"] == ["withheld": ["reason": "not-revealed"]])
        let sources = try cell(tale.texts)?["sources"]?.array ?? []
        #expect(sources.map { $0["position"] } == [8, 9, 13])
        #expect(sources.map { $0["kind"] } == ["statement", "finding", "row"])
    }

    @Test func `tells a trail line with its sentence, and that its actor is asserted`() throws {
        let tale = try ReportTale.finalised()
        let lines = AuditTrail(child: try ChildReference(ReportTale.child)).lines(of: tale.events)
        let document = TrailDocument(lines, in: .english, next: "8", from: try WheelSamples.standpoint())
        let value = try CanonicalJSON.value(reading: document.json)
        let told = try #require(value["lines"]?.array)
        #expect(told.map { $0["position"] } == [6, 7, 8])
        #expect(told.allSatisfy { $0["isAsserted"] == true && $0["sentence"]?.string?.isEmpty == false })
        #expect(value["next"] == "8" && value["note"]?.string?.contains("verified") == true)
        #expect(!String(decoding: try document.json, as: UTF8.self).contains(ReportTale.childsWords))
    }
}
