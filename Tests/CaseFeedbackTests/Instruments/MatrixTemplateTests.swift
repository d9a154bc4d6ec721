import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A matrix template` {
    private func template(_ scenario: Scenario) throws -> MatrixTemplate {
        try scenario.state(of: .matrixTemplate(id("arsrapport")))
    }

    private func adopt(from day: JSONValue, columns: JSONValue?, label: JSONValue? = ["sv": "Egen matris"]) -> JSONValue
    {
        var data: [String: JSONValue] = ["template": "arsrapport", "validFrom": day]
        data["columns"] = columns
        data["label"] = label
        return .object(data)
    }

    private let column: JSONValue = ["code": "barn", "label": ["sv": "Barnen säger"], "kind": "experience"]

    @Test func `without columns is the neutral one, and says so`() throws {
        let scenario = try Scenario.joined()
            .given("2017-09-01", "adopt-matrix-template", ["template": "arsrapport", "validFrom": "2017-09-01"])
        let version = try #require(try template(scenario).version(on: try day("2018-01-01")))
        #expect(version.content == MatrixTemplate.neutralDefault)
        #expect(version.content.isNeutralDefault)
        #expect(
            version.content.columns.map(\.code.text) == [
                "experience", "already-works", "area-for-development", "proposal",
            ])
        #expect(version.content.label.text(in: .english).contains("not the model's own"))
        #expect(version.content.label.text(in: .swedish).contains("inte modellens egen"))
    }

    @Test func `of one's own has the columns given, from its day on`() throws {
        let scenario = try Scenario.joined()
            .given("2017-09-01", "adopt-matrix-template", ["template": "arsrapport", "validFrom": "2017-09-01"])
            .given("2018-09-01", "adopt-matrix-template", adopt(from: "2018-10-01", columns: [column]))
        let template = try template(scenario)
        #expect(template.version(on: try day("2018-09-30"))?.number == 1)
        #expect(template.version(on: try day("2018-10-01"))?.content.isNeutralDefault == false)
        #expect(template.version(on: try day("2018-10-01"))?.content.column(try id("barn"))?.kind == .experience)
    }

    @Test func `is given whole or not at all, with columns of different codes`() throws {
        func refusal(_ columns: JSONValue?, _ label: JSONValue?) throws -> Refusal? {
            try Scenario.joined().refusal(
                "2018-01-01", "adopt-matrix-template", adopt(from: "2018-01-01", columns: columns, label: label))
        }
        let label: JSONValue = ["sv": "Egen"]
        #expect(try refusal([column], nil)?.field == "/data/label")
        #expect(try refusal([column], nil)?.code == "template-half-given")
        #expect(try refusal(nil, label)?.field == "/data/columns")
        #expect(try refusal([], label)?.code == "template-without-columns")
        #expect(try refusal([column, column], label)?.code == "column-code-twice")
    }
}
