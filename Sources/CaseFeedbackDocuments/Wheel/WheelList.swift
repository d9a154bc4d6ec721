import CaseFeedback
import EventSourcing

/// The list beside the ring: the units under their phases, in one column or two.
struct WheelList {
    /// One unit in one cycle, with the number that it has in the ring.
    struct Entry {
        let number: Int
        let row: WheelRow
        let name: String
    }

    struct Item {
        enum Kind {
            case phase(Phase, title: String, legend: String?)
            case unit(Entry, lines: [String], note: String?)
        }

        let kind: Kind
        let x: Double
        let y: Double
    }

    static let lineHeight = 17.0
    static let rowGap = 6.0
    static let headingHeight = 26.0
    static let nameSize = 14.0

    let items: [Item]
    let columnWidth: Double
    let bottom: Double

    init(_ groups: [(phase: Phase, entries: [Entry])], left: Double, top: Double, width: Double, in language: Language)
    {
        let count = groups.reduce(0) { $0 + $1.entries.count }
        let columns = count > 16 ? 2 : 1
        let gap = 28.0
        columnWidth = (width - gap * Double(columns - 1)) / Double(columns)
        let flow = Flow(groups, nameWidth: columnWidth - 98, isNarrow: columns > 1, in: language)
        let height = flow.height / Double(columns)
        var items: [Item] = []
        var (x, y, lowest) = (left, top, top)
        var column = 1
        for part in flow.parts {
            // A heading never stands alone at the foot of a column; a phase that goes on says its name again.
            if column < columns, y > top, part.mayBegin, y + part.kept / 2 > top + height {
                (x, y, column) = (x + columnWidth + gap, top, column + 1)
                if let continued = part.continued {
                    items.append(Item(kind: continued, x: x, y: y))
                    y += Self.headingHeight + Self.rowGap
                }
            } else if part.isHeading, y > top {
                y += 10
            }
            items.append(Item(kind: part.kind, x: x, y: y))
            y += part.height
            lowest = max(lowest, y)
        }
        self.items = items
        bottom = lowest
    }

    /// Headings and units one below the other, before they are set in columns.
    private struct Flow {
        struct Part {
            let kind: Item.Kind
            let height: Double
            /// The height that must stay in one column: a heading's with that of its first unit, twice the rest of it.
            let kept: Double
            let isHeading: Bool
            /// The heading to repeat when a column begins with this.
            let continued: Item.Kind?

            /// Whether a column may begin with it: not with the first unit of a phase, whose heading stands above.
            var mayBegin: Bool { isHeading || continued != nil }
        }

        private(set) var parts: [Part] = []
        var height: Double { parts.reduce(0) { $0 + $1.height + ($1.isHeading ? 10 : 0) } }

        init(
            _ groups: [(phase: Phase, entries: [Entry])], nameWidth: Double, isNarrow: Bool, in language: Language
        ) {
            for group in groups {
                let name = group.phase.heading(in: language)
                let count = group.entries.count
                let title = "\(name) · \(isNarrow ? String(count) : Words.unitCount(count, in: language))"
                let legend = Words.heldOfSelected.text(in: language)
                let heading = headingHeight + rowGap
                parts.append(
                    Part(
                        kind: .phase(group.phase, title: title, legend: legend), height: heading,
                        kept: 2 * heading + lineHeight, isHeading: true, continued: nil))
                let again = Words.continued.text(in: language, filling: ["phase": name])
                for (index, entry) in group.entries.enumerated() {
                    let lines = SVGTextWidth.wrapped(entry.name, size: nameSize, width: nameWidth, linesMax: 3)
                    let breaches = entry.row.breaches.count
                    let note = breaches > 0 ? Words.breachCount(breaches, in: language) : nil
                    let height = Double(lines.count + (note == nil ? 0 : 1)) * lineHeight + rowGap
                    parts.append(
                        Part(
                            kind: .unit(entry, lines: lines, note: note), height: height, kept: height,
                            isHeading: false,
                            continued: index == 0 ? nil : .phase(group.phase, title: again, legend: nil)))
                }
            }
        }
    }
}
