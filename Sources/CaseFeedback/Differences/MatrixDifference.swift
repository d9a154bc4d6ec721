package import EventSourcing

/// What changed in the matrix of one unit and cycle between two moments, or between two templates, and by which events.
package struct MatrixDifference: Codable, Hashable, Sendable {
    /// What is said of the matrix as a whole, in the order of ``MatrixField``.
    package let changes: [MatrixChange]
    /// By topic, aspect and column.
    package let cells: [MatrixCellDifference]

    package var isEmpty: Bool { changes.isEmpty && cells.isEmpty }

    /// Those behind all that it shows.
    package var events: Set<Position> { Set(changes.flatMap(\.events) + cells.flatMap(\.events)) }

    /// The texts that it shows, of both sides.
    package var texts: [TextReference] { cells.flatMap { [$0.before, $0.after].compactMap { $0?.text } } }
}

/// One field of the matrix as a whole; a side that has nothing there is absent.
package struct MatrixChange: Codable, Hashable, Sendable {
    package let field: MatrixField
    package let before: String?
    package let after: String?
    /// Ascending: the events that the field rests on at one side and not at the other.
    package let events: [Position]
}

package enum MatrixField: String, Codable, CaseIterable, Sendable {
    case report, state, template, templateVersion, columns, corrections

    fileprivate func value(in answer: MatrixAnswer?) -> String? {
        guard let answer else { return nil }
        return switch self {
        case .report: answer.report?.text
        case .state: answer.state?.rawValue
        case .template: answer.template.text
        case .templateVersion: answer.templateVersion.map(String.init)
        case .columns: answer.columns.map(\.code.text).joined(separator: ", ")
        case .corrections: "\(answer.corrections.count)"
        }
    }

    fileprivate func grounds(in answer: MatrixAnswer?) -> Set<Position> {
        guard let answer else { return [] }
        let grounds = answer.grounds
        let report = grounds.started.map { [$0] } ?? []
        return switch self {
        case .report: Set(report)
        case .state: Set(report + grounds.settled)
        case .template: Set([grounds.enrolled] + report)
        case .templateVersion, .columns: Set([grounds.enrolled] + report + (grounds.adopted.map { [$0] } ?? []))
        case .corrections: Set([grounds.enrolled] + answer.corrections.map(\.text.position))
        }
    }
}

/// One cell that differs; absent where the template of a side has no such column.
package struct MatrixCellDifference: Codable, Hashable, Sendable {
    package let topic: Topic
    package let aspect: Aspect
    package let column: Identifier
    package let columnLabel: LocalizedLabel?
    package let before: MatrixCell?
    package let after: MatrixCell?
    /// Ascending: the events that one side rests on and the other does not.
    package let events: [Position]
}

extension MatrixDifference {
    /// An absent side is the time before the unit took part.
    package init(from before: MatrixAnswer?, to after: MatrixAnswer?) {
        changes = MatrixField.allCases.compactMap { field in
            let (old, new) = (field.value(in: before), field.value(in: after))
            let events = field.grounds(in: before).symmetricDifference(field.grounds(in: after))
            // As many corrections may be others.
            guard old != new || field == .corrections && !events.isEmpty else { return nil }
            return MatrixChange(field: field, before: old, after: new, events: events.sorted())
        }
        let columns = Self.columns(of: before, and: after)
        cells = Topic.allCases.flatMap { topic in
            Aspect.allCases.flatMap { aspect in
                columns.compactMap { column in
                    let (old, new) = (
                        before?.cell(topic, aspect, column.code), after?.cell(topic, aspect, column.code)
                    )
                    guard !Self.isSame(old, new) else { return nil }
                    return MatrixCellDifference(
                        topic: topic, aspect: aspect, column: column.code, columnLabel: column.label, before: old,
                        after: new, events: Set(old?.why ?? []).symmetricDifference(new?.why ?? []).sorted())
                }
            }
        }
    }

    /// A cell without text and sources is as if it weren't there, whichever columns a template has.
    private static func isSame(_ old: MatrixCell?, _ new: MatrixCell?) -> Bool {
        old?.text == new?.text && old?.sources ?? [] == new?.sources ?? []
    }

    /// Those of the later side, and behind them what only the earlier one has.
    private static func columns(of before: MatrixAnswer?, and after: MatrixAnswer?) -> [MatrixColumn] {
        let new = after?.columns ?? []
        let codes = Set(new.map(\.code))
        return new + (before?.columns ?? []).filter { !codes.contains($0.code) }
    }
}
