import EventSourcing
import Testing

@testable import CaseFeedback
@testable import CaseFeedbackDocuments

/// Wheels to draw and to print, of any size.
enum WheelSamples {
    static let names = [
        "Centrum barn och unga", "Majorna-Linné", "Västra Hisingen", "Örgryte-Härlanda", "Askim-Frölunda-Högsbo",
        "Lundby", "Norra Hisingen", "Angered", "Östra Göteborg", "Västra Göteborg",
        "Mottagningsenheten för barn och unga",
        "Familjehemsenheten", "Ungdomsenheten", "Ekonomi & bistånd <barn>",
    ]

    static func standpoint(
        nature: LogNature = .demonstration, asOf: AsOf = .now, knownAt: KnownAt = .head, position: Int64 = 1234
    ) throws -> Standpoint {
        Standpoint(
            organisationLabel: LocalizedLabel(sv: try Label("Göteborgs Stad"), en: try Label("City of Gothenburg")),
            nature: nature,
            position: LogPosition(
                log: LogID(organisation: try OrganisationID("1480"), kind: .cases), position: Position(position)),
            asOf: asOf, knownAt: knownAt)
    }

    /// Units over the phases that are named, in turn.
    static func rows(
        _ count: Int, phases: [Phase], cycles: [String] = ["2017-2018"], breaches: Bool = false
    ) throws -> [WheelRow] {
        try (0..<count).map { index in
            try row(
                names[index % names.count] + (index >= names.count ? " \(index / names.count + 1)" : ""),
                phase: phases[index % phases.count], cycle: cycles[index % cycles.count], held: 3 + index * 7 % 6,
                breaches: breaches && index == 1)
        }
        .sorted { ($0.cycle, $0.unit) < ($1.cycle, $1.unit) }
    }

    static func row(
        _ name: String, phase: Phase, cycle: String = "2017-2018", held: Int = 5, breaches: Bool = false
    ) throws -> WheelRow {
        var counts = WheelCounts()
        for _ in 0..<held { counts.count(.held) }
        counts.count(.declinedByChild)
        counts.count(.pending)
        let identifier = String(
            name.lowercased().unicodeScalars.filter(\.isASCII).filter { $0 != "&" }.map(Character.init)
        )
        .split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        let since = try #require(Day(year: 2018, month: 3, day: 1))
        return WheelRow(
            unit: try Identifier(identifier), unitLabel: LocalizedLabel(sv: try Label(name)),
            cycle: try Identifier(cycle), cycleLabel: LocalizedLabel(sv: try Label(cycle.replacing("-", with: "/"))),
            committee: try Identifier("sdn-centrum"),
            committeeLabel: LocalizedLabel(sv: try Label("Stadsdelsnämnden Centrum")), committees: [], phase: phase,
            since: since, sincePosition: Position(12), counts: counts, statements: held * 4, statementsHidden: 0,
            interviewsNotCovered: [], nextPhase: phase.next,
            missing: [
                Missing(code: "seminar-not-held", count: nil, isRequired: true),
                Missing(code: "outcomes-pending", count: 1, isRequired: false),
            ],
            dates: [WheelDate(step: "seminar", day: since.adding(days: 40), position: Position(13))],
            breaches: breaches
                ? [WheelBreach(code: "interviewer-is-case-worker", position: Position(7), causedBy: Position(20))] : [])
    }
}
