package import CanonicalJSON
package import EventSourcing

/// A statement should not have been recorded; its words are hidden for every day, that it was there is not.
package struct StatementRetracted: RoundEvent {
    package static let type = TypeName("statement-retracted")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let statement: Identifier
    package let child: ChildReference
    package let reason: Identifier

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.statements.retract(statement.text, by: fact)
    }
}

extension StatementRetracted {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        reason = try reader.field("reason")
        statement = try reader.field("statement")
        unit = try reader.field("unit")
    }
}

package struct RetractStatement: RoundCommand {
    package static let type = TypeName("retract-statement")
    package static let step = StatementRetracted.step
    package let cycle: Identifier
    package let unit: Identifier
    package let statement: Identifier
    package let reason: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let child = try turn.livingStatement(statement, field: "/data/statement").child
        return StatementRetracted(cycle: cycle, unit: unit, statement: statement, child: child, reason: reason)
    }
}
