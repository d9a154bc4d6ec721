package import EventSourcing

/// One unit of a cycle that was replayed under other instruments, beside what it really was.
package struct WhatIfRound: Codable, Hashable, Sendable {
    package let unit: Identifier
    package let cycle: Identifier
    package let matrix: MatrixDifference
    /// What else the supposed consent rule makes of it; absent where none was supposed.
    package let objections: [ConsentObjection]?
    /// Ascending: what would not be there, being refused or resting on what was refused.
    package let leftOut: [Position]?
    /// The row of the wheel without those.
    package let wheel: [WheelChange]?

    package init(
        unit: Identifier, cycle: Identifier, matrix: MatrixDifference, objections: [ConsentObjection]? = nil,
        leftOut: [Position]? = nil, wheel: [WheelChange]? = nil
    ) {
        self.unit = unit
        self.cycle = cycle
        self.matrix = matrix
        self.objections = objections
        self.leftOut = leftOut
        self.wheel = wheel
    }
}
