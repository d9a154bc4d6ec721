package import CaseFeedback
package import EventSourcing
package import EventStore

/// Answers what the report's matrix holds, and why.
package struct MatrixQuery: Sendable {
    private let log: EventLog
    private let revealer: TextRevealer

    package init(_ log: EventLog, revealer: TextRevealer) {
        self.log = log
        self.revealer = revealer
    }

    /// The matrix of one unit and cycle, texts still as references. The question must name both.
    package func answer(_ question: Question) async throws(Problem) -> Answered<MatrixAnswer> {
        guard let cycle = question.cycle, let unit = question.unit else {
            throw Problem(.badInput, "unit-and-cycle-needed", field: question.cycle == nil ? "cycle" : "unit")
        }
        let at = try await log.states(of: ReportMatrix.self, for: question)
        guard
            let answer = ReportMatrix.answer(cycle: cycle, unit: unit, asOf: at.standpoint.asOf, from: at.states)
        else { throw Problem(.notFound, "unit-not-enrolled", ["unit": unit.text, "cycle": cycle.text]) }
        return Answered(content: answer, standpoint: at.standpoint)
    }

    /// The words of an answer's texts. What is withdrawn or retracted by now is hidden, whatever day was asked about.
    package func reveal(
        _ answer: Answered<MatrixAnswer>, to caller: Caller
    ) async throws(Problem) -> [TextReference: RevealedText] {
        let question = Question(
            organisation: answer.standpoint.position.log.organisation, unit: answer.content.unit,
            cycle: answer.content.cycle)
        return try await reveal(answer.content.texts, of: question, to: caller, purpose: TypeName("matrix"))
    }

    /// The words of some texts of a unit's matrix in a cycle, which the question names; its moment doesn't matter.
    package func reveal(
        _ texts: [TextReference], of question: Question, to caller: Caller, purpose: TypeName
    ) async throws(Problem) -> [TextReference: RevealedText] {
        let now = try await log.states(
            of: ReportMatrix.self,
            for: Question(organisation: question.organisation, unit: question.unit, cycle: question.cycle)
        )
        return try await revealer.reveal(
            texts, of: question.organisation, hidden: ReportMatrix.hidden(in: now.states), to: caller,
            purpose: purpose)
    }
}
