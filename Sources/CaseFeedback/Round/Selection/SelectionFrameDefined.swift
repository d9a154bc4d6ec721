package import CanonicalJSON
package import EventSourcing

/// Whom the unit means to ask. An empty list leaves that trait open.
package struct SelectionFrameDefined: RoundEvent {
    package static let type = TypeName("selection-frame-defined")
    package static let step = Step.selection
    package let cycle: Identifier
    package let unit: Identifier
    package let caseStatuses: [CaseStatus]
    package let services: [Identifier]
    package let ageBands: [AgeBand]
    /// How many interviews are wanted.
    package let wantedCount: Int

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.frames.append(
            SelectionFrame(
                fact: fact, caseStatuses: caseStatuses, services: services, ageBands: ageBands,
                wantedCount: wantedCount))
    }
}

extension SelectionFrameDefined {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        ageBands = try reader.field("ageBands")
        caseStatuses = try reader.field("caseStatuses")
        cycle = try reader.field("cycle")
        services = try reader.field("services")
        unit = try reader.field("unit")
        wantedCount = try reader.field("wantedCount")
    }
}

/// Whether the child's case is open or closed at the selection.
package enum CaseStatus: String, Term {
    case open, closed

    package static let vocabulary = "caseStatus"
}

/// A frame; the latest holds.
package struct SelectionFrame: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let caseStatuses: [CaseStatus]
    package let services: [Identifier]
    package let ageBands: [AgeBand]
    package let wantedCount: Int
}

extension SelectionFrame: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        ageBands = try reader.field("ageBands")
        caseStatuses = try reader.field("caseStatuses")
        fact = try reader.field("fact")
        services = try reader.field("services")
        wantedCount = try reader.field("wantedCount")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("ageBands", ageBands)
        writer.field("caseStatuses", caseStatuses)
        writer.field("fact", fact)
        writer.field("services", services)
        writer.field("wantedCount", wantedCount)
    }
}

package struct DefineSelectionFrame: RoundCommand {
    package static let type = TypeName("define-selection-frame")
    package static let step = SelectionFrameDefined.step
    package let cycle: Identifier
    package let unit: Identifier
    package let caseStatuses: [CaseStatus]
    package let services: [Identifier]
    package let ageBands: [AgeBand]
    package let wantedCount: Int

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try requireCount(wantedCount, atLeast: 1, field: "/data/wantedCount")
        return SelectionFrameDefined(
            cycle: cycle, unit: unit, caseStatuses: caseStatuses, services: services, ageBands: ageBands,
            wantedCount: wantedCount)
    }
}
