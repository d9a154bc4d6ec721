import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `The report matrix` {
    private func positions(_ answer: MatrixAnswer?, _ column: String) throws -> [Int64] {
        let cell = try #require(answer?.cell(.contact, .experienced, try Identifier(column)))
        return cell.sources.map(\.position.value)
    }

    @Test func `has a cell for every topic, aspect and column, the empty ones too`() throws {
        let answer = try #require(try RoundTale.analysed().answer())
        #expect(answer.cells.count == 3 * 2 * 3)
        #expect(Set(answer.cells.map { "\($0.topic) \($0.aspect) \($0.column)" }).count == 18)
        #expect(answer.report == nil && answer.state == nil && answer.templateVersion == 1)
        let empty = try #require(answer.cell(.knowledge, .wished, try Identifier("styrka")))
        #expect(empty.text == nil && empty.sources.isEmpty)
    }

    @Test func `shows nothing before the unit was enrolled`() throws {
        let tale = try RoundTale.analysed()
        #expect(try tale.answer(asOf: .day(day("2017-08-31"))) == nil)
        #expect(try tale.answer(asOf: .day(day("2017-09-01"))) != nil)
    }

    @Test func `gathers before a draft what each column has to write from`() throws {
        let answer = try RoundTale.analysed().answer()
        #expect(try positions(answer, "erfarenhet") == [4, 5, 6, 7])
        #expect(try positions(answer, "styrka") == [4, 6])
        #expect(try positions(answer, "forslag") == [4, 5, 6, 7, 9])
    }

    @Test func `counts as of a day only what had happened by then`() throws {
        let tale = try RoundTale.analysed()
        #expect(try positions(tale.answer(asOf: .day(day("2018-02-01"))), "erfarenhet") == [4])
        #expect(try positions(tale.answer(asOf: .day(day("2018-02-02"))), "erfarenhet") == [4, 5])
        #expect(try positions(tale.answer(asOf: .day(day("2018-02-02"))), "forslag") == [])
    }

    @Test func `leaves out a finding that was rejected, and not the statements under it`() throws {
        var tale = try RoundTale.analysed()
        try tale.tell(
            "2018-04-05", "finding-rejected", ["finding": "f1", "reason": ["protected": "professional"]])
        #expect(try positions(tale.answer(), "styrka") == [])
        #expect(try positions(tale.answer(), "erfarenhet") == [4, 5, 7])
        #expect(try positions(tale.answer(asOf: .day(day("2018-04-04"))), "styrka") == [4, 6])
    }

    @Test func `names for a written cell the row and what the row cites`() throws {
        var tale = try RoundTale.analysed()
        #expect(try tale.draft() == Position(10))
        #expect(try tale.row("2018-05-02", columns: ["erfarenhet", "styrka"], findings: ["f1"]) == Position(11))
        let answer = try tale.answer()
        #expect(answer?.state == .draft)
        #expect(try positions(answer, "erfarenhet") == [4, 6, 11])
        #expect(try positions(answer, "styrka") == [4, 6, 11])
        #expect(try positions(answer, "forslag") == [4, 5, 6, 7, 9])
        let cell = answer?.cell(.contact, .experienced, try Identifier("styrka"))
        #expect(cell?.text == TextReference(position: Position(11), field: "/cells/1/text", secrecy: .general))
    }

    @Test func `shows the words of the row that was written last, and says that there were others`() throws {
        var tale = try RoundTale.analysed()
        _ = try tale.draft()
        let first = try tale.row("2018-05-02", columns: ["styrka"], findings: ["f1"])
        let second = try tale.row("2018-05-03", columns: ["styrka"], findings: ["f1"])
        let cell = try #require(try tale.answer()?.cell(.contact, .experienced, try Identifier("styrka")))
        #expect(cell.text?.position == second)
        #expect(!cell.sources.contains { $0.position == first })
        #expect(cell.settledBy.contains(first))
        let earlier = try tale.answer(asOf: .day(day("2018-05-02")))
        #expect(earlier?.cell(.contact, .experienced, try Identifier("styrka"))?.text?.position == first)
    }

    @Test func `tells why a cell is so: its sources, their judgements, and what made it final`() throws {
        var tale = try RoundTale.analysed()
        _ = try tale.draft()
        _ = try tale.row("2018-05-02", columns: ["styrka"], findings: ["f1"])
        try tale.tell(
            "2018-05-10", "report-finalised",
            [
                "report": "r1", "template": "matris", "templateVersion": 1, "compiler": "p-1", "rows": [11],
                "attested": true,
            ])
        let why = try tale.answer()?.why(.contact, .experienced, try Identifier("styrka"))
        #expect(why?.map(\.value) == [1, 4, 6, 8, 11, 12])
        #expect(try tale.answer()?.why(.contact, .experienced, try Identifier("saknas")) == [])
    }

    @Test func `keeps a withdrawn statement's position with a mark, on earlier days too`() throws {
        var tale = try RoundTale.analysed()
        try tale.tell("2018-06-01", "child-assent-withdrawn", ["child": .string(RoundTale.child)])
        let answer = try #require(try tale.answer(asOf: .day(day("2018-02-03"))))
        let cell = try #require(answer.cell(.contact, .experienced, try Identifier("erfarenhet")))
        #expect(cell.sources.map(\.position.value) == [4, 5])
        #expect(cell.sources.allSatisfy { $0.hidden?.ground == .assentWithdrawn })
        #expect(try cell.sources.first?.hidden?.on == day("2018-06-01"))
        #expect(cell.why.contains(Position(10)))
        let hidden = ReportMatrix.hidden(in: try tale.states())
        #expect(hidden.keys.map(\.position.value).sorted() == [4, 5])
        #expect(try Set(hidden.values) == [.withdrawn(on: day("2018-06-01"))])
    }

    @Test func `keeps the template version of its report when a later one is adopted`() throws {
        var tale = try RoundTale.analysed()
        _ = try tale.draft()
        try tale.tell(
            "2018-06-01", "matrix-template-adopted",
            [
                "template": "matris", "version": 2, "validFrom": "2018-06-01", "label": ["sv": "Ny"],
                "columns": [["code": "annat", "label": ["sv": "Annat"], "kind": "other"]], "isNeutralDefault": false,
            ], ofRound: false)
        let answer = try #require(try tale.answer())
        #expect(answer.templateVersion == 1)
        #expect(answer.columns.map(\.code.text) == ["erfarenhet", "styrka", "forslag"])
        let beforeDraft = try #require(try tale.answer(asOf: .day(day("2018-04-30"))))
        #expect(beforeDraft.report == nil && beforeDraft.templateVersion == 1)
    }

    @Test func `turns from draft to finalised to submitted on the days of these`() throws {
        var tale = try RoundTale.analysed()
        _ = try tale.draft("2018-05-01")
        try tale.tell(
            "2018-05-10", "report-finalised",
            [
                "report": "r1", "template": "matris", "templateVersion": 1, "compiler": "p-1", "rows": [],
                "attested": true,
            ])
        try tale.tell("2018-05-20", "report-submitted", ["report": "r1", "committee": "sdn-centrum"])
        let states = try ["2018-04-30", "2018-05-01", "2018-05-10", "2018-05-20"].map {
            try tale.answer(asOf: .day(day($0)))?.state
        }
        #expect(states == [nil, .draft, .finalised, .submitted])
    }
}

@Suite struct `The events that the report matrix asks for` {
    /// The fold over every event of a round, as decisions have it.
    private func full(_ events: some Sequence<RecordedEvent>) throws -> [String: MatrixState] {
        var states: [String: MatrixState] = [:]
        for event in events {
            let stream = event.envelope.stream
            if stream.isOf("round") {
                try states[stream.text, default: MatrixState()].round.evolve(event.folded)
            } else if stream.isOf("matrix-template") {
                try states[stream.text, default: MatrixState()].template.evolve(event.folded)
            }
        }
        return states
    }

    private func selected(_ events: some Sequence<RecordedEvent>) throws -> [String: MatrixState] {
        var states = FoldedStates<ReportMatrix>()
        for event in events { try states.fold(event.folded) }
        return states.states
    }

    @Test func `give the same answers as all events of the case of Göteborg, at positions all over it`() throws {
        let events = try Replay.goteborg.events
        for end in stride(from: events.count, to: 0, by: -max(1, events.count / 12)) {
            let prefix = events.prefix(end)
            let (one, other) = (try selected(prefix), try full(prefix))
            for asOf in [AsOf.now, .day(try day("2018-09-13"))] {
                #expect(ReportMatrix.answers(asOf: asOf, from: one) == ReportMatrix.answers(asOf: asOf, from: other))
            }
            #expect(ReportMatrix.hidden(in: one) == ReportMatrix.hidden(in: other))
        }
        #expect(!ReportMatrix.answers(asOf: .now, from: try selected(events)).isEmpty)
    }

    @Test func `are types that the catalogue knows`() {
        #expect(ReportMatrix.roundTypes.union(ReportMatrix.referenceTypes).allSatisfy { Catalogue.event($0) != nil })
    }

    @Test func `leave states that are stored and read back unchanged`() throws {
        for (_, state) in try RoundTale.analysed().states() {
            let stored = try CanonicalEncoder().bytes(of: state)
            #expect(try StrictDecoder().decode(MatrixState.self, fromCanonical: stored) == state)
        }
    }
}
