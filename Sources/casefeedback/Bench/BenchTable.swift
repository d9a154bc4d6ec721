import CaseFeedback
import Foundation

/// The figures of a run, for people and for programs.
struct BenchTable {
    private var groups: [(measurement: String, figures: [Figure])] = []

    mutating func add(_ figures: [Figure], of measurement: String) { groups.append((measurement, figures)) }

    /// One flat object of numbers, by key: `{"append.single.ratio":0.81,…}`. Numbers with decimals, which canonical JSON
    /// doesn't know.
    var json: String {
        let numbers = groups.flatMap { group in group.figures.map { ($0.key(in: group.measurement), $0.value) } }
            .filter { $0.1.isFinite }.sorted { $0.0 < $1.0 }
        return "{" + numbers.map { "\"\($0.0)\":\(Self.number($0.1, decimals: 3))" }.joined(separator: ",") + "}"
    }

    /// Rates beside what they are compared with, then the numbers that are none.
    func text(in language: Language) -> String {
        var rates = Columns(Words.titles.map { $0.text(in: language) })
        var numbers = Columns([Words.figure, Words.value].map { $0.text(in: language) })
        for group in groups {
            let rows = Self.rows(of: group.measurement, group.figures)
            rates.rows += rows.rates
            numbers.rows += rows.numbers
        }
        return [rates, numbers].filter { !$0.rows.isEmpty }.map(\.text).joined(separator: "\n")
    }

    /// A row for every baseline, and one for each further number.
    private static func rows(
        of measurement: String, _ figures: [Figure]
    ) -> (rates: [[String]], numbers: [[String]]) {
        var values = Dictionary(figures.map { ($0.name, $0.value) }) { $1 }
        var rows: [[String]] = []
        let ours = values.removeValue(forKey: "ours").map { number($0, decimals: 0) } ?? ""
        let latencies = ["p50_ms", "p99_ms", "max_ms"].map { name in
            values.removeValue(forKey: name).map { number($0, decimals: 2) } ?? ""
        }
        for figure in figures where figure.name.hasSuffix("raw") {
            let prefix = String(figure.name.dropLast("raw".count))
            let ratio = values.removeValue(forKey: "\(prefix)ratio").map { number($0, decimals: 2) } ?? ""
            values[figure.name] = nil
            let isFirst = rows.isEmpty
            rows.append(
                [
                    isFirst ? measurement : "", isFirst ? ours : "", figure.name, number(figure.value, decimals: 0),
                    ratio,
                ] + (isFirst ? latencies : ["", "", ""]))
        }
        if rows.isEmpty, !ours.isEmpty { rows.append([measurement, ours, "", "", ""] + latencies) }
        let further = figures.filter { values[$0.name] != nil }
        return (rows, further.map { [$0.key(in: measurement), number($0.value, decimals: 2)] })
    }

    private static func number(_ value: Double, decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    private enum Words {
        static let figure = Sentence(sv: "Mått", en: "Figure")
        static let value = Sentence(sv: "Värde", en: "Value")
        static let titles = [
            figure, Sentence(sv: "Vi, /s", en: "Ours, /s"),
            Sentence(sv: "Mot", en: "Against"), Sentence(sv: "Det, /s", en: "It, /s"),
            Sentence(sv: "Kvot", en: "Ratio"), Sentence(sv: "p50 ms", en: "p50 ms"),
            Sentence(sv: "p99 ms", en: "p99 ms"), Sentence(sv: "Längst ms", en: "Longest ms"),
        ]
    }
}
