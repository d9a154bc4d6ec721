/// Cycles, and what units learn from each other around the wheel.
extension Catalogue {
    static let cycleEvents: [EventKind] = [
        EventKind(CycleOpened.self),
        EventKind(CycleGoalsStated.self),
        EventKind(CycleClosed.self),
        EventKind(ExchangeSeminarPlanned.self),
        EventKind(ExchangeSeminarHeld.self),
        EventKind(ExchangeQuestionSet.self),
        EventKind(ExchangePointAgreed.self),
        EventKind(PresentationHeld.self),
        EventKind(NextStepStated.self),
    ]

    static let cycleCommands: [CommandKind] = [
        CommandKind(OpenCycle.self),
        CommandKind(StateCycleGoals.self),
        CommandKind(CloseCycle.self),
        CommandKind(PlanExchangeSeminar.self),
        CommandKind(HoldExchangeSeminar.self),
        CommandKind(SetExchangeQuestion.self),
        CommandKind(AgreeExchangePoint.self),
        CommandKind(HoldPresentation.self),
        CommandKind(StateNextStep.self),
    ]
}
