package import EventSourcing

/// A step that was accepted and that a consent rule would have refused.
package struct ConsentObjection: Codable, Hashable, Sendable {
    /// Of the interview or statement.
    package let position: Position
    package let child: ChildReference
    /// The refusal's, as `guardian-consent-not-given`.
    package let code: String
}

extension Round {
    /// What the rule would have refused of what was done by a moment, by position: interviews and statements without the
    /// yes that it asks for, as child and guardian had spoken when it happened.
    package func objections(under rule: ConsentContent, asOf: AsOf) -> [ConsentObjection] {
        let conversations = interviews.values.flatMap { interview in
            [interview.held, interview.interrupted].compactMap { $0?.fact }.map { (interview.child, $0) }
        }
        let words = statements.values.map { ($0.child, $0.fact) }
        return (conversations + words).filter { asOf.includes($0.1) }.compactMap { child, fact in
            guard let selected = children[child.text],
                let code = selected.standing(before: fact).lacking(by: rule.needed(for: selected.ageBand))
            else { return nil }
            return ConsentObjection(position: fact.position, child: child, code: code)
        }
        .sorted { $0.position < $1.position }
    }
}

extension SelectedChild {
    /// What child and guardian had said before a fact.
    fileprivate func standing(before fact: RecordedFact) -> Standing {
        var standing = Standing()
        for turn in turns where turn.fact.precedes(fact) { standing.take(turn.kind) }
        return standing
    }
}
