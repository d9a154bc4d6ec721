import CaseFeedback
import EventSourcing

/// One unit's turn of the wheel as a made-up history tells it: ten children are selected, asked, interviewed and heard,
/// and the team sees something in what they said. About 250 events, most of them statements.
///
/// Payloads are spelled in their stored form, which is fifty times faster than encoding them.
struct SyntheticRound {
    static let childCount = 10
    private static let statementsPerInterview = 14
    private static let findingCount = 6

    let cycle: String
    let unit: String
    private let cycleID: Identifier
    private let number: Int
    private let children: [String]
    private let stream: StreamName

    init(cycle: Identifier, unit: Identifier, number: Int, by generator: inout SeededGenerator) {
        self.cycle = cycle.text
        self.unit = unit.text
        cycleID = cycle
        self.number = number
        stream = .round(cycle, unit)
        var children: [String] = []
        while children.count < Self.childCount {
            if let child = ChildReference(random: generator.next()) { children.append(child.text) }
        }
        self.children = children
    }

    /// What all units do at about the same time: a history goes through the steps, and in each through the units.
    static let stepCount = 3 + 2 * childCount + 2

    func step(_ step: Int, planned day: Day, by generator: inout SeededGenerator) -> [SyntheticContent] {
        switch step {
        case 0: enrolment(day)
        case 1...Self.childCount: selection(of: step - 1, planned: day)
        case Self.childCount + 1: [phase("interviews")]
        case Self.childCount + 2...2 * Self.childCount + 1:
            interview(with: step - Self.childCount - 2, by: &generator)
        case 2 * Self.childCount + 2: seminar(day)
        case 2 * Self.childCount + 3: findings(by: &generator)
        default: [phase("report")]
        }
    }

    private func enrolment(_ day: Day) -> [SyntheticContent] {
        [
            about(
                "unit-enrolled",
                #"{"cycle":"\#(cycle)","guide":"\#(SyntheticEvent.guide)","template":"\#(SyntheticEvent.template)","unit":"\#(unit)"}"#
            ),
            about(
                "dates-planned",
                #"{"cycle":"\#(cycle)","dates":[{"day":"\#(day)","milestone":"kick-off"},{"day":"\#(day.adding(days: 30))","milestone":"first-interview"},{"day":"\#(day.adding(days: 90))","milestone":"last-interview"},{"day":"\#(day.adding(days: 120))","milestone":"seminar"}],"unit":"\#(unit)"}"#
            ),
            about(
                "selection-frame-defined",
                #"{"ageBands":["7-9","10-12","13-15","16-18"],"caseStatuses":["closed","open"],"cycle":"\#(cycle)","services":["oppenvard","utredning"],"unit":"\#(unit)","wantedCount":\#(Self.childCount)}"#
            ),
        ]
    }

    private func selection(of index: Int, planned day: Day) -> [SyntheticContent] {
        let child = children[index]
        return [
            about(
                child, "child-selected",
                #"{"ageBand":"13-15","caseStatus":"open","child":"\#(child)","cycle":"\#(cycle)","service":"utredning","unit":"\#(unit)"}"#
            ),
            about(
                child, "invitation-sent",
                #"{"channel":"letter","child":"\#(child)","cycle":"\#(cycle)","unit":"\#(unit)"}"#),
            about(child, "guardian-consent-given", #"{"child":"\#(child)","cycle":"\#(cycle)","unit":"\#(unit)"}"#),
            about(child, "child-assent-given", #"{"child":"\#(child)","cycle":"\#(cycle)","unit":"\#(unit)"}"#),
            about(
                child, "interviewer-assigned", with: interviewer(index),
                #"{"child":"\#(child)","cycle":"\#(cycle)","interviewer":"\#(interviewer(index))","unit":"\#(unit)"}"#),
            about(
                child, "interview-scheduled", with: interviewer(index),
                #"{"child":"\#(child)","cycle":"\#(cycle)","interview":"\#(interview(index))","interviewer":"\#(interviewer(index))","plannedOn":"\#(day.adding(days: 40))","unit":"\#(unit)"}"#
            ),
        ]
    }

    private func interview(with index: Int, by generator: inout SeededGenerator) -> [SyntheticContent] {
        let child = children[index]
        let statements = (0..<Self.statementsPerInterview).map { statement in
            self.statement(statement, of: index, words: Self.words(by: &generator))
        }
        return [
            about(
                child, "interview-prepared",
                #"{"child":"\#(child)","cycle":"\#(cycle)","interview":"\#(interview(index))","unit":"\#(unit)"}"#),
            about(
                child, "interview-held", with: interviewer(index),
                #"{"child":"\#(child)","consentRuleVersion":1,"cycle":"\#(cycle)","guide":"\#(SyntheticEvent.guide)","guideVersion":1,"interview":"\#(interview(index))","interviewer":"\#(interviewer(index))","unit":"\#(unit)"}"#
            ),
        ] + statements + [
            about(
                child, "interview-transcribed",
                #"{"child":"\#(child)","cycle":"\#(cycle)","interview":"\#(interview(index))","unit":"\#(unit)"}"#)
        ]
    }

    /// What was said under one topic and aspect: the event that most of a history consists of.
    func statement(_ statement: Int, of index: Int, words: String) -> SyntheticContent {
        let child = children[index]
        var content = about(
            child, "statement-recorded",
            #"{"aspect":"\#(Self.aspects[statement % 2])","child":"\#(child)","consentRuleVersion":1,"cycle":"\#(cycle)","guide":"\#(SyntheticEvent.guide)","guideVersion":1,"interview":"\#(interview(index))","statement":"\#(name(of: statement, in: index))","text":{"protected":"personal"},"topic":"\#(Self.topics[statement % 3])","unit":"\#(unit)"}"#
        )
        content.texts = [EncodedText(field: "/text", of: .personal, about: .child(child, cycle: cycleID), words: words)]
        return content
    }

    private func seminar(_ day: Day) -> [SyntheticContent] {
        let interviews = children.indices.map { #""\#(interview($0))""# }.joined(separator: ",")
        var held = about(
            "seminar-held", with: ["person:\(leader)"],
            #"{"cycle":"\#(cycle)","interviews":[\#(interviews)],"leader":"\#(leader)","participantCount":7,"unit":"\#(unit)"}"#
        )
        held.secrecy = .professional
        return [phase("seminar"), held]
    }

    private func findings(by generator: inout SeededGenerator) -> [SyntheticContent] {
        (0..<Self.findingCount).flatMap { finding in
            let code = "iakttagelse-\(cycle)-\(number)-\(finding)"
            let statements = (0..<3).map {
                #""\#(name(of: finding + 6 * ($0 % 2), in: (finding + $0) % Self.childCount))""#
            }
            .sorted().joined(separator: ",")
            var proposed = about(
                "finding-proposed",
                #"{"aspect":"\#(Self.aspects[finding % 2])","cycle":"\#(cycle)","finding":"\#(code)","kind":"\#(finding % 2 == 0 ? "development" : "strength")","statements":[\#(statements)],"text":{"protected":"general"},"topic":"\#(Self.topics[finding % 3])","unit":"\#(unit)"}"#
            )
            proposed.secrecy = .general
            proposed.texts = [
                EncodedText(field: "/text", of: .general, about: .record(stream), words: Self.words(by: &generator))
            ]
            return [
                proposed,
                about("finding-accepted", #"{"cycle":"\#(cycle)","finding":"\#(code)","unit":"\#(unit)"}"#),
            ]
        }
    }

    private func phase(_ phase: String) -> SyntheticContent {
        about("phase-entered", #"{"cycle":"\#(cycle)","phase":"\#(phase)","unit":"\#(unit)"}"#)
    }
}

// MARK: - Names

extension SyntheticRound {
    private static let topics = ["contact", "knowledge", "participation"]
    private static let aspects = ["experienced", "wished"]
    private var leader: String { "p-\(1 + number % 20)" }
    private func interviewer(_ index: Int) -> String { "p-\(1 + (number + index) % 20)" }
    private func interview(_ index: Int) -> String { "i-\(cycle)-\(unit)-barn-\(index + 1)" }
    private func name(of statement: Int, in index: Int) -> String {
        "u-\(cycle)-\(unit)-barn-\(index + 1)-nr-\(statement + 1)"
    }

    /// An event about a child: its tags are child, cycle, unit, and the person who did it.
    private func about(
        _ child: String, _ type: TypeName, with person: String? = nil, _ payload: String
    ) -> SyntheticContent {
        let tags = ["child:\(child)", "cycle:\(cycle)"] + (person.map { ["person:\($0)"] } ?? []) + ["unit:\(unit)"]
        return SyntheticContent(
            type: type, stream: stream, tags: tags.map(Tag.init(stored:)), secrecy: .personal, retention: .child,
            payload: payload)
    }

    /// An event about the unit's turn of the wheel.
    private func about(_ type: TypeName, with more: [String] = [], _ payload: String) -> SyntheticContent {
        let tags = ["cycle:\(cycle)"] + more + ["unit:\(unit)"]
        return SyntheticContent(
            type: type, stream: stream, tags: tags.map(Tag.init(stored:)), payload: payload)
    }

    private static func words(by generator: inout SeededGenerator) -> String {
        let said = ["De ringde inte när de hade lovat.", "Hon lyssnade på mig.", "Jag fick inte veta varför."]
        return said[Int(generator.next() % UInt64(said.count))]
    }
}
