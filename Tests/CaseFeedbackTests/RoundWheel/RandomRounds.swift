import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// Two units that do whatever comes to somebody's mind, on whatever day: what the rules refuse is left out, the rest is a
/// history that can happen.
struct RandomRounds {
    private(set) var log: Scenario
    private var generator: SeededGenerator
    private var names = 0
    /// How many days into the year the history has come.
    private var clock = 0

    static let units = ["majorna", "linne"]
    static let children = 0..<5

    init(seed: UInt64, commands: Int) throws {
        generator = SeededGenerator(seed: seed)
        let scenario = try RoundScenario.enrolled().around(
            "2017-01-01", "register-unit",
            ["unit": "linne", "label": ["sv": "Linné"], "committee": "sdn-majorna", "validFrom": "2011-01-01"])
        var other = scenario
        other.unit = "linne"
        log = try other.given("2018-01-10", "enrol-unit", ["guide": "guide", "template": "matrix"]).log
        for unit in Self.units {
            var started = RoundScenario(log: log)
            started.unit = unit
            log = try started.selecting(0, 1, 2).consenting(0, 1, on: "2018-01-16")
                .given("2018-01-16", "enter-phase", ["phase": "interviews"]).log
        }
        for number in 0..<commands {
            clock = number * 300 / commands
            try attempt()
        }
        try recordCaseWorkersLate()
    }

    /// Everybody who interviewed a child turns out to have been its case worker, which chance alone seldom brings about.
    private mutating func recordCaseWorkersLate() throws {
        for event in log.events where event.type == InterviewHeld.type || event.type == InterviewInterrupted.type {
            let day = event.envelope.occurred.day.description
            var data = RoundScenario.Data()
            data["child"] = try event.fields["child"]
            data["caseWorker"] = try event.fields["interviewer"]
            data["validFrom"] = .string(day)
            do { try log.record(day, "record-case-worker", .object(data)) } catch is Refusal {}
        }
    }

    /// Mostly about the time that has come, sometimes any day: late, and then and again much too late.
    private mutating func occurredDay() -> Day {
        guard Int.random(in: 0..<4, using: &generator) > 0 else { return anyDay() }
        return Day(daysSince1970: Int32(17_545 + clock + Int.random(in: -3...3, using: &generator)))
    }

    mutating func anyDay() -> Day {
        Day(daysSince1970: Int32(17_540 + Int.random(in: 0..<300, using: &generator)))
    }

    mutating func anyAsOf() throws -> AsOf {
        let day = anyDay()
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return .now
        case 1:
            let noon = try Instant(jsonString: "\(day)T12:00:00Z")
            return .instant(noon, lastWholeDay: day.adding(days: -1))
        default: return .day(day)
        }
    }

    private mutating func attempt() throws {
        var data: RoundScenario.Data = [
            "cycle": "2017-2018", "unit": .string(pick(Self.units)), "child": ref(pick(Array(Self.children))),
        ]
        let type = pick(Self.types)
        if type.hasSuffix("case-worker") {
            data = ["child": data["child"] ?? "", "validFrom": .string(anyDay().description)]
            if type == "record-case-worker" { data["caseWorker"] = .string(pick(["p-1", "p-2", "p-3"])) }
        } else {
            data.merge(details(of: type)) { $1 }
            if Self.typesWithoutChild.contains(type) { data["child"] = nil }
        }
        let day = occurredDay().description
        let moment = pick([day, day, "\(day)T09:30:00Z", "\(day)T14:00:00Z"])
        do {
            try log.record(moment, type, .object(data))
        } catch is Refusal {}
    }

    private static let typesWithoutChild: Set<String> = [
        "enter-phase", "cancel-interview", "record-statement", "retract-statement", "hold-seminar",
    ]

    private static let types =
        [
            "send-invitation", "record-no-reply", "record-no-reply", "interrupt-interview", "interrupt-interview",
            "enter-phase",
            "select-child", "select-child", "send-invitation", "record-decline",
            "record-no-reply", "cancel-interview", "interrupt-interview", "record-statement", "record-statement",
            "retract-statement", "hold-seminar", "schedule-interview", "schedule-interview", "record-case-worker",
            "end-case-worker",
        ] + Array(repeating: "record-guardian-consent", count: 4) + Array(repeating: "record-assent", count: 4)
        + Array(repeating: "hold-interview", count: 4)
        + Array(repeating: "cancel-interview", count: 3)
        + Array(repeating: "record-case-worker", count: 4)

    private mutating func details(of type: String) -> RoundScenario.Data {
        switch type {
        case "enter-phase":
            [
                "phase": .string(pick(["interviews", "interviews", "interviews", "seminar", "planning", "report"])),
                "reason": "?",
            ]
        case "select-child":
            ["ageBand": .string(pick(["13-15", "18-20"])), "service": "s", "caseStatus": "open"]
        case "record-decline": ["by": .string(pick(["child", "guardian"])), "reason": "r"]
        case "record-guardian-consent": ["answer": .string(pick(["given", "given", "given", "refused", "withdrawn"]))]
        case "record-assent": ["answer": .string(pick(["given", "given", "given", "withdrawn"]))]
        case "schedule-interview":
            [
                "interview": interview(), "interviewer": .string(pick(["p-1", "p-3"])),
                "plannedOn": .string(anyDay().description),
            ]
        case "cancel-interview": ["interview": interview(), "reason": "r"]
        case "hold-interview":
            ["interview": interview(), "interviewer": .string(pick(["p-1", "p-3"])), "guide": "guide"]
        case "interrupt-interview":
            ["interview": interview(), "interviewer": .string(pick(["p-1", "p-3"])), "guide": "guide", "reason": "r"]
        case "record-statement":
            [
                "statement": newName("s"), "interview": interview(), "topic": "contact", "aspect": "wished",
                "text": "Ja.",
            ]
        case "retract-statement":
            ["statement": .string("s-\(Int.random(in: 0...max(1, names), using: &generator))"), "reason": "r"]
        case "hold-seminar": ["leader": "p-3", "participantCount": 5]
        default: [:]
        }
    }

    private mutating func interview() -> JSONValue { .string("i-\(Int.random(in: 0..<8, using: &generator))") }

    private mutating func newName(_ kind: String) -> JSONValue {
        names += 1
        return .string("\(kind)-\(names)")
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &generator)]
    }
}
