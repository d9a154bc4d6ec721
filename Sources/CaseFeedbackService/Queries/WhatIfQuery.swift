package import CaseFeedback
import EventSourcing
package import EventStore

/// Replays an old cycle under another matrix template or consent rule, by the same folds, and compares it with what it
/// was. Nothing is written: the history is only supposed.
package struct WhatIfQuery: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// A round for every unit of the question's cycle, by unit.
    package func answer(
        _ question: Question, supposing hypothesis: Hypothesis
    ) async throws(Problem) -> Answered<[WhatIfRound]> {
        guard let cycle = question.cycle else { throw Problem(.badInput, "cycle-needed", field: "cycle") }
        do throws(Refusal) { try hypothesis.check() } catch { throw Problem(error) }
        let standpoint = try await log.standpoint(of: question)
        let own = [Tag.cycle(cycle)] + (question.unit.map { [Tag.unit($0)] } ?? [])
        let events = try await storing { () async throws(StoreError) in
            try await log.events(of: question.log, taggedBy: [own, [.reference]], to: standpoint.position.position)
        }
        var (actual, supposed) = (FoldedStates<ReportMatrix>(), FoldedStates<ReportMatrix>())
        var wheel = FoldedStates<AnnualWheel>()
        do throws(UnreadableEvent) {
            for event in events {
                try actual.fold(event.folded)
                try supposed.fold(hypothesis.supposing(event).folded)
                try wheel.fold(event.folded)
            }
        } catch {
            throw Problem(.unreadable(error))
        }
        let asOf = standpoint.asOf
        let rounds = wheel.states.values.map(\.round).compactMap { round in round.enrolment.map { (round, $0) } }
            .filter { $0.1.cycle == cycle && asOf.includes($0.1.fact) && question.unit ?? $0.1.unit == $0.1.unit }
            .sorted { $0.1.unit < $1.1.unit }
        let answers = rounds.map { round, enrolment in
            let matrix = hypothesis.matrixTemplate.map { _ in
                MatrixDifference(
                    from: ReportMatrix.answer(cycle: cycle, unit: enrolment.unit, asOf: asOf, from: actual.states),
                    to: ReportMatrix.answer(cycle: cycle, unit: enrolment.unit, asOf: asOf, from: supposed.states))
            }
            return WhatIfRound(
                unit: enrolment.unit, cycle: cycle, matrix: matrix,
                objections: hypothesis.consentRule.map { round.objections(under: $0.content, asOf: asOf) })
        }
        return Answered(content: answers, standpoint: standpoint)
    }
}
