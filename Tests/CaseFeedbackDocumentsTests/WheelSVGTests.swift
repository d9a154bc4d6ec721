import EventSourcing
import Foundation
import Testing

@testable import CaseFeedback
@testable import CaseFeedbackDocuments

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct `The wheel as a picture` {
    private func svg(
        _ rows: [WheelRow], in language: Language = .swedish, nature: LogNature = .demonstration
    ) throws -> String {
        let day = try Day(jsonString: "2018-09-13")
        let document = WheelDocument(rows, from: try WheelSamples.standpoint(nature: nature, asOf: .day(day)))
        return WheelSVG(document, in: language, today: day).text
    }

    @Test(arguments: [0, 1, 12, 23, 40, 200])
    func `is well-formed for any number of units, with names that need escaping`(count: Int) throws {
        let text = try svg(WheelSamples.rows(count, phases: Phase.allCases))
        #expect(XMLParser(data: Data(text.utf8)).parse())
    }

    @Test func `draws every unit once in the ring and names it once in the list`() throws {
        for count in [12, 23, 40] {
            let text = try svg(WheelSamples.rows(count, phases: WheelRing.phases))
            #expect(text.components(separatedBy: "<circle").count - 1 == count)
        }
    }

    @Test func `keeps its discs apart and within the ring`() throws {
        for counts in [
            [12, 0, 0, 0, 0, 0], [0, 3, 3, 6, 0, 0], [4, 4, 4, 4, 4, 3], [0, 0, 0, 40, 0, 0], [7, 7, 7, 7, 6, 6],
        ] {
            var number = 0
            var numbers: [Phase: [Int]] = [:]
            for (phase, count) in zip(WheelRing.phases, counts) {
                numbers[phase] = (0..<count).map { _ in
                    number += 1
                    return number
                }
            }
            let ring = WheelRing(centre: (0, 0), numbers: numbers)
            let discs = ring.segments.flatMap(\.discs)
            #expect(discs.map(\.number).sorted() == Array(1...counts.reduce(0, +)))
            for (index, disc) in discs.enumerated() {
                let distance = (disc.x * disc.x + disc.y * disc.y).squareRoot()
                #expect(distance + ring.discRadius <= WheelRing.field && distance - ring.discRadius >= WheelRing.hole)
                for other in discs[(index + 1)...] {
                    let (x, y) = (disc.x - other.x, disc.y - other.y)
                    #expect((x * x + y * y).squareRoot() >= 2 * ring.discRadius, "\(disc.number) on \(other.number)")
                }
            }
        }
    }

    @Test func `tells those who can't see it all that it shows`() throws {
        let rows = try WheelSamples.rows(12, phases: Phase.allCases, breaches: true)
        let text = try svg(rows)
        let description = try #require(text.split(separator: "\n").first { $0.contains("<desc") })
        for row in rows {
            let name = SVGWriter.escaped(try #require(row.unitLabel?.text(in: .swedish)))
            #expect(description.contains("\(name): \(row.counts.held) hållna av \(row.counts.selected) valda"))
        }
        #expect(description.contains("1 avvikelse") && description.contains("DEMONSTRATION"))
        #expect(text.contains("role=\"img\"") && text.contains("lang=\"sv\""))
        #expect(text.contains("aria-labelledby=\"wheel-title wheel-description\""))
    }

    @Test func `says that it is a demonstration, and only then`() throws {
        let rows = try WheelSamples.rows(3, phases: [.report])
        #expect(try svg(rows).contains(">DEMONSTRATION – påhittade uppgifter</text>"))
        #expect(try svg(rows, in: .english).contains(">DEMONSTRATION — synthetic data</text>"))
        #expect(try !svg(rows, nature: .live).contains("DEMONSTRATION"))
    }

    @Test func `looks as it did`() throws {
        let rows = try [
            WheelSamples.row("Centrum", phase: .report, held: 7),
            WheelSamples.row("Örgryte", phase: .interviews, held: 2),
            WheelSamples.row("Majorna-Linné", phase: .report, held: 5, breaches: true),
        ]
        try Golden.expect(try svg(rows), is: "wheel.sv.svg")
    }
}

@Suite struct `The colours of the wheel` {
    /// WCAG 2.1, relative luminance (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance).
    private func luminance(_ colour: String) throws -> Double {
        let number = try #require(UInt32(colour.dropFirst(), radix: 16))
        let channels = [number >> 16 & 255, number >> 8 & 255, number & 255].map { channel in
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    private func contrast(_ one: String, _ other: String) throws -> Double {
        let (one, other) = (try luminance(one), try luminance(other))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    @Test func `are computed right: black on white is 21, and a known grey 4.54`() throws {
        #expect(abs(try contrast("#000000", "#FFFFFF") - 21) < 0.001)
        #expect(abs(try contrast("#767676", "#FFFFFF") - 4.54) < 0.01)
    }

    @Test(arguments: Phase.allCases)
    func `carry text at 4.5 to 1 and shapes at 3 to 1`(phase: Phase) throws {
        let pair = WheelPalette.pair(phase)
        #expect(try contrast(WheelPalette.page, pair.dark) >= 4.5)
        #expect(try contrast(pair.tint, pair.dark) >= 4.5)
        #expect(try contrast(WheelPalette.ink, pair.tint) >= 4.5)
    }

    @Test func `carry text on the page and on the notice`() throws {
        #expect(try contrast(WheelPalette.ink, WheelPalette.page) >= 4.5)
        #expect(try contrast(WheelPalette.quiet, WheelPalette.page) >= 4.5)
        #expect(try contrast(WheelPalette.ink, WheelPalette.notice) >= 4.5)
    }

    @Test func `are the only ones in the picture`() throws {
        let day = try Day(jsonString: "2018-09-13")
        let rows = try WheelSamples.rows(14, phases: Phase.allCases)
        let text = WheelSVG(WheelDocument(rows, from: try WheelSamples.standpoint()), in: .swedish, today: day).text
        let used = Set(text.components(separatedBy: "fill=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) })
        let pairs = Phase.allCases.map(WheelPalette.pair)
        let known =
            pairs.flatMap { [$0.dark, $0.tint] }
            + [WheelPalette.page, WheelPalette.ink, WheelPalette.quiet, WheelPalette.notice]
        #expect(used.isSubset(of: known))
    }
}
