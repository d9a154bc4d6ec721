import CaseFeedback

/// One figure of `casefeedback bench`, such as `append.single`: what is measured and against what.
///
/// A new one is a file with a value like this and a line in ``Measurement/all``.
struct Measurement: Sendable {
    /// The key that its numbers begin with.
    let name: String
    /// Makes ready what is measured, and gives the sides. The first is ours, called `ours`; the others are called for the
    /// number that they give: `raw`, or `batch_raw` for a second baseline.
    let prepare: @Sendable (BenchStage) async throws(Failure) -> [Side]
    /// The numbers, by the rest of their keys; unless given, rates, ratios and latencies.
    var figures: @Sendable (Turns) -> [Figure] = { $0.rates }
}

/// One of the things that are compared: works for about as long as it is told, and says how much it did.
struct Side: Sendable {
    let name: String
    /// Does the same in every turn, however short: a whole rebuild. It is long enough not to need a warm-up.
    let isWhole: Bool
    let run: @Sendable (Duration) async throws(Failure) -> Sample

    init(
        _ name: String, isWhole: Bool = false, run: @escaping @Sendable (Duration) async throws(Failure) -> Sample
    ) {
        self.name = name
        self.isWhole = isWhole
        self.run = run
    }
}

/// What one side did in one turn.
struct Sample: Sendable {
    /// Events, or whatever else is counted.
    var count: Int
    var elapsed: Duration
    /// Of every call, where they are of interest.
    var latencies: [Duration] = []
    /// Further numbers of this turn, by the rest of their keys: `peak_mib`.
    var numbers: [String: Double] = [:]

    /// A second.
    var rate: Double { Double(count) / (elapsed / .seconds(1)) }
}

/// One number, under a key's rest: `ratio`; empty where the measurement's name is the whole key.
struct Figure: Sendable {
    let name: String
    let value: Double

    func key(in measurement: String) -> String { name.isEmpty ? measurement : "\(measurement).\(name)" }
}

/// What all sides did, turn by turn: the turns of one number stand beside each other in time.
struct Turns: Sendable {
    let sides: [String]
    private var samples: [String: [Sample]] = [:]

    init(sides: [String]) { self.sides = sides }

    mutating func add(_ sample: Sample, of side: String) { samples[side, default: []].append(sample) }

    func samples(of side: String) -> [Sample] { samples[side] ?? [] }

    /// The median of a side's rates.
    func rate(of side: String) -> Double { Statistics.median(samples(of: side).map(\.rate)) }

    /// The median of the pairs' ratios.
    func ratio(of side: String, to other: String) -> Double {
        Statistics.median(zip(samples(of: side), samples(of: other)).map { $0.rate / $1.rate })
    }

    func latencies(of side: String) -> [Duration] { samples(of: side).flatMap(\.latencies).sorted() }

    /// `ours`, `raw`, `ratio`, the same of further baselines, percentiles of our latencies, and our further numbers.
    var rates: [Figure] {
        var figures = [Figure(name: "ours", value: rate(of: "ours"))]
        for side in sides where side != "ours" {
            figures.append(Figure(name: side, value: rate(of: side)))
            guard side.hasSuffix("raw") else { continue }
            figures.append(
                Figure(name: side.dropLast("raw".count) + "ratio", value: ratio(of: "ours", to: side)))
        }
        return figures + latencyFigures + numberFigures
    }

    private var latencyFigures: [Figure] {
        let sorted = latencies(of: "ours")
        guard !sorted.isEmpty else { return [] }
        return [("p50_ms", 0.5), ("p99_ms", 0.99), ("max_ms", 1)].map { name, share in
            Figure(name: name, value: Statistics.percentile(share, of: sorted) / .milliseconds(1))
        }
    }

    private var numberFigures: [Figure] {
        let numbers = samples(of: "ours").map(\.numbers)
        return Set(numbers.flatMap(\.keys)).sorted().map { key in
            Figure(name: key, value: Statistics.median(numbers.compactMap { $0[key] }))
        }
    }
}

enum Statistics {
    /// 0 of nothing.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The smallest value that this share of them does not exceed.
    static func percentile(_ share: Double, of sorted: [Duration]) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(rank, 0), sorted.count - 1)]
    }
}
