package import CaseFeedback
import EventSourcing

/// The annual wheel in JSON: `{organisation, …, units: [row…], totals: {…}}`, a row for each unit and cycle.
package struct WheelDocument: AnswerDocument {
    package let standpoint: Standpoint
    package let units: [WheelRow]
    package let totals: WheelTotals

    package init(_ rows: [WheelRow], from standpoint: Standpoint) {
        self.standpoint = standpoint
        units = rows
        totals = WheelTotals(of: rows)
    }

    private enum CodingKeys: String, CodingKey { case units, totals }

    package func encode(to encoder: any Encoder) throws {
        try standpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(units, forKey: .units)
        try container.encode(totals, forKey: .totals)
    }
}

/// The wheel in sum.
package struct WheelTotals: Codable, Hashable, Sendable {
    /// Units, each once, in however many cycles it is.
    package private(set) var units = 0
    /// Rows: a unit in a cycle.
    package private(set) var rounds = 0
    /// Rounds by phase; a phase without any is left out.
    package private(set) var phases: [String: Int] = [:]
    package private(set) var counts = WheelCounts()
    package private(set) var statements = 0
    package private(set) var breaches = 0

    package init(of rows: [WheelRow]) {
        units = Set(rows.map(\.unit)).count
        rounds = rows.count
        for row in rows {
            phases[row.phase.rawValue, default: 0] += 1
            counts.add(row.counts)
            statements += row.statements
            breaches += row.breaches.count
        }
    }
}

extension WheelCounts {
    fileprivate mutating func add(_ other: WheelCounts) {
        let fields: [WritableKeyPath<WheelCounts, Int>] = [
            \.selected, \.held, \.interrupted, \.declinedByChild, \.refusedByGuardian, \.noReply, \.cancelled,
            \.withdrawn,
            \.pending,
        ]
        for field in fields { self[keyPath: field] += other[keyPath: field] }
    }
}
