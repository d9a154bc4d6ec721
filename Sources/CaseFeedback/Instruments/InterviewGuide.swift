package import EventSourcing

/// An interview guide, all its versions, and what was asked to be changed in it. Every answer keeps the version that it was
/// given under.
package struct InterviewGuide: StreamState, Codable, Hashable {
    package private(set) var versions = Versions<GuideContent>()
    package private(set) var requests: [RevisionRequest] = []

    package struct RevisionRequest: Hashable, Sendable, Codable {
        package let number: Int
        package let text: TextReference
        package let unit: Identifier?
        package let fact: RecordedFact
        /// The version that answers it.
        package fileprivate(set) var answeredIn: Int?
    }

    package init() {}

    package var isPublished: Bool { !versions.all.isEmpty }

    /// The version in force on a day.
    package func version(on day: Day) -> Versions<GuideContent>.Version? { versions.version(on: day) }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any InterviewGuideEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func publish(_ content: GuideContent, version: Int, from day: Day, by fact: RecordedFact) {
        versions.add(content, numbered: version, from: day, by: fact)
    }

    mutating func request(number: Int, text: TextReference, unit: Identifier?, by fact: RecordedFact) {
        requests.append(RevisionRequest(number: number, text: text, unit: unit, fact: fact))
    }

    mutating func answer(requests numbers: [Int], in version: Int) {
        for index in requests.indices where numbers.contains(requests[index].number) {
            requests[index].answeredIn = version
        }
    }
}

/// What a version of a guide says.
package struct GuideContent: Hashable, Sendable, Codable {
    package let label: LocalizedLabel
    package let questions: [GuideQuestion]

    /// - Throws: `guide-without-questions`, `question-code-twice`.
    func check() throws(Refusal) {
        guard !questions.isEmpty else { throw Refusal("guide-without-questions", field: "/data/questions") }
        var codes: Set<Identifier> = []
        for (index, question) in questions.enumerated() where !codes.insert(question.code).inserted {
            throw Refusal(
                "question-code-twice", ["code": question.code.text], field: "/data/questions/\(index)/code")
        }
    }
}

/// A question of a guide, in its published wording.
package struct GuideQuestion: Hashable, Sendable, Codable {
    /// Stable over versions as long as the question is the same.
    package let code: Identifier
    package let topic: Topic
    package let aspect: Aspect?
    package let wording: Wording
}

/// What happens in the stream of an interview guide.
package protocol InterviewGuideEvent: EventPayload {
    func apply(to guide: inout InterviewGuide, as fact: RecordedFact)
}
