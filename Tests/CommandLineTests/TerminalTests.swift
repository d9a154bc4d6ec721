import CaseFeedback
import Testing

@testable import casefeedback

@Suite struct `A progress bar` {
    private func line(_ done: Int64, of total: Int64, after elapsed: Duration = .seconds(2)) -> String {
        ProgressBar.line("import", done: done, of: total, after: elapsed, in: .english)
    }

    @Test func `shows share, rate and what remains`() {
        #expect(line(60, of: 100) == "import [████████████░░░░░░░░] 60 %  30/s  2 s remaining")
    }

    @Test func `promises nothing before it knows a rate`() {
        #expect(line(0, of: 100) == "import [░░░░░░░░░░░░░░░░░░░░] 0 %  0/s")
    }

    @Test(arguments: [(100, 100), (130, 100), (0, 0)])
    func `ends at the whole, also when there was more to do than expected or nothing`(_ done: Int64, _ total: Int64) {
        #expect(line(done, of: total).contains("[████████████████████] 100 %"))
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
