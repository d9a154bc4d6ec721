package import CanonicalJSON
package import EventSourcing

/// The team appointed the one who compiles its report.
package struct CompilerAppointed: RoundEvent {
    package static let type = TypeName("compiler-appointed")
    package static let step = Step.analysis
    package let cycle: Identifier
    package let unit: Identifier
    package let compiler: Identifier

    package var subjects: Set<Tag> { [.person(compiler)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.compilers.append(CompilerAppointment(compiler: compiler, fact: fact))
    }
}

extension CompilerAppointed {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        compiler = try reader.field("compiler")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

/// An appointment; the latest holds.
package struct CompilerAppointment: Codable, Hashable, Sendable {
    package let compiler: Identifier
    package let fact: RecordedFact
}

extension CompilerAppointment: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        compiler = try reader.field("compiler")
        fact = try reader.field("fact")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("compiler", compiler)
        writer.field("fact", fact)
    }
}

package struct AppointCompiler: RoundCommand {
    package static let type = TypeName("appoint-compiler")
    package static let step = CompilerAppointed.step
    package let cycle: Identifier
    package let unit: Identifier
    package let compiler: Identifier

    package var alsoReads: [StreamName] { [.person(compiler)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.compiler(asOf: turn.asOf)?.compiler != compiler else {
            throw Refusal("compiler-already-appointed", ["compiler": compiler.text], field: "/data/compiler")
        }
        try turn.states.requireRegistered(person: compiler, field: "/data/compiler")
        return CompilerAppointed(cycle: cycle, unit: unit, compiler: compiler)
    }
}
