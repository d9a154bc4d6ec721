import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Selecting a child` {
    private static func traits(_ number: Int, band: String = "13-15", service: String = "s", status: String = "open")
        -> RoundScenario.Data
    {
        ["child": ref(number), "ageBand": .string(band), "service": .string(service), "caseStatus": .string(status)]
    }

    @Test func `twice in one round is refused`() throws {
        let scenario = try RoundScenario.enrolled().selecting(0)
        #expect(try scenario.refusal("2018-01-16", "select-child", Self.traits(0)) == "child-already-selected")
    }

    @Test(arguments: [
        ("16-17", "s", "open", "outside-selection-frame"), ("13-15", "t", "open", "outside-selection-frame"),
        ("13-15", "s", "closed", "outside-selection-frame"), ("13-15", "s", "open", nil),
    ])
    func `keeps inside the frame, once there is one`(
        band: String, service: String, status: String, code: String?
    ) throws {
        let frame: RoundScenario.Data = [
            "caseStatuses": ["open"], "services": ["s"], "ageBands": ["13-15"], "wantedCount": 8,
        ]
        let scenario = try RoundScenario.enrolled().given("2018-01-11", "define-selection-frame", frame)
        let traits = Self.traits(0, band: band, service: service, status: status)
        #expect(try scenario.refusal("2018-01-15", "select-child", traits) == code)
    }

    @Test func `needs a consent rule in force`() throws {
        let without = try RoundScenario(
            log: Scenario.joined()
                .given(
                    "2017-01-01", "establish-committee",
                    ["committee": "c", "label": ["sv": "C"], "validFrom": "2011-01-01"]
                )
                .given(
                    "2017-01-01", "register-unit",
                    ["unit": "majorna", "label": ["sv": "M"], "committee": "c", "validFrom": "2011-01-01"]
                )
                .given(
                    "2017-01-01", "open-cycle",
                    ["cycle": "2017-2018", "label": ["sv": "1"], "starts": "2017-01-01", "ends": "2018-01-01"]
                )
                .given("2017-01-02", "adopt-matrix-template", ["template": "matrix", "validFrom": "2017-01-01"])
                .given(
                    "2017-01-02", "publish-interview-guide",
                    [
                        "guide": "guide", "validFrom": "2017-01-01", "label": ["sv": "G"],
                        "questions": [["code": "q", "topic": "contact", "wording": "?"]],
                    ])
        ).given("2017-02-01", "enrol-unit", ["guide": "guide", "template": "matrix"])
        #expect(try without.refusal("2017-02-02", "select-child", Self.traits(0)) == "consent-rule-not-in-force")
    }

    @Test(arguments: ["", "13", "15-13", "013-15", "13-26", "13–15", "a-b", "1-2-3", "-1-3"])
    func `with a malformed age band is refused`(band: String) {
        #expect(throws: InvalidValue.self) { try AgeBand(jsonString: band) }
    }

    @Test func `asks in turn, so that what is missing can be said`() throws {
        let scenario = try RoundScenario.enrolled().selecting(0)
        #expect(try scenario.refusal("2018-01-16", "record-no-reply", ["child": ref(0)]) == "invitation-not-sent")
        #expect(try scenario.refusal("2018-01-16", "send-invitation", ["child": ref(1)]) == "child-not-selected")
        #expect(try scenario.refusal("2018-01-14", "send-invitation", ["child": ref(0)]) == "child-not-selected")
    }

    @Test func `is over for a child that was interviewed`() throws {
        let scenario = try RoundScenario.interviewed()
        #expect(try scenario.refusal("2018-02-11", "send-invitation", ["child": ref(0)]) == "child-already-interviewed")
        let decline: RoundScenario.Data = ["child": ref(0), "by": "child", "reason": "no-time"]
        #expect(try scenario.refusal("2018-02-11", "record-decline", decline) == "child-already-interviewed")
        #expect(try scenario.refusal("2018-02-11", "record-no-reply", ["child": ref(0)]) == "child-already-interviewed")
    }

    @Test func `keeps the words of a decline from the payload, under the child's own key`() throws {
        let scenario = try RoundScenario.enrolled().selecting(0)
        let event = try scenario.when(
            "2018-01-18", "record-decline",
            ["child": ref(0), "by": "guardian", "reason": "other", "text": "Vill inte prata om det."])
        #expect(event["text"] == ["protected": "personal"])
    }
}

@Suite struct `A guardian's consent` {
    private let selected: RoundScenario

    init() throws { selected = try RoundScenario.enrolled().selecting(0) }

    private static func says(_ answer: String) -> RoundScenario.Data { ["child": ref(0), "answer": .string(answer)] }

    /// What was said before, what is said now, and the refusal.
    @Test(arguments: [
        ([], "given", nil), ([], "refused", nil), ([], "withdrawn", "guardian-consent-not-given"),
        (["given"], "given", "guardian-consent-already-given"), (["given"], "withdrawn", nil),
        (["given"], "refused", "guardian-consent-already-given"),
        (["refused"], "refused", "guardian-consent-already-refused"), (["refused"], "given", nil),
        (["given", "withdrawn"], "withdrawn", "guardian-consent-already-withdrawn"),
        (["given", "withdrawn"], "given", nil),
    ])
    func `is given, refused or withdrawn in an order that makes sense`(
        before: [String], now: String, code: String?
    ) throws {
        let scenario = try before.reduce(selected) {
            try $0.given("2018-01-16", "record-guardian-consent", Self.says($1))
        }
        #expect(try scenario.refusal("2018-01-17", "record-guardian-consent", Self.says(now)) == code)
    }

    @Test func `can be withdrawn in every phase, and given only while children are asked`() throws {
        let closed = try RoundScenario.interviewed()
            .given("2018-05-01", "enter-phase", ["phase": "closed", "reason": "Slut."])
        #expect(try closed.refusal("2019-01-01", "record-guardian-consent", Self.says("withdrawn")) == nil)
        #expect(
            try closed.refusal("2019-01-01", "record-guardian-consent", ["child": ref(1), "answer": "withdrawn"]) == nil
        )
        #expect(
            try closed.selectingLate().refusal(
                "2019-01-01", "record-guardian-consent", ["child": ref(2), "answer": "given"]) == "phase-does-not-allow"
        )
    }

    @Test func `of the child may be taken back although nobody wrote down a yes`() throws {
        #expect(try selected.refusal("2018-01-16", "record-assent", Self.says("withdrawn")) == nil)
        let withdrawn = try selected.given("2018-01-16", "record-assent", Self.says("withdrawn"))
        #expect(
            try withdrawn.refusal("2018-01-17", "record-assent", Self.says("withdrawn")) == "assent-already-withdrawn")
        let given = try selected.given("2018-01-16", "record-assent", Self.says("given"))
        #expect(try given.refusal("2018-01-17", "record-assent", Self.says("given")) == "assent-already-given")
    }
}

extension RoundScenario {
    fileprivate func selectingLate() throws -> RoundScenario { try selecting(2) }
}

@Suite struct `What became of a selection` {
    typealias Kind = ChildTurn.Kind

    /// The turns in their order, and the one outcome.
    static let table: [([Kind], Outcome?)] = [
        ([], nil),
        ([.invited], nil),
        ([.held], nil),
        ([.selected], .pending),
        ([.selected, .invited], .pending),
        ([.selected, .invited, .replyMissing], .noReply),
        ([.selected, .invited, .replyMissing, .invited], .pending),
        ([.selected, .invited, .replyMissing, .assentGiven], .pending),
        ([.selected, .declinedByChild], .declinedByChild),
        ([.selected, .declinedByChild, .invited], .pending),
        ([.selected, .declinedByChild, .consentGiven], .declinedByChild),
        ([.selected, .declinedByGuardian], .refusedByGuardian),
        ([.selected, .consentRefused], .refusedByGuardian),
        ([.selected, .consentRefused, .consentGiven], .pending),
        ([.selected, .consentRefused, .declinedByChild], .declinedByChild),
        ([.selected, .consentGiven, .consentWithdrawn], .withdrawn),
        ([.selected, .consentGiven, .consentWithdrawn, .invited], .withdrawn),
        ([.selected, .consentGiven, .consentWithdrawn, .consentGiven], .pending),
        ([.selected, .consentGiven, .consentWithdrawn, .assentGiven], .withdrawn),
        ([.selected, .assentWithdrawn], .withdrawn),
        ([.selected, .scheduled], .pending),
        ([.selected, .scheduled, .cancelled], .cancelled),
        ([.selected, .scheduled, .cancelled, .scheduled], .pending),
        ([.selected, .scheduled, .cancelled, .declinedByChild], .declinedByChild),
        ([.selected, .scheduled, .held], .held),
        ([.selected, .held, .consentWithdrawn], .held),
        ([.selected, .held, .assentWithdrawn], .held),
        ([.selected, .interrupted], .interrupted),
        ([.selected, .interrupted, .assentWithdrawn], .interrupted),
        ([.selected, .interrupted, .scheduled, .held], .held),
        ([.selected, .held, .replyMissing], .held),
        ([.selected, .held, .cancelled], .held),
    ]

    @Test(arguments: table) func `is one outcome`(turns: [Kind], outcome: Outcome?) {
        var standing = Standing()
        for turn in turns { standing.take(turn) }
        #expect(standing.outcome == outcome)
    }

    /// Every sequence of up to four turns after the selection: the outcome is there, and nothing takes an interview back.
    @Test func `is exactly one outcome after every sequence of turns`() {
        let kinds: [Kind] = [
            .invited, .declinedByChild, .declinedByGuardian, .replyMissing, .consentGiven, .consentRefused,
            .consentWithdrawn, .assentGiven, .assentWithdrawn, .scheduled, .cancelled, .interrupted, .held,
        ]
        var sequences: [[Kind]] = [[.selected]]
        for _ in 0..<4 {
            sequences = sequences.flatMap { sequence in kinds.map { sequence + [$0] } }
            for sequence in sequences {
                var standing = Standing()
                for turn in sequence { standing.take(turn) }
                let expected: Outcome? =
                    sequence.contains(.held) ? .held : sequence.contains(.interrupted) ? .interrupted : nil
                #expect(standing.outcome != nil)
                if let expected { #expect(standing.outcome == expected) }
                if expected == nil { #expect(standing.outcome != .held && standing.outcome != .interrupted) }
            }
        }
        #expect(sequences.count == 28561)
    }
}
