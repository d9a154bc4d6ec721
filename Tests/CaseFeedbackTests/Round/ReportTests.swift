import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Drafting a report` {
    private let drafting: RoundScenario

    init() throws { drafting = try RoundScenario.drafting() }

    @Test func `needs a compiler and the template of the round, and happens once`() throws {
        let report = try RoundScenario.analysed().given("2018-05-01", "enter-phase", ["phase": "report"])
        let draft: RoundScenario.Data = ["report": "r-1", "template": "matrix"]
        #expect(try report.refusal("2018-05-02", "start-draft", draft) == "compiler-not-appointed")
        let appointed = try report.given("2018-05-02", "appoint-compiler", ["compiler": "p-3"])
        #expect(
            try appointed.refusal("2018-05-02", "start-draft", ["report": "r-1", "template": "other"])
                == "template-not-of-round")
        #expect(
            try appointed.refusal("2018-05-03", "appoint-compiler", ["compiler": "p-3"]) == "compiler-already-appointed"
        )
        #expect(try drafting.refusal("2018-05-03", "start-draft", draft) == "report-already-begun")
    }

    @Test func `keeps the template's version and columns, whatever the template becomes`() throws {
        let revised = try drafting.around(
            "2018-05-03", "adopt-matrix-template",
            [
                "template": "matrix", "validFrom": "2018-05-03", "label": ["sv": "Ny"],
                "columns": [["code": "new", "label": ["sv": "Ny"], "kind": "other"]],
            ])
        #expect(try revised.round.report?.templateVersion == 1)
        #expect(try revised.refusal("2018-05-10", "write-matrix-row", RoundScenario.row()) == nil)
        #expect(
            try revised.refusal("2018-05-10", "write-matrix-row", RoundScenario.row(column: "new"))
                == "column-not-in-template")
    }

    @Test func `writes rows of known columns, accepted findings and standing proposals`() throws {
        let row = RoundScenario.row()
        let twice: JSONValue = [
            ["column": "experience", "text": "Ett."], ["column": "experience", "text": "Två."],
        ]
        let wrong: [(RoundScenario.Data, String)] = [
            (["cells": []], "row-without-cells"), (["cells": twice], "column-written-twice"),
            (["findings": ["f-9"]], "finding-not-proposed"), (["proposals": ["d-9"]], "proposal-not-made"),
            (["report": "r-9"], "report-not-begun"),
        ]
        for (change, code) in wrong {
            #expect(try drafting.refusal("2018-05-10", "write-matrix-row", row.merging(change) { $1 }) == code)
        }
    }

    @Test func `protects each cell by its place`() throws {
        let written = try drafting.given("2018-05-10", "write-matrix-row", RoundScenario.row())
        let cell = try #require(written.round.report?.currentRows(asOf: .now).first?.cells.first)
        #expect(cell.text.field == "/cells/0/text")
        #expect(written.log.words(of: cell.text) == "Barnen vill träffas oftare.")
    }

    @Test func `lets the later of two rows in one place hold`() throws {
        let written = try drafting.given("2018-05-10", "write-matrix-row", RoundScenario.row())
            .given("2018-05-12", "write-matrix-row", RoundScenario.row(column: "proposal"))
        let report = try #require(written.round.report)
        #expect(try report.currentRows(asOf: .now).map { try #require($0.cells.first).column } == [id("proposal")])
        let before = try day("2018-05-11")
        #expect(
            try report.currentRows(asOf: .day(before)).map { try #require($0.cells.first).column } == [id("experience")]
        )
    }
}

@Suite struct `Finalising a report` {
    private static let finalise: RoundScenario.Data = ["report": "r-1", "attested": true]

    @Test func `needs rows, a review since the last change, and the attestation`() throws {
        let drafting = try RoundScenario.drafting()
        #expect(try drafting.refusal("2018-05-10", "review-report", ["report": "r-1"]) == "report-without-rows")
        #expect(
            try drafting.refusal("2018-05-10", "return-report", ["report": "r-1", "reason": "Tom."])
                == "report-without-rows")
        #expect(try drafting.refusal("2018-05-10", "finalise-report", Self.finalise) == "report-without-rows")
        let written = try drafting.given("2018-05-10", "write-matrix-row", RoundScenario.row())
        #expect(try written.refusal("2018-05-11", "finalise-report", Self.finalise) == "report-not-reviewed")
        let reviewed = try written.given("2018-05-11", "review-report", ["report": "r-1"])
        #expect(
            try reviewed.refusal("2018-05-12", "finalise-report", ["report": "r-1", "attested": false])
                == "attestation-missing")
        #expect(try reviewed.refusal("2018-05-09", "finalise-report", Self.finalise) == "row-written-later")
        let returned = try reviewed.given("2018-05-12", "return-report", ["report": "r-1", "reason": "Otydligt."])
        #expect(try returned.refusal("2018-05-13", "finalise-report", Self.finalise) == "report-not-reviewed")
        let rewritten = try reviewed.given("2018-05-12", "write-matrix-row", RoundScenario.row())
        #expect(try rewritten.refusal("2018-05-13", "finalise-report", Self.finalise) == "report-not-reviewed")
        #expect(try reviewed.refusal("2018-05-12", "finalise-report", Self.finalise) == nil)
    }

    @Test func `names the rows that make up the content, and its compiler`() throws {
        let drafting = try RoundScenario.drafting().given("2018-05-10", "write-matrix-row", RoundScenario.row())
            .given("2018-05-11", "write-matrix-row", RoundScenario.row())
            .given("2018-05-15", "review-report", ["report": "r-1"])
        let event = try drafting.when("2018-05-20", "finalise-report", Self.finalise)
        #expect(event["compiler"] == "p-3")
        let last = try #require(drafting.round.report?.rows.last?.fact.position)
        #expect(event["rows"] == [.integer(last.value)])
    }

    @Test(
        arguments: [
            ("write-matrix-row", RoundScenario.row()), ("review-report", ["report": "r-1"]),
            ("return-report", ["report": "r-1", "reason": "Nej."]), ("finalise-report", finalise),
        ] as [(String, RoundScenario.Data)])
    func `is for ever: nothing changes the content, not even a late entry`(
        type: String, data: RoundScenario.Data
    ) throws {
        let finalised = try RoundScenario.finalised()
        #expect(try finalised.refusal("2018-05-25", type, data) == "report-finalised")
        #expect(try finalised.refusal("2018-05-16", type, data) == "report-finalised")
    }

    @Test func `leaves the content as it was whatever is corrected, and a row that slips in is no part of it`() throws {
        let finalised = try RoundScenario.finalised()
        let content = try #require(finalised.round.report?.currentRows(asOf: .now))
        let corrected = try finalised.given(
            "2018-06-01", "correct-report", ["report": "r-1", "topic": "contact", "aspect": "wished", "text": "Två."])
        #expect(try corrected.round.report?.currentRows(asOf: .now) == content)
        #expect(try corrected.round.report?.corrections.count == 1)
        let row = try #require(finalised.log.events.last { $0.type == MatrixRowWritten.type })
        var round = try finalised.round
        try round.evolve(row.folded)
        #expect(round.report?.rows.count == 1)
    }

    @Test func `comes before registering, correcting and submitting`() throws {
        let drafting = try RoundScenario.drafting()
        let register: RoundScenario.Data = ["report": "r-1", "registrationNumber": "SN 2018/123"]
        let correct: RoundScenario.Data = ["report": "r-1", "text": "Nej."]
        for (type, data) in [
            ("register-report", register), ("correct-report", correct), ("submit-report", ["report": "r-1"]),
        ] {
            #expect(try drafting.refusal("2018-05-20", type, data) == "report-not-finalised")
        }
        let finalised = try RoundScenario.finalised()
        #expect(
            try finalised.refusal("2018-05-25", "correct-report", correct.merging(["topic": "contact"]) { $1 })
                == "row-half-named")
        let registered = try finalised.given("2018-05-21", "register-report", register)
        #expect(try registered.refusal("2018-05-22", "register-report", register) == "report-already-registered")
    }

    @Test func `lets it go to the committee that the unit belongs to on that day`() throws {
        let moved = try RoundScenario.finalised()
            .around(
                "2018-05-20", "establish-committee",
                ["committee": "new", "label": ["sv": "Ny nämnd"], "validFrom": "2018-06-01"]
            )
            .around("2018-05-20", "move-unit", ["unit": "majorna", "committee": "new", "validFrom": "2018-06-01"])
        #expect(try moved.when("2018-05-31", "submit-report", ["report": "r-1"])["committee"] == "sdn-majorna")
        #expect(try moved.when("2018-06-01", "submit-report", ["report": "r-1"])["committee"] == "new")
        let submitted = try moved.given("2018-05-31", "submit-report", ["report": "r-1"])
        #expect(try submitted.refusal("2018-05-31", "submit-report", ["report": "r-1"]) == "report-already-submitted")
        let before = try submitted.given("2018-05-31", "enter-phase", ["phase": "committee"])
        let present: RoundScenario.Data = ["report": "r-1", "byRole": "social-worker"]
        #expect(try before.refusal("2018-06-02", "present-report", present) == "report-not-submitted")
        #expect(try before.refusal("2018-05-31", "present-report", present) == nil)
    }
}
