import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// Given events: told one by one, with dense positions, and checked by being read back as the catalogue's own types.
///
/// Events of a round are told without cycle and unit; a protected text is told as its class: `["protected": "general"]`.
struct RoundTale {
    private(set) var events: [RecordedEvent] = []

    @discardableResult
    mutating func tell(
        _ day: String, _ type: String, _ data: [String: JSONValue], ofRound: Bool = true, provenance: JSONValue? = nil
    ) throws -> Position {
        let position = Position(Int64(events.count + 1))
        let round: [String: JSONValue] = ofRound ? ["cycle": "2017-2018", "unit": "majorna"] : [:]
        let payload = CanonicalJSON.bytes(of: .object(data.merging(round) { told, _ in told }))
        func event(in stream: StreamName) throws -> RecordedEvent {
            RecordedEvent(
                envelope: EventEnvelope(
                    log: LogID(organisation: try OrganisationID("1480"), kind: .cases), position: position,
                    recordedAt: Instant(microsecondsSince1970: 1_600_000_000_000_000 + position.value * 60_000_000),
                    stream: stream, version: 1, eventID: UUIDValue(high: 1, low: UInt64(position.value)),
                    type: try TypeName(type), schemaVersion: 1, commandID: UUIDValue(high: 2, low: 2), ordinal: 0,
                    occurred: Occurrence(day: try Day(jsonString: day)), recordedBy: "os#anna", actorVerified: false,
                    performedBy: nil, role: "process-leader", ground: "test", causationID: nil, correlationID: nil,
                    secrecy: .open, retention: .activity, programVersion: "test",
                    provenance: provenance.map(CanonicalJSON.bytes)), payload: payload)
        }
        let stream = try Catalogue.decode(event(in: StreamName("unknown"))).stream
        events.append(try event(in: stream))
        return position
    }

    /// The matrix's states, by the events up to a position that the projection asks for.
    func states(upTo position: Position? = nil) throws -> [String: MatrixState] {
        var states = FoldedStates<ReportMatrix>()
        for event in events where position.map({ event.position <= $0 }) ?? true { try states.fold(event.folded) }
        return states.states
    }

    func answer(asOf: AsOf = .now) throws -> MatrixAnswer? {
        ReportMatrix.answer(
            cycle: try Identifier("2017-2018"), unit: try Identifier("majorna"), asOf: asOf, from: try states())
    }

    /// A unit with one child, two statements and two findings, one for each kind, and a proposal.
    static func analysed() throws -> RoundTale {
        var tale = RoundTale()
        let column: (String, String) -> JSONValue = {
            ["code": .string($0), "label": ["sv": .string($0)], "kind": .string($1)]
        }
        try tale.tell(
            "2017-01-01", "matrix-template-adopted",
            [
                "template": "matris", "version": 1, "validFrom": "2017-01-01", "label": ["sv": "Matris"],
                "columns": [
                    column("erfarenhet", "experience"), column("styrka", "strength"), column("forslag", "proposal"),
                ],
                "isNeutralDefault": false,
            ], ofRound: false)
        try tale.tell("2017-09-01", "unit-enrolled", ["guide": "guide", "template": "matris"])
        try tale.tell(
            "2017-10-01", "child-selected",
            ["child": .string(child), "ageBand": "13-15", "service": "stod", "caseStatus": "open"])
        for (statement, day) in [("s1", "2018-02-01"), ("s2", "2018-02-02")] {
            try tale.tell(
                day, "statement-recorded",
                [
                    "statement": .string(statement), "interview": "i1", "child": .string(child), "topic": "contact",
                    "aspect": "experienced", "text": ["protected": "personal"], "guide": "guide", "guideVersion": 1,
                    "consentRuleVersion": 1,
                ])
        }
        for (finding, kind, statement) in [("f1", "strength", "s1"), ("f2", "development", "s2")] {
            try tale.tell(
                "2018-04-01", "finding-proposed",
                [
                    "finding": .string(finding), "topic": "contact", "aspect": "experienced", "kind": .string(kind),
                    "statements": [.string(statement)], "text": ["protected": "general"],
                ])
        }
        try tale.tell("2018-04-02", "finding-accepted", ["finding": "f1"])
        try tale.tell(
            "2018-04-03", "development-proposal-made",
            ["proposal": "p1", "findings": ["f2"], "text": ["protected": "general"]])
        return tale
    }

    static let child = "B-7K4Q-X2M9"

    mutating func draft(_ day: String = "2018-05-01") throws -> Position {
        try tell(
            day, "report-draft-started",
            [
                "report": "r1", "template": "matris", "templateVersion": 1,
                "columns": ["erfarenhet", "styrka", "forslag"],
            ])
    }

    mutating func row(_ day: String, columns: [JSONValue], findings: [JSONValue]) throws -> Position {
        try tell(
            day, "matrix-row-written",
            [
                "report": "r1", "topic": "contact", "aspect": "experienced",
                "cells": .array(columns.map { ["column": $0, "text": ["protected": "general"]] }),
                "findings": .array(findings), "proposals": [],
            ])
    }
}
