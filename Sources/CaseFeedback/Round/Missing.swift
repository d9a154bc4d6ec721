package import CanonicalJSON
package import EventSourcing

/// Something that isn't there yet before the unit goes on: the wheel shows it, and what is required refuses the step.
package struct Missing: Codable, Hashable, Sendable {
    /// The same code as the refusal's, where it is required.
    package let code: String
    /// How many of them, where they can be counted.
    package let count: Int?
    package let isRequired: Bool
}

extension Missing: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        code = try reader.field("code")
        count = try reader.fieldIfPresent("count")
        isRequired = try reader.field("isRequired")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("code", code)
        writer.fieldIfPresent("count", count)
        writer.field("isRequired", isRequired)
    }
}

extension Round {
    /// What is missing before a phase can be entered from the one before it: what is required comes first.
    package func missing(before phase: Phase, asOf: AsOf) -> [Missing] {
        var list = MissingList()
        switch phase {
        case .planning: break
        case .interviews:
            list.require(children.values.contains { asOf.includes($0.fact) }, "no-child-selected")
            list.advise(kickOff.map(asOf.includes) ?? false, "kick-off-not-held")
            list.advise(frame(asOf: asOf) != nil, "selection-frame-not-defined")
        case .seminar:
            let conducted = conductedInterviews(asOf: asOf)
            list.require(!conducted.isEmpty, "no-interview-held")
            list.adviseNone(
                of: conducted.count { !($0.transcribed.map(asOf.includes) ?? false) }, "interviews-not-transcribed")
            list.adviseNone(of: children.values.count { $0.outcome(asOf: asOf) == .pending }, "outcomes-pending")
            list.advise(seminarPlan(asOf: asOf) != nil, "seminar-not-planned")
        case .report:
            list.require(!seminars(asOf: asOf).isEmpty, "seminar-not-held")
            list.advise(!acceptedFindings(asOf: asOf).isEmpty, "no-finding-accepted")
            list.advise(compiler(asOf: asOf) != nil, "compiler-not-appointed")
        case .committee:
            list.require(report?.isFinalised(asOf: asOf) ?? false, "report-not-finalised")
            list.advise(report?.registrations.contains { asOf.includes($0.fact) } ?? false, "report-not-registered")
            list.advise(report?.submissions.contains { asOf.includes($0.fact) } ?? false, "report-not-submitted")
        case .followUp:
            list.require(presentation(asOf: asOf) != nil, "report-not-presented")
            list.advise(decisions.values.contains { asOf.includes($0.fact) }, "no-decision-taken")
            list.advise(minutes.approved.map(asOf.includes) ?? false, "minutes-not-approved")
        case .closed:
            list.requireNone(of: openGoals(asOf: asOf).count, "goals-open")
            list.adviseNone(of: childrenWithoutFeedback(asOf: asOf), "feedback-not-given")
        }
        return list.missing
    }

    /// Interviewed children who weren't told what became of it.
    private func childrenWithoutFeedback(asOf: AsOf) -> Int {
        children.values.count { child in
            child.outcome(asOf: asOf) == .held && !child.feedback.contains(where: asOf.includes)
        }
    }
}

private struct MissingList {
    private(set) var missing: [Missing] = []

    mutating func require(_ isThere: Bool, _ code: String) { add(isThere, code, nil, true) }
    mutating func advise(_ isThere: Bool, _ code: String) { add(isThere, code, nil, false) }
    mutating func requireNone(of count: Int, _ code: String) { add(count == 0, code, count, true) }
    mutating func adviseNone(of count: Int, _ code: String) { add(count == 0, code, count, false) }

    private mutating func add(_ isThere: Bool, _ code: String, _ count: Int?, _ isRequired: Bool) {
        if !isThere { missing.append(Missing(code: code, count: count, isRequired: isRequired)) }
    }
}
