import CaseFeedback
import Foundation

/// The ring: a segment for each phase of a turn, clockwise from the top, as wide as it has units in it, and never so narrow
/// that its name doesn't fit.
struct WheelRing {
    struct Segment {
        let phase: Phase
        /// In radians, clockwise from three o'clock, as SVG's y axis points down.
        let start: Double
        let end: Double
        let discs: [Disc]

        var middle: Double { (start + end) / 2 }
        var angle: Double { end - start }
    }

    /// A unit in its phase, by its number in the list.
    struct Disc {
        let number: Int
        let x: Double
        let y: Double
    }

    static let outer = 268.0
    static let rim = 234.0
    static let field = 230.0
    static let hole = 126.0
    static let phases: [Phase] = [.planning, .interviews, .seminar, .report, .committee, .followUp]

    let centre: (x: Double, y: Double)
    let segments: [Segment]
    let discRadius: Double

    init(centre: (x: Double, y: Double), numbers: [Phase: [Int]]) {
        self.centre = centre
        let counts = Self.phases.map { numbers[$0]?.count ?? 0 }
        let angles = Self.angles(counts)
        // A smaller disc until all of them find room; from there on they would no longer be legible.
        let radius =
            stride(from: 14.0, to: 7, by: -1).first { radius in
                zip(counts, angles).allSatisfy { Self.arcs(count: $0, angle: $1, radius: radius) != nil }
            } ?? 7
        discRadius = radius
        var start = -Double.pi / 2
        var segments: [Segment] = []
        for (phase, angle) in zip(Self.phases, angles) {
            let discs = Self.discs(numbers[phase] ?? [], from: start, angle: angle, radius: radius, around: centre)
            segments.append(Segment(phase: phase, start: start, end: start + angle, discs: discs))
            start += angle
        }
        self.segments = segments
    }

    func point(_ radius: Double, _ angle: Double) -> String { Self.point(radius, angle, around: centre) }

    /// A closed shape between two radii, with a small gap to its neighbours.
    func shape(_ segment: Segment, from inner: Double, to outer: Double) -> String {
        let (from, to) = (segment.start + Self.gap / outer, segment.end - Self.gap / outer)
        let (innerFrom, innerTo) = (segment.start + Self.gap / inner, segment.end - Self.gap / inner)
        let large = to - from > .pi ? 1 : 0
        let (near, far) = (SVGNumber.text(inner), SVGNumber.text(outer))
        return "M\(point(outer, from)) A\(far) \(far) 0 \(large) 1 \(point(outer, to)) "
            + "L\(point(inner, innerTo)) A\(near) \(near) 0 \(large) 0 \(point(inner, innerFrom)) Z"
    }

    /// Where a segment's name stands in the rim, turned along it so that it reads from left to right below too. Straight, since
    /// not every program that shows SVG can set text along a curve.
    func namePlace(_ segment: Segment) -> String {
        let turn = sin(segment.middle) > 0.15 ? -90.0 : 90.0
        let place = point((Self.outer + Self.rim) / 2, segment.middle)
        return "translate(\(place)) rotate(\(SVGNumber.text(segment.middle * 180 / .pi + turn)))"
    }

    /// A small arrowhead at the end of a segment: the way that the wheel turns.
    func arrow(_ segment: Segment) -> String {
        let middle = (Self.outer + Self.rim) / 2
        let tip = segment.end - 5 / middle
        let back = segment.end - 14 / middle
        return "M\(point(middle, tip)) L\(point(middle + 7, back)) L\(point(middle - 7, back)) Z"
    }

    private static let gap = 1.5
    private static let narrowest = 34.0 * Double.pi / 180

    private static func angles(_ counts: [Int]) -> [Double] {
        let total = counts.reduce(0, +)
        let rest = 2 * Double.pi - narrowest * Double(counts.count)
        guard total > 0 else { return counts.map { _ in 2 * Double.pi / Double(counts.count) } }
        return counts.map { narrowest + rest * Double($0) / Double(total) }
    }

    private static func point(_ radius: Double, _ angle: Double, around centre: (x: Double, y: Double)) -> String {
        "\(SVGNumber.text(centre.x + radius * cos(angle))) \(SVGNumber.text(centre.y + radius * sin(angle)))"
    }

    private static func pitch(_ radius: Double) -> Double { 2 * radius + 5 }

    /// On how many arcs, of which radii and with how many discs each; nothing when there is no room.
    private static func arcs(count: Int, angle: Double, radius: Double) -> [(radius: Double, count: Int)]? {
        guard count > 0 else { return [] }
        let depth = field - hole
        for number in 1...max(1, Int(depth / pitch(radius))) {
            let between = depth / Double(number)
            let radii = (0..<number).map { field - between * (Double($0) + 0.5) }
            let capacities = radii.map { max(0, Int((angle * $0 - 8) / pitch(radius))) }
            let total = capacities.reduce(0, +)
            guard total >= count else { continue }
            var left = count
            return zip(radii, capacities).map { arc, capacity in
                let taken = min(left, capacity, (count * capacity + total - 1) / total)
                left -= taken
                return (arc, taken)
            }
        }
        return nil
    }

    private static func discs(
        _ numbers: [Int], from start: Double, angle: Double, radius: Double, around centre: (x: Double, y: Double)
    ) -> [Disc] {
        var rest = numbers[...]
        return (arcs(count: numbers.count, angle: angle, radius: radius) ?? []).flatMap { arc in
            let taken = rest.prefix(arc.count)
            rest = rest.dropFirst(arc.count)
            let step = pitch(radius) / arc.radius
            let first = start + angle / 2 - step * Double(taken.count - 1) / 2
            return taken.enumerated().map { index, number in
                let direction = first + step * Double(index)
                return Disc(
                    number: number, x: centre.x + arc.radius * cos(direction), y: centre.y + arc.radius * sin(direction)
                )
            }
        }
    }
}
