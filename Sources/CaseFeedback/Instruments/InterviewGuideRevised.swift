package import EventSourcing

/// A guide's next version is to be used from a day on; answers given before keep the version that they were given under.
package struct InterviewGuideRevised: InterviewGuideEvent {
    package static let type = TypeName("interview-guide-revised")
    package static let retention = RetentionClass.reference

    package let guide: Identifier
    package let version: Int
    package let validFrom: Day
    package let label: LocalizedLabel
    package let questions: [GuideQuestion]
    /// The numbers of the requests that this version answers.
    package let answeredRequests: [Int]

    package var stream: StreamName { .interviewGuide(guide) }
    package var tags: Set<Tag> { [] }

    package func apply(to guide: inout InterviewGuide, as fact: RecordedFact) {
        guide.publish(GuideContent(label: label, questions: questions), version: version, from: validFrom, by: fact)
        guide.answer(requests: answeredRequests, in: version)
    }
}

/// Publishes the next version of a guide, whole; its number is the next one.
package struct ReviseInterviewGuide: CommandBody {
    package static let type = TypeName("revise-interview-guide")

    package let guide: Identifier
    package let validFrom: Day
    package let label: LocalizedLabel
    package let questions: [GuideQuestion]
    package let answeredRequests: [Int]?

    package var streams: [StreamName] { [.interviewGuide(guide)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.state(InterviewGuide.self, of: .interviewGuide(guide))
        guard state.isPublished else {
            throw Refusal("guide-not-published", ["guide": guide.text], field: "/data/guide")
        }
        try state.versions.requireStart(on: validFrom)
        try GuideContent(label: label, questions: questions).check()
        let answered = answeredRequests ?? []
        for (index, number) in answered.enumerated() where !state.requests.contains(where: { $0.number == number }) {
            throw Refusal(
                "revision-request-unknown", ["guide": guide.text, "request": String(number)],
                field: "/data/answeredRequests/\(index)")
        }
        return [
            ProposedEvent(
                InterviewGuideRevised(
                    guide: guide, version: state.versions.nextNumber, validFrom: validFrom, label: label,
                    questions: questions, answeredRequests: answered))
        ]
    }
}
