import EventSourcing

/// What a round reads from outside itself: the one place that knows how units, cycles, instruments and children are kept.
extension StreamStates {
    /// The number of the guide's version in force on a day.
    func guideVersion(_ guide: Identifier, on day: Day) throws(Refusal) -> Int {
        let state = try state(InterviewGuide.self, of: .interviewGuide(guide))
        guard let version = state.version(on: day) else {
            throw Refusal("guide-not-in-force", ["guide": guide.text, "day": day.description], field: "/data/guide")
        }
        return version.number
    }

    /// Number and columns of the template's version in force on a day.
    func template(_ template: Identifier, on day: Day) throws(Refusal) -> (version: Int, columns: [Identifier]) {
        let state = try state(MatrixTemplate.self, of: .matrixTemplate(template))
        guard let version = state.version(on: day) else {
            throw Refusal(
                "template-not-in-force", ["template": template.text, "day": day.description], field: "/data/template")
        }
        return (version.number, version.content.columns.map(\.code))
    }

    /// Who must say yes for a child of these ages, by the rule in force on a day.
    func consentNeeded(for ages: AgeBand, on day: Day) throws(Refusal) -> ConsentNeeded {
        guard let rule = try state(ConsentRules.self, of: ConsentRules.stream).version(on: day) else {
            throw Refusal("consent-rule-not-in-force", ["day": day.description])
        }
        return rule.content.needed(for: ages, ruleVersion: rule.number)
    }

    func committee(owning unit: Identifier, on day: Day) throws(Refusal) -> Identifier {
        let state = try requireOpen(unit: unit, on: day, field: "/data/unit")
        guard let committee = state.committee(on: day) else {
            throw Refusal("unit-without-committee", ["unit": unit.text, "day": day.description], field: "/data/unit")
        }
        return committee
    }

    func requireNotCaseWorker(
        _ interviewer: Identifier, of child: ChildReference, on day: Day
    ) throws(Refusal) {
        let history = try state(ChildHistory.self, of: .child(child))
        guard history.caseWorker(on: day) != interviewer else {
            throw Refusal(
                "interviewer-is-case-worker",
                ["person": interviewer.text, "child": child.text, "day": day.description], field: "/data/interviewer")
        }
    }
}
