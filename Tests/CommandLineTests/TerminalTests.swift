import CaseFeedback
import EventSourcing
import EventStore
import Testing

@testable import casefeedback

@Suite struct `A progress bar` {
    private static let begun = ContinuousClock.now

    private func line(_ done: Int64, of total: Int64, from base: Int64 = 0) -> String {
        var progress = Progress("import", of: total)
        progress.reached(base, at: Self.begun)
        progress.reached(done, at: Self.begun + .seconds(2))
        return progress.line(at: Self.begun + .seconds(2), in: .english).text
    }

    @Test func `shows share, rate and what remains`() {
        #expect(line(60, of: 100) == "import [████████████░░░░░░░░] 60 %  30/s  2 s remaining")
    }

    /// Whatever was done before, and however long it took.
    @Test func `reckons the rate from the first that was counted`() {
        #expect(line(60, of: 100, from: 40) == "import [████████████░░░░░░░░] 60 %  10/s  4 s remaining")
    }

    @Test func `promises nothing before it knows a rate`() {
        #expect(line(0, of: 100) == "import [░░░░░░░░░░░░░░░░░░░░] 0 %")
        var progress = Progress("import", of: 100)
        progress.reached(30, at: Self.begun)
        #expect(progress.line(at: Self.begun, in: .english).text == "import [██████░░░░░░░░░░░░░░] 30 %")
    }

    @Test(arguments: [(100, 100), (130, 100), (0, 0)])
    func `ends at the whole, also when there was more to do than expected or nothing`(_ done: Int64, _ total: Int64) {
        #expect(line(done, of: total).contains("[████████████████████] 100 %"))
    }
}

/// What a rebuild of several logs says that it is at.
@Suite struct `The phases of a rebuild` {
    @Test func `are named while nothing is folded`() throws {
        let phases = PhasesOfMany()
        let (one, other) = (try OrganisationID("1480"), try OrganisationID("1481"))
        #expect(phases.begins(.clearing, of: one) == .clearing)
        #expect(phases.begins(.folding, of: one) == nil)
        #expect(phases.begins(.clearing, of: other) == nil)
        #expect(phases.begins(.comparing, of: one) == .clearing)
        #expect(phases.begins(.comparing, of: other) == .comparing)
    }
}

@Suite struct `Columns of a list` {
    @Test func `are as wide as their widest cell, without spaces at the end`() {
        var columns = Columns(["Log", "Events"])
        columns.rows = [["cases/1480", "7"], ["åäö", "1234567"]]
        #expect(
            columns.text == """
                Log         Events
                ──────────  ───────
                cases/1480  7
                åäö         1234567

                """)
    }
}
