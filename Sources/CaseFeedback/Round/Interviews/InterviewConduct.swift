package import EventSourcing

/// What must hold for a conversation with a child to take place, whether it comes to its end or not.
package protocol InterviewConduct: RoundCommand {
    var interview: Identifier { get }
    var child: ChildReference { get }
    var interviewer: Identifier { get }
    var guide: Identifier { get }
}

extension InterviewConduct {
    package var alsoReads: [StreamName] {
        [.child(child), .person(interviewer), .interviewGuide(guide), ConsentRules.stream, .unit(unit)]
    }

    func requireConductible(in turn: Turn) throws(Refusal) -> (guide: Int, consentRule: Int) {
        let selected = try turn.selected(child)
        try turn.states.requireOpen(unit: unit, on: turn.day, field: "/data/unit")
        try turn.states.requireRegistered(person: interviewer, field: "/data/interviewer")
        if let known = turn.round.interviews[interview.text] {
            try known.requireAbout(child)
            try known.requireNotCancelled()
            try known.requireNotConducted()
        }
        // Whatever the day: a second interview entered late would still be a second one.
        guard !selected.turns.contains(where: { $0.kind == .held }) else {
            throw Refusal("child-already-interviewed", ["child": child.text], field: "/data/child")
        }
        try turn.states.requireNotCaseWorker(interviewer, of: child, on: turn.day)
        let needed = try turn.states.consentNeeded(for: selected.ageBand, on: turn.day)
        if let code = selected.standing(at: turn.occurred).lacking(by: needed) {
            throw Refusal(code, ["child": child.text, "ruleVersion": String(needed.ruleVersion)], field: "/data/child")
        }
        guard turn.round.enrolment?.guide == guide else {
            throw Refusal("guide-not-of-round", ["guide": guide.text], field: "/data/guide")
        }
        return (try turn.states.guideVersion(guide, on: turn.day), needed.ruleVersion)
    }
}
