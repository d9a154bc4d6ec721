package import EventSourcing

/// The first version of an interview guide is there to be used from a day on.
package struct InterviewGuidePublished: InterviewGuideEvent {
    package static let type = TypeName("interview-guide-published")
    package static let retention = RetentionClass.reference

    package let guide: Identifier
    package let version: Int
    package let validFrom: Day
    package let label: LocalizedLabel
    package let questions: [GuideQuestion]

    package var stream: StreamName { .interviewGuide(guide) }
    package var tags: Set<Tag> { [] }

    package func apply(to guide: inout InterviewGuide, as fact: RecordedFact) {
        guide.publish(GuideContent(label: label, questions: questions), version: version, from: validFrom, by: fact)
    }
}

/// Publishes a new interview guide; changing one is `revise-interview-guide`.
package struct PublishInterviewGuide: CommandBody {
    package static let type = TypeName("publish-interview-guide")

    package let guide: Identifier
    package let validFrom: Day
    package let label: LocalizedLabel
    package let questions: [GuideQuestion]

    package var streams: [StreamName] { [.interviewGuide(guide)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try !states.state(InterviewGuide.self, of: .interviewGuide(guide)).isPublished else {
            throw Refusal("guide-already-published", ["guide": guide.text], field: "/data/guide")
        }
        try GuideContent(label: label, questions: questions).check()
        return [
            ProposedEvent(
                InterviewGuidePublished(
                    guide: guide, version: 1, validFrom: validFrom, label: label, questions: questions))
        ]
    }
}
