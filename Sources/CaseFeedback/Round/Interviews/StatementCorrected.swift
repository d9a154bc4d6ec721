package import CanonicalJSON
package import EventSourcing

/// A statement was written down wrongly; the new words hold for every day from the statement's own.
package struct StatementCorrected: RoundEvent {
    package static let type = TypeName("statement-corrected")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let statement: Identifier
    package let child: ChildReference
    package let text: ProtectedText

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.statements.correct(statement.text, by: NotedText(fact: fact, text: fact.reference(to: text)))
    }
}

extension StatementCorrected {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        statement = try reader.field("statement")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct CorrectStatement: RoundCommand {
    package static let type = TypeName("correct-statement")
    package static let step = StatementCorrected.step
    package let cycle: Identifier
    package let unit: Identifier
    package let statement: Identifier
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let child = try turn.livingStatement(statement, field: "/data/statement").child
        return StatementCorrected(
            cycle: cycle, unit: unit, statement: statement, child: child, text: turn.text(text, about: child))
    }
}

extension Turn {
    /// A statement whose words may be shown: neither retracted nor withdrawn, whatever day is asked about.
    func livingStatement(_ statement: Identifier, field: String) throws(Refusal) -> Statement {
        guard let found = round.statements[statement.text], asOf.includes(found.fact) else {
            throw Refusal("statement-not-recorded", ["statement": statement.text], field: field)
        }
        switch round.hiding(of: found)?.ground {
        case nil: return found
        case .retracted: throw Refusal("statement-retracted", ["statement": statement.text], field: field)
        case .consentWithdrawn, .assentWithdrawn:
            throw Refusal("statement-withdrawn", ["statement": statement.text], field: field)
        }
    }
}
