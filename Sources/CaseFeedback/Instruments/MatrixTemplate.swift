package import EventSourcing

/// The matrix that a report lifts experiences to a general level in: which columns, in which version.
package struct MatrixTemplate: StreamState, Codable, Hashable {
    package private(set) var versions = Versions<MatrixContent>()

    package init() {}

    package func version(on day: Day) -> Versions<MatrixContent>.Version? { versions.version(on: day) }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any MatrixTemplateEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func adopt(_ content: MatrixContent, version: Int, from day: Day, by fact: RecordedFact) {
        versions.add(content, numbered: version, from: day, by: fact)
    }
}

/// What a version of a template says.
package struct MatrixContent: Hashable, Sendable, Codable {
    package let label: LocalizedLabel
    /// From left to right.
    package let columns: [MatrixColumn]
    /// Whether these are the columns that the program offers, which nobody published.
    package let isNeutralDefault: Bool

    package func column(_ code: Identifier) -> MatrixColumn? { columns.first { $0.code == code } }

    /// `pointer` is where it stands in what was sent.
    ///
    /// - Throws: `template-without-columns`, `column-code-twice`.
    func check(at pointer: String = "/data") throws(Refusal) {
        guard !columns.isEmpty else { throw Refusal("template-without-columns", field: "\(pointer)/columns") }
        var codes: Set<Identifier> = []
        for (index, column) in columns.enumerated() where !codes.insert(column.code).inserted {
            throw Refusal("column-code-twice", ["code": column.code.text], field: "\(pointer)/columns/\(index)/code")
        }
    }
}

/// A column of the matrix.
package struct MatrixColumn: Hashable, Sendable, Codable {
    package let code: Identifier
    package let label: LocalizedLabel
    package let kind: ColumnKind
}

/// What a column holds, whatever a municipality calls it.
package enum ColumnKind: String, Term {
    /// What the children say, lifted to a general level.
    case experience
    /// What works already.
    case strength
    case developmentArea = "development-area"
    case proposal
    /// Anything else.
    case other

    package static let vocabulary = "columnKind"
}

/// What happens in the stream of a matrix template.
package protocol MatrixTemplateEvent: EventPayload {
    func apply(to template: inout MatrixTemplate, as fact: RecordedFact)
}
