import EventSourcing

extension MatrixTemplate {
    /// Columns to begin with. The columns of the model's own matrix are published nowhere, so these are neutral, and the
    /// label says so.
    package static let neutralDefault = MatrixContent(
        label: LocalizedLabel(
            sv: Label(known: "Neutral matris (programmets förslag, inte modellens egen)"),
            en: Label(known: "Neutral matrix (suggested by the program, not the model's own)")),
        columns: [
            column("experience", "Barnens erfarenheter", "The children's experiences", .experience),
            column("already-works", "Det som redan fungerar", "What already works", .strength),
            column("area-for-development", "Utvecklingsområde", "Area for development", .developmentArea),
            column("proposal", "Förslag", "Proposal", .proposal),
        ],
        isNeutralDefault: true)

    private static func column(
        _ code: StaticString, _ sv: StaticString, _ en: StaticString, _ kind: ColumnKind
    ) -> MatrixColumn {
        MatrixColumn(
            code: Identifier(known: code), label: LocalizedLabel(sv: Label(known: sv), en: Label(known: en)), kind: kind
        )
    }
}

extension Identifier {
    /// An identifier that the program itself spells out.
    init(known text: StaticString) {
        do {
            try self.init(text.description)
        } catch {
            preconditionFailure("the program spells \(text), which is no identifier")
        }
    }
}
