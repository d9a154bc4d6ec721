import CaseFeedback
import Synchronization

/// How far a long verb has come: share, rate and what remains, on one line of a terminal's standard error.
///
/// Nothing is shown where standard error is no terminal.
final class ProgressBar: Sendable {
    private let language: Language
    private let isShown: Bool
    private let progress: Mutex<Progress>
    private let lastShown: Mutex<ContinuousClock.Instant?> = Mutex(nil)

    /// Often enough to look alive, seldom enough to cost nothing.
    private static let pause = Duration.milliseconds(100)

    init(_ label: String, of total: Int64, on console: Console) {
        progress = Mutex(Progress(label, of: total))
        language = console.language
        isShown = Output.standardError.isTerminal && !console.isJSON
    }

    func show(_ done: Int64) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let line = progress.withLock { progress in
            progress.reached(done, at: now)
            return progress.line(at: now, in: language)
        }
        let isDue = lastShown.withLock { last in
            if let shown = last, shown.duration(to: now) < Self.pause, !line.isWhole { return false }
            last = now
            return true
        }
        guard isDue else { return }
        write(line.text)
    }

    /// Says what is done where nothing is counted.
    func show(_ phase: Sentence) {
        guard isShown else { return }
        let label = progress.withLock { $0.label }
        lastShown.withLock { $0 = ContinuousClock.now }
        write("\(label): \(phase.text(in: language))")
    }

    /// Clears the line, so that the answer stands alone.
    func finish() {
        let wasShown = lastShown.withLock { $0 != nil }
        if wasShown { write("") }
    }

    private func write(_ line: String) { try? Output.standardError.write("\r\(line)\u{1B}[K") }
}

/// What a bar knows of some work: how much there is, where it began to be counted and when, and where it is.
struct Progress: Sendable {
    let label: String
    private let total: Int64
    private var done: Int64 = 0
    /// The first that was told: what was done before, and what took time before anything was counted, says nothing of the rate.
    private var base: (done: Int64, at: ContinuousClock.Instant)?

    init(_ label: String, of total: Int64) {
        self.label = label
        self.total = total
    }

    mutating func reached(_ done: Int64, at now: ContinuousClock.Instant) {
        base = base ?? (done, now)
        self.done = done
    }

    /// `annual-wheel [██████░░░░] 60 %  1200/s  återstår 3 s`
    func line(at now: ContinuousClock.Instant, in language: Language) -> (text: String, isWhole: Bool) {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let filled = Int(share * 20)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        let seconds = base.map { $0.at.duration(to: now) / .seconds(1) } ?? 0
        let rate = seconds > 0 ? Double(done - (base?.done ?? 0)) / seconds : 0
        let remaining = rate > 0 ? Int((Double(max(0, total - done)) / rate).rounded(.up)) : nil
        let rest = remaining.map { Self.remaining.text(in: language, filling: ["seconds": "\($0)"]) }
        let text = ["\(label) [\(bar)] \(Int(share * 100)) %", rate > 0 ? "\(Int(rate))/s" : nil, rest]
            .compactMap { $0 }.joined(separator: "  ")
        return (text, done >= total)
    }

    private static let remaining = Sentence(sv: "återstår {seconds} s", en: "{seconds} s remaining")
}
