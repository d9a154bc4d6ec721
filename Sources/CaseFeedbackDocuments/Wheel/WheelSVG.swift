package import CaseFeedback
package import EventSourcing
import Foundation

/// The annual wheel as a picture (SVG 1.1, UTF-8): a ring of the phases with every unit in its own, and beside it the units by
/// name with interviews held and children selected.
///
/// It says all of it in words too, for those who can't see it: `role="img"`, a title and a description, in its language.
package struct WheelSVG {
    private let document: WheelDocument
    private let language: Language
    private let day: Day
    private let groups: [(phase: Phase, entries: [WheelList.Entry])]

    /// `today` is the day that stands in the picture when no other was asked for.
    package init(_ document: WheelDocument, in language: Language, today: Day) {
        self.document = document
        self.language = language
        day = document.standpoint.day(today: today)
        let hasCycles = Set(document.units.map(\.cycle)).count > 1
        var number = 0
        groups = Phase.allCases.compactMap { phase in
            let entries = document.units.filter { $0.phase == phase }.map { row in
                number += 1
                let unit = Words.name(row.unitLabel, row.unit, in: language)
                let cycle = Words.name(row.cycleLabel, row.cycle, in: language)
                return WheelList.Entry(number: number, row: row, name: hasCycles ? "\(unit), \(cycle)" : unit)
            }
            return entries.isEmpty ? nil : (phase, entries)
        }
    }

    /// The document, ended by a line break.
    package var text: String {
        let top = document.standpoint.nature == .demonstration ? 164.0 : 120.0
        let ring = WheelRing(
            centre: (Self.margin + WheelRing.outer, top + WheelRing.outer),
            numbers: Dictionary(uniqueKeysWithValues: groups.map { ($0.phase, $0.entries.map(\.number)) }))
        let list = WheelList(
            groups, left: 630, top: top + 24, width: Self.width - 630 - Self.margin, in: language)
        let height = max(top + 2 * WheelRing.outer, list.bottom) + Self.margin + 24
        var svg = SVGWriter()
        svg.begin(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(Int(Self.width)) \(SVGNumber.text(height))",
                "width": "\(Int(Self.width))", "height": SVGNumber.text(height), "role": "img",
                "lang": language.rawValue, "xml:lang": language.rawValue,
                "aria-labelledby": "wheel-title wheel-description", "font-family": Self.fonts,
            ])
        svg.add("title", ["id": "wheel-title"], text: title)
        svg.add("desc", ["id": "wheel-description"], text: description)
        svg.add("rect", ["width": "100%", "height": "100%", "fill": WheelPalette.page])
        addHeader(to: &svg)
        for segment in ring.segments { add(segment, of: ring, to: &svg) }
        addCentre(of: ring, to: &svg)
        add(list, to: &svg)
        add(
            document.standpoint.moment(in: language), x: Self.margin, y: height - 20, size: 13,
            fill: WheelPalette.quiet, to: &svg)
        svg.end()
        return svg.lines.joined(separator: "\n") + "\n"
    }

    private static let width = 1200.0
    private static let margin = 32.0
    private static let fonts = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

    private var title: String {
        Words.wheelTitle.text(
            in: language, filling: ["organisation": document.standpoint.organisationName(in: language)])
    }

    private var cycles: String {
        var seen: Set<Identifier> = []
        return document.units.filter { seen.insert($0.cycle).inserted }
            .map { Words.name($0.cycleLabel, $0.cycle, in: language) }.joined(separator: " · ")
    }

    /// Everything that the picture shows, in words.
    private var description: String {
        let totals = document.totals
        let nature = document.standpoint.nature == .demonstration ? [Words.demonstration.text(in: language) + "."] : []
        let summary = Words.wheelSummary.text(
            in: language,
            filling: [
                "units": Words.unitCount(totals.units, in: language), "held": String(totals.counts.held),
                "selected": String(totals.counts.selected),
            ])
        let phases = groups.map { group in
            let entries = group.entries.map { entry in
                let words = Words.wheelEntry.text(
                    in: language,
                    filling: [
                        "number": String(entry.number), "unit": entry.name, "held": String(entry.row.counts.held),
                        "selected": String(entry.row.counts.selected), "since": entry.row.since.description,
                    ])
                let breaches = entry.row.breaches.count
                return breaches > 0 ? "\(words), \(Words.breachCount(breaches, in: language))" : words
            }
            return "\(group.phase.heading(in: language)): \(entries.joined(separator: "; "))."
        }
        return (nature + [document.standpoint.moment(in: language), summary] + phases).joined(separator: " ")
    }

    private func addHeader(to svg: inout SVGWriter) {
        add(title, x: Self.margin, y: 54, size: 30, weight: "bold", to: &svg)
        let subtitle = cycles.isEmpty ? day.description : "\(day) · \(cycles)"
        add(subtitle, x: Self.margin, y: 84, size: 17, fill: WheelPalette.quiet, to: &svg)
        guard document.standpoint.nature == .demonstration else { return }
        svg.add(
            "rect",
            [
                "x": "32", "y": "102", "width": "1136", "height": "36", "rx": "4", "fill": WheelPalette.notice,
                "stroke": WheelPalette.ink, "stroke-width": "2",
            ])
        add(Words.demonstration.text(in: language), x: 48, y: 126, size: 17, weight: "bold", to: &svg)
    }

    private func add(_ segment: WheelRing.Segment, of ring: WheelRing, to svg: inout SVGWriter) {
        let colours = WheelPalette.pair(segment.phase)
        svg.add("path", ["d": ring.shape(segment, from: WheelRing.rim, to: WheelRing.outer), "fill": colours.dark])
        svg.add("path", ["d": ring.shape(segment, from: WheelRing.hole, to: WheelRing.field), "fill": colours.tint])
        svg.add("path", ["d": ring.arrow(segment), "fill": WheelPalette.page])
        let heading = segment.phase.heading(in: language)
        let name = segment.discs.isEmpty ? heading : "\(heading) · \(segment.discs.count)"
        let room = 2 * WheelRing.rim * sin(min(segment.angle, 2) / 2) - 34
        let size = min(15, 15 * room / SVGTextWidth.of(name, size: 15, isBold: true))
        svg.add(
            "text",
            [
                "transform": ring.namePlace(segment), "y": SVGNumber.text(size * 0.36),
                "font-size": SVGNumber.text(size),
                "font-weight": "bold", "text-anchor": "middle", "fill": WheelPalette.page,
            ], text: name)
        for disc in segment.discs {
            svg.add(
                "circle",
                [
                    "cx": SVGNumber.text(disc.x), "cy": SVGNumber.text(disc.y), "r": SVGNumber.text(ring.discRadius),
                    "fill": colours.dark,
                ])
            add(
                String(disc.number), x: disc.x, y: disc.y + ring.discRadius * 0.36, size: ring.discRadius,
                weight: "bold", anchor: "middle", fill: WheelPalette.page, to: &svg)
        }
    }

    private func addCentre(of ring: WheelRing, to svg: inout SVGWriter) {
        let counts = document.totals.counts
        let (x, y) = ring.centre
        add(String(counts.held), x: x, y: y - 8, size: 60, weight: "bold", anchor: "middle", to: &svg)
        let lines = [
            (counts.held == 1 ? Words.interviewHeld : Words.interviewsHeld).text(in: language),
            Words.ofSelected.text(in: language, filling: ["count": String(counts.selected)]),
            Words.unitCount(document.totals.units, in: language),
        ]
        for (index, line) in lines.enumerated() {
            add(line, x: x, y: y + 20 + 23 * Double(index), size: 16, anchor: "middle", to: &svg)
        }
    }

    private func add(_ list: WheelList, to svg: inout SVGWriter) {
        if groups.isEmpty { add(Words.noUnits.text(in: language), x: 630, y: 200, size: 16, to: &svg) }
        for item in list.items {
            let right = item.x + list.columnWidth
            switch item.kind {
            case .phase(let phase, let title, let legend):
                let colours = WheelPalette.pair(phase)
                svg.add(
                    "rect",
                    [
                        "x": SVGNumber.text(item.x), "y": SVGNumber.text(item.y),
                        "width": SVGNumber.text(list.columnWidth), "height": SVGNumber.text(WheelList.headingHeight),
                        "fill": colours.dark,
                    ])
                add(
                    title, x: item.x + 8, y: item.y + 18, size: 14, weight: "bold", fill: WheelPalette.page, to: &svg)
                guard let legend else { continue }
                add(
                    legend, x: right - 8, y: item.y + 17.5, size: 12, anchor: "end", fill: WheelPalette.page, to: &svg)
            case .unit(let entry, let lines, let note):
                let baseline = item.y + 13
                add(
                    String(entry.number), x: item.x + 26, y: baseline, size: 14, weight: "bold", anchor: "end",
                    to: &svg)
                for (index, line) in (lines + (note.map { [$0] } ?? [])).enumerated() {
                    add(
                        line, x: item.x + 36, y: baseline + WheelList.lineHeight * Double(index),
                        size: WheelList.nameSize, weight: index == lines.count ? "bold" : nil, to: &svg)
                }
                add(
                    "\(entry.row.counts.held) / \(entry.row.counts.selected)", x: right - 8, y: baseline,
                    size: 14, anchor: "end", to: &svg)
            }
        }
    }

    private func add(
        _ words: String, x: Double, y: Double, size: Double, weight: String? = nil, anchor: String? = nil,
        fill: String = WheelPalette.ink, to svg: inout SVGWriter
    ) {
        svg.add(
            "text",
            [
                "x": SVGNumber.text(x), "y": SVGNumber.text(y), "font-size": SVGNumber.text(size),
                "font-weight": weight ?? "normal", "text-anchor": anchor ?? "start", "fill": fill,
            ], text: words)
    }
}
