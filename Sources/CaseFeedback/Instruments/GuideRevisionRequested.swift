package import EventSourcing

/// Somebody who works with the guide asks that it be changed.
package struct GuideRevisionRequested: InterviewGuideEvent {
    package static let type = TypeName("guide-revision-requested")
    package static let secrecy = SecrecyClass.professional

    package let guide: Identifier
    /// Dense within the guide, from 1.
    package let number: Int
    package let unit: Identifier?
    package let text: ProtectedText

    package var stream: StreamName { .interviewGuide(guide) }
    package var tags: Set<Tag> { Set(unit.map { [.unit($0)] } ?? []) }

    package func apply(to guide: inout InterviewGuide, as fact: RecordedFact) {
        guide.request(number: number, text: fact.reference(to: text), unit: unit, by: fact)
    }
}

/// Asks that a guide be changed, for a unit or for all.
package struct RequestGuideRevision: CommandBody {
    package static let type = TypeName("request-guide-revision")

    package let guide: Identifier
    package let unit: Identifier?
    package let text: FreeText

    package var streams: [StreamName] { [.interviewGuide(guide)] + (unit.map { [.unit($0)] } ?? []) }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.state(InterviewGuide.self, of: .interviewGuide(guide))
        guard state.isPublished else {
            throw Refusal("guide-not-published", ["guide": guide.text], field: "/data/guide")
        }
        if let unit { try states.requireOpen(unit: unit, on: context.day, field: "/data/unit") }
        let number = (state.requests.map(\.number).max() ?? 0) + 1
        let text = text.protected(as: .professional, about: .record(.interviewGuide(guide)))
        return [ProposedEvent(GuideRevisionRequested(guide: guide, number: number, unit: unit, text: text))]
    }
}
