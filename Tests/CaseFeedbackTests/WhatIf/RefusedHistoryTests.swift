import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A history without what would have been refused` {
    /// A child that was interviewed twice, since the first time was broken off.
    private static func interviewed() throws -> RoundTale {
        var tale = RoundTale()
        try conduct(&tale, "interview-interrupted", "i1", RoundTale.child)
        try say(&tale, "s1", "i1", RoundTale.child)
        try tale.tell(
            "2018-02-02", "statement-corrected",
            ["statement": "s1", "child": .string(RoundTale.child), "text": ["protected": "personal"]])
        try tale.tell(
            "2018-02-02", "interview-transcribed", ["interview": "i1", "child": .string(RoundTale.child)])
        try tale.tell(
            "2018-02-02", "concern-handed-over",
            ["interview": "i1", "child": .string(RoundTale.child), "to": "social-worker"])
        try conduct(&tale, "interview-held", "i2", RoundTale.child)
        try say(&tale, "s2", "i2", RoundTale.child)
        try tale.tell(
            "2018-02-03", "statement-retracted",
            ["statement": "s2", "child": .string(RoundTale.child), "reason": "mistake"])
        try tale.tell("2018-06-01", "feedback-given", ["child": .string(RoundTale.child)])
        try tale.tell(
            "2018-06-01", "finding-proposed",
            [
                "finding": "f1", "topic": "contact", "aspect": "experienced", "kind": "strength",
                "statements": ["s1", "s2"], "text": ["protected": "general"],
            ])
        return tale
    }

    @Test(arguments: [
        // The interview that was broken off, and all that came of it; feedback came of the other one.
        ([1], [1, 2, 3, 4, 5]),
        ([6], [6, 7, 8]),
        ([1, 6], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        // One statement alone.
        ([2], [2, 3]),
        ([7], [7, 8]),
        ([], []),
    ])
    func `is without what came of the same interview too`(refused: [Int64], leftOut: [Int64]) throws {
        var history = RefusedHistory(refusing: refused.map { Position($0) })
        for event in try Self.interviewed().events {
            #expect(try history.leavesOut(event) == leftOut.contains(event.position.value), "\(event.position)")
        }
        #expect(history.leftOut.map(\.position.value) == leftOut)
    }

    private static func conduct(
        _ tale: inout RoundTale, _ type: String, _ interview: String, _ child: String
    ) throws {
        let reason: [String: JSONValue] = type == "interview-interrupted" ? ["reason": "tired"] : [:]
        let data: [String: JSONValue] = [
            "interview": .string(interview), "child": .string(child), "interviewer": "p-7", "guide": "guide",
            "guideVersion": 1, "consentRuleVersion": 1,
        ]
        try tale.tell("2018-02-01", type, data.merging(reason) { told, _ in told })
    }

    private static func say(_ tale: inout RoundTale, _ statement: String, _ interview: String, _ child: String) throws {
        try tale.tell(
            "2018-02-01", "statement-recorded",
            [
                "statement": .string(statement), "interview": .string(interview), "child": .string(child),
                "topic": "contact", "aspect": "experienced", "text": ["protected": "personal"], "guide": "guide",
                "guideVersion": 1, "consentRuleVersion": 1,
            ])
    }
}
