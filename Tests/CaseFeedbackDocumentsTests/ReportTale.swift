import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback
@testable import CaseFeedbackDocuments

/// A report from its unit's enrolment to the goal that the committee set, told event by event.
struct ReportTale {
    static let child = "B-7K4Q-X2M9"
    static let childsWords = "Hon lyssnade aldrig på mig"

    private(set) var events: [RecordedEvent] = []
    /// The words of the protected fields, by their place.
    private(set) var texts: [TextReference: RevealedText] = [:]

    /// Words stand in `words`, by the JSON pointer of their field; their class is told in the data.
    mutating func tell(
        _ day: String, _ type: String, _ data: [String: JSONValue], ofRound: Bool = true, words: [String: String] = [:]
    ) throws {
        let position = Position(Int64(events.count + 1))
        let round: [String: JSONValue] = ofRound ? ["cycle": "2017-2018", "unit": "majorna"] : [:]
        let payload = JSONValue.object(data.merging(round) { told, _ in told })
        func event(in stream: StreamName) throws -> RecordedEvent {
            RecordedEvent(
                envelope: EventEnvelope(
                    log: LogID(organisation: try OrganisationID("1480"), kind: .cases), position: position,
                    recordedAt: Instant(microsecondsSince1970: 1_600_000_000_000_000 + position.value * 60_000_000),
                    stream: stream, version: 1, eventID: UUIDValue(high: 1, low: UInt64(position.value)),
                    type: try TypeName(type), schemaVersion: 1, commandID: UUIDValue(high: 2, low: 2), ordinal: 0,
                    occurred: Occurrence(day: try Day(jsonString: day)), recordedBy: "os#anna", actorVerified: false,
                    performedBy: nil, role: "process-leader", ground: "test", causationID: nil, correlationID: nil,
                    secrecy: .open, retention: .activity, programVersion: "test", provenance: nil),
                payload: CanonicalJSON.bytes(of: payload))
        }
        let stream = try Catalogue.decode(event(in: StreamName("unknown"))).stream
        events.append(try event(in: stream))
        for (field, text) in words {
            let secrecy: SecrecyClass = type == "statement-recorded" ? .personal : .general
            texts[TextReference(position: position, field: field, secrecy: secrecy)] = .text(text)
        }
    }

    static func finalised(rowText: String = "Barnen vill bli lyssnade på.") throws -> ReportTale {
        var tale = ReportTale()
        try tale.tell(
            "2017-01-01", "committee-established",
            ["committee": "sdn", "label": ["sv": "Stadsdelsnämnden"], "validFrom": "2011-01-01"], ofRound: false)
        try tale.tell(
            "2017-01-01", "unit-registered",
            ["unit": "majorna", "label": ["sv": "Majorna-Linné"], "committee": "sdn", "validFrom": "2011-01-01"],
            ofRound: false)
        try tale.tell(
            "2017-01-01", "matrix-template-adopted",
            [
                "template": "matris", "version": 1, "validFrom": "2017-01-01", "label": ["sv": "Matris"],
                "columns": [["code": "erfarenhet", "label": ["sv": "Erfarenhet"], "kind": "experience"]],
                "isNeutralDefault": true,
            ], ofRound: false)
        try tale.tell(
            "2017-08-01", "cycle-opened",
            ["cycle": "2017-2018", "label": ["sv": "Första varvet"], "starts": "2017-09-01", "ends": "2018-12-31"],
            ofRound: false)
        try tale.tell("2017-09-01", "unit-enrolled", ["guide": "guide", "template": "matris"])
        try tale.tell(
            "2017-10-01", "child-selected",
            ["child": .string(child), "ageBand": "13-15", "service": "stod", "caseStatus": "open"])
        try tale.tell(
            "2018-02-01", "interview-held",
            [
                "interview": "i1", "child": .string(child), "interviewer": "p-7", "guide": "guide", "guideVersion": 1,
                "consentRuleVersion": 1,
            ])
        try tale.tell(
            "2018-02-01", "statement-recorded",
            [
                "statement": "s1", "interview": "i1", "child": .string(child), "topic": "contact",
                "aspect": "experienced", "text": ["protected": "personal"], "guide": "guide", "guideVersion": 1,
                "consentRuleVersion": 1,
            ], words: ["/text": childsWords])
        try tale.tell(
            "2018-04-01", "finding-proposed",
            [
                "finding": "f1", "topic": "contact", "aspect": "experienced", "kind": "development",
                "statements": ["s1"], "text": ["protected": "general"],
            ], words: ["/text": "Alla får inte komma till tals."])
        try tale.tell("2018-04-02", "finding-accepted", ["finding": "f1"])
        try tale.tell(
            "2018-04-03", "development-proposal-made",
            ["proposal": "p1", "findings": ["f1"], "text": ["protected": "general"]],
            words: ["/text": "Börja varje möte med barnets fråga."])
        try tale.tell(
            "2018-05-01", "report-draft-started",
            ["report": "r1", "template": "matris", "templateVersion": 1, "columns": ["erfarenhet"]])
        try tale.tell(
            "2018-05-02", "matrix-row-written",
            [
                "report": "r1", "topic": "contact", "aspect": "experienced",
                "cells": [["column": "erfarenhet", "text": ["protected": "general"]]], "findings": ["f1"],
                "proposals": ["p1"],
            ], words: ["/cells/0/text": rowText])
        try tale.tell(
            "2018-05-10", "report-finalised",
            [
                "report": "r1", "template": "matris", "templateVersion": 1, "compiler": "p-9", "rows": [13],
                "attested": true,
            ])
        try tale.tell(
            "2018-05-11", "report-registered", ["report": "r1", "registrationNumber": "N180-0123/18"])
        try tale.tell("2018-05-20", "report-submitted", ["report": "r1", "committee": "sdn"])
        try tale.tell(
            "2018-06-20", "decision-taken",
            [
                "decision": "d1", "report": "r1", "committee": "sdn", "kind": "assignment",
                "text": ["protected": "general"],
            ], words: ["/text": "Förvaltningen ska återkomma."])
        try tale.tell(
            "2018-06-20", "goal-set",
            [
                "goal": "g1", "audience": "children", "decision": "d1", "proposals": ["p1"],
                "text": ["protected": "general"],
            ], words: ["/text": "Varje barn får säga sitt."])
        return tale
    }

    func states(upTo position: Int64 = .max) throws -> (wheel: [String: WheelState], matrix: [String: MatrixState]) {
        var wheel = FoldedStates<AnnualWheel>()
        var matrix = FoldedStates<ReportMatrix>()
        for event in events where event.position.value <= position {
            try wheel.fold(event.folded)
            try matrix.fold(event.folded)
        }
        return (wheel.states, matrix.states)
    }

    func summary(upTo position: Int64? = nil) throws -> CommitteeSummary {
        let end = position ?? Int64(events.count)
        let (wheel, matrix) = try states(upTo: end)
        return try CommitteeSummary(
            cycle: try Identifier("2017-2018"), unit: try Identifier("majorna"),
            from: WheelSamples.standpoint(knownAt: .position(Position(end)), position: end), wheel: wheel,
            matrix: matrix,
            provenance: [Position(8): try #require(Provenance(source: "rapport", synthetic: [""]))])
    }
}

extension Provenance {
    init?(source: String, synthetic: [String]) {
        let value: JSONValue = ["source": .string(source), "synthetic": .array(synthetic.map { .string($0) })]
        guard let read = try? StrictDecoder().decode(Provenance.self, from: value) else { return nil }
        self = read
    }
}
