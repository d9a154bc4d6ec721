package import CanonicalJSON
package import EventSourcing

/// A child was selected to be asked, with the traits by which coverage is looked at: never a name.
package struct ChildSelected: RoundEvent {
    package static let type = TypeName("child-selected")
    package static let step = Step.selection
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let ageBand: AgeBand
    package let service: Identifier
    package let caseStatus: CaseStatus

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.children[child.text] == nil else { return }
        var selected = SelectedChild(
            child: child, fact: fact, ageBand: ageBand, service: service, caseStatus: caseStatus)
        selected.add(.selected, fact)
        round.children[child.text] = selected
    }
}

extension ChildSelected {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        ageBand = try reader.field("ageBand")
        caseStatus = try reader.field("caseStatus")
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        service = try reader.field("service")
        unit = try reader.field("unit")
    }
}

package struct SelectChild: RoundCommand {
    package static let type = TypeName("select-child")
    package static let step = ChildSelected.step
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let ageBand: AgeBand
    package let service: Identifier
    package let caseStatus: CaseStatus

    package var alsoReads: [StreamName] { [.unit(unit), ConsentRules.stream] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.children[child.text] == nil else {
            throw Refusal("child-already-selected", ["child": child.text], field: "/data/child")
        }
        try turn.states.requireOpen(unit: unit, on: turn.day, field: "/data/unit")
        // A band that the rule doesn't know would make every later question about consent unanswerable.
        _ = try turn.states.consentNeeded(for: ageBand, on: turn.day)
        if let frame = turn.round.frame(asOf: turn.asOf) { try requireInside(frame) }
        return ChildSelected(
            cycle: cycle, unit: unit, child: child, ageBand: ageBand, service: service, caseStatus: caseStatus)
    }

    private func requireInside(_ frame: SelectionFrame) throws(Refusal) {
        func require(_ isInside: Bool, _ trait: String) throws(Refusal) {
            if !isInside { throw Refusal("outside-selection-frame", ["trait": trait], field: "/data/\(trait)") }
        }
        try require(frame.ageBands.isEmpty || frame.ageBands.contains(ageBand), "ageBand")
        try require(frame.services.isEmpty || frame.services.contains(service), "service")
        try require(frame.caseStatuses.isEmpty || frame.caseStatuses.contains(caseStatus), "caseStatus")
    }
}
