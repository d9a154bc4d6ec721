package import EventSourcing

/// One unit of a cycle that was replayed under other instruments, beside what it really was.
package struct WhatIfRound: Codable, Hashable, Sendable {
    package let unit: Identifier
    package let cycle: Identifier
    /// Absent where no template was supposed.
    package let matrix: MatrixDifference?
    /// What the supposed consent rule would have refused; absent where none was supposed.
    package let objections: [ConsentObjection]?

    package init(unit: Identifier, cycle: Identifier, matrix: MatrixDifference?, objections: [ConsentObjection]?) {
        self.unit = unit
        self.cycle = cycle
        self.matrix = matrix
        self.objections = objections
    }
}
