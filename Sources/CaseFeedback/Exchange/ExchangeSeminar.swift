package import EventSourcing

/// An exchange seminar (*erfarenhetsutbyte*): units learn from each other, beside the wheel.
package struct ExchangeSeminar: StreamState, Codable, Hashable {
    package private(set) var label: LocalizedLabel?
    package private(set) var cycle: Identifier?
    package private(set) var plannedFor: Day?
    package private(set) var held: RecordedFact?
    package private(set) var questions: [Question] = []
    package private(set) var points: [NumberedText] = []
    package private(set) var presentations: [NumberedText] = []
    package private(set) var nextSteps: [NextStep] = []

    /// A question that the talks were given, in its published wording.
    package struct Question: Hashable, Sendable, Codable {
        /// Talks are held in rounds, in other groups each time.
        package let round: Int
        package let number: Int
        package let wording: Wording
        package let fact: RecordedFact
    }

    package struct NumberedText: Hashable, Sendable, Codable {
        package let number: Int
        package let text: TextReference
        package let fact: RecordedFact
    }

    package struct NextStep: Hashable, Sendable, Codable {
        package let unit: Identifier
        package let text: TextReference
        package let fact: RecordedFact
    }

    package init() {}

    package var isKnown: Bool { label != nil }
    package var isHeld: Bool { held != nil }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any ExchangeSeminarEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func plan(as label: LocalizedLabel, in cycle: Identifier?, for day: Day) {
        self.label = label
        self.cycle = cycle
        plannedFor = day
    }

    mutating func hold(as label: LocalizedLabel, in cycle: Identifier?, by fact: RecordedFact) {
        self.label = label
        self.cycle = cycle
        held = fact
    }

    mutating func set(_ question: Question) { questions.append(question) }
    mutating func agree(on point: NumberedText) { points.append(point) }
    mutating func present(_ presentation: NumberedText) { presentations.append(presentation) }
    mutating func state(_ nextStep: NextStep) { nextSteps.append(nextStep) }
}

/// What happens in the stream of an exchange seminar.
package protocol ExchangeSeminarEvent: EventPayload {
    func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact)
}

extension StreamStates {
    /// - Throws: `exchange-seminar-not-planned`: neither planned nor held.
    func requireKnown(exchangeSeminar seminar: Identifier) throws(Refusal) -> ExchangeSeminar {
        let state = try state(ExchangeSeminar.self, of: .exchangeSeminar(seminar))
        guard state.isKnown else {
            throw Refusal("exchange-seminar-not-planned", ["seminar": seminar.text], field: "/data/seminar")
        }
        return state
    }

    /// - Throws: `exchange-seminar-not-held`, also when it was held after the day.
    func requireHeld(exchangeSeminar seminar: Identifier, by day: Day) throws(Refusal) -> ExchangeSeminar {
        let state = try requireKnown(exchangeSeminar: seminar)
        guard let held = state.held, held.day <= day else {
            throw Refusal(
                "exchange-seminar-not-held", ["seminar": seminar.text, "day": day.description], field: "/data/seminar")
        }
        return state
    }
}

/// The tags that all events of an exchange seminar have.
func exchangeTags(_ seminar: Identifier, _ cycle: Identifier?, units: [Identifier] = []) -> Set<Tag> {
    Set([.exchangeSeminar(seminar)] + (cycle.map { [.cycle($0)] } ?? []) + units.map { .unit($0) })
}
