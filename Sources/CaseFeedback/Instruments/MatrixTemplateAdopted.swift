package import EventSourcing

/// A version of a matrix template is in force from a day on.
package struct MatrixTemplateAdopted: MatrixTemplateEvent {
    package static let type = TypeName("matrix-template-adopted")
    package static let retention = RetentionClass.reference

    package let template: Identifier
    package let version: Int
    package let validFrom: Day
    package let label: LocalizedLabel
    package let columns: [MatrixColumn]
    package let isNeutralDefault: Bool

    package var stream: StreamName { .matrixTemplate(template) }
    package var tags: Set<Tag> { [] }

    package func apply(to template: inout MatrixTemplate, as fact: RecordedFact) {
        let content = MatrixContent(label: label, columns: columns, isNeutralDefault: isNeutralDefault)
        template.adopt(content, version: version, from: validFrom, by: fact)
    }
}

/// Adopts the next version of a matrix template: of its own columns and label, or without both of the neutral default's.
package struct AdoptMatrixTemplate: CommandBody {
    package static let type = TypeName("adopt-matrix-template")

    package let template: Identifier
    package let validFrom: Day
    package let label: LocalizedLabel?
    package let columns: [MatrixColumn]?

    package var streams: [StreamName] { [.matrixTemplate(template)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let content = try content()
        try content.check()
        let state = try states.state(MatrixTemplate.self, of: .matrixTemplate(template))
        try state.versions.requireStart(on: validFrom)
        return [
            ProposedEvent(
                MatrixTemplateAdopted(
                    template: template, version: state.versions.nextNumber, validFrom: validFrom, label: content.label,
                    columns: content.columns, isNeutralDefault: content.isNeutralDefault))
        ]
    }

    private func content() throws(Refusal) -> MatrixContent {
        switch (label, columns) {
        case (nil, nil): MatrixTemplate.neutralDefault
        case (let label?, let columns?): MatrixContent(label: label, columns: columns, isNeutralDefault: false)
        case (nil, _?): throw Refusal("template-half-given", ["part": "label"], field: "/data/label")
        case (_?, nil): throw Refusal("template-half-given", ["part": "columns"], field: "/data/columns")
        }
    }
}
