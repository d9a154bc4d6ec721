import CaseFeedback
import Synchronization

/// How far a long verb has come: share, rate and what remains, on one line of a terminal's standard error.
///
/// Nothing is shown where standard error is no terminal.
final class ProgressBar: Sendable {
    private let label: String
    private let total: Int64
    private let language: Language
    private let isShown: Bool
    private let started = ContinuousClock.now
    private let lastShown: Mutex<ContinuousClock.Instant?> = Mutex(nil)
    /// Where the work began: what was done before says nothing of its rate.
    private let base: Mutex<Int64?> = Mutex(nil)

    /// Often enough to look alive, seldom enough to cost nothing.
    private static let pause = Duration.milliseconds(100)

    init(_ label: String, of total: Int64, on console: Console) {
        self.label = label
        self.total = total
        language = console.language
        isShown = Output.standardError.isTerminal && !console.isJSON
    }

    func show(_ done: Int64) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = lastShown.withLock { last in
            if let shown = last, shown.duration(to: now) < Self.pause, done < total { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let base = base.withLock { base in
            base = base ?? done
            return base ?? done
        }
        let line = Self.line(
            label, done: done, from: base, of: total, after: started.duration(to: now), in: language)
        try? Output.standardError.write("\r\(line)\u{1B}[K")
    }

    /// Clears the line, so that the answer stands alone.
    func finish() {
        let wasShown = lastShown.withLock { $0 != nil }
        if wasShown { try? Output.standardError.write("\r\u{1B}[K") }
    }

    /// `annual-wheel [██████░░░░] 60 %  1200/s  återstår 3 s`
    static func line(
        _ label: String, done: Int64, from base: Int64 = 0, of total: Int64, after elapsed: Duration,
        in language: Language
    ) -> String {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let filled = Int(share * 20)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Double(done - base) / seconds : 0
        let remaining = rate > 0 ? Int((Double(max(0, total - done)) / rate).rounded(.up)) : nil
        let rest = remaining.map { Self.remaining.text(in: language, filling: ["seconds": "\($0)"]) }
        return ["\(label) [\(bar)] \(Int(share * 100)) %", "\(Int(rate))/s", rest].compactMap { $0 }
            .joined(separator: "  ")
    }

    private static let remaining = Sentence(sv: "återstår {seconds} s", en: "{seconds} s remaining")
}
