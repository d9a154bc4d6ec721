import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback
@testable import CaseFeedbackDocuments

@Suite struct `A table in plain text` {
    @Test func `aligns å, ä and ö however they are written`() {
        var table = TextTable(columns: [
            TextTable.Column(title: "Enhet"), TextTable.Column(title: "Antal", isNumber: true),
        ])
        table.rows = [["Örgryte", "7"], ["O\u{308}rgryte", "12"], ["Angered", "100"], ["日本", "1"]]
        #expect(
            table.lines(width: 80) == [
                "Enhet    Antal", "───────  ─────", "Örgryte      7", "O\u{308}rgryte     12", "Angered    100",
                "日本         1",
            ])
    }

    @Test func `wraps the widest column first, and keeps words whole while there is room`() {
        var table = TextTable(columns: [
            TextTable.Column(title: "A", narrowest: 4), TextTable.Column(title: "B", narrowest: 4),
        ])
        table.rows = [["kort", "ett längre stycke text"]]
        #expect(
            table.lines(width: 16) == ["A     B", "────  ──────────", "kort  ett längre", "      stycke", "      text"])
    }

    @Test func `breaks a word that is wider than its column`() {
        #expect("handläggningstid".wrapped(to: 6) == ["handlä", "ggning", "stid"])
        #expect("".wrapped(to: 6) == [""])
        #expect("a\nb c".wrapped(to: 3) == ["a", "b c"])
    }

    @Test func `is never wider than asked for, once its narrowest widths fit`() throws {
        let rows = try WheelSamples.rows(23, phases: Phase.allCases, breaches: true)
        let document = WheelDocument(rows, from: try WheelSamples.standpoint())
        for width in [100, 120, 160] {
            let text = WheelTable(document, in: .swedish, today: try Day(jsonString: "2018-09-13")).text(width: width)
            for line in text.split(separator: "\n") { #expect(TextWidth.of(String(line)) <= width, "\(line)") }
        }
    }
}

@Suite struct `The tables of answers` {
    private let today: Day? = Day(year: 2018, month: 9, day: 13)

    @Test func `say whose they are, that it is a demonstration, as of when and how far they were read`() throws {
        let day = try #require(today)
        let standpoint = try WheelSamples.standpoint(asOf: .day(day), knownAt: .position(Position(400)), position: 400)
        let tale = try ReportTale.finalised()
        let answer = try #require(
            ReportMatrix.answer(
                cycle: Identifier("2017-2018"), unit: Identifier("majorna"), asOf: .now, from: tale.states().matrix))
        let trail = AuditTrail().lines(of: tale.events)
        let tables = [
            WheelTable(WheelDocument([], from: standpoint), in: .swedish, today: day).text(width: 100),
            MatrixTable(MatrixDocument(answer, texts: tale.texts, from: standpoint), in: .swedish).text(width: 100),
            TrailTable(TrailDocument(trail, in: .swedish, next: nil, from: standpoint)).text(width: 100),
        ]
        for table in tables {
            for words in [
                "Göteborgs Stad (1480)", "DEMONSTRATION", "Läget 2018-09-13", "känt #400",
                "visar position cases/1480/400",
            ] {
                #expect(table.contains(words), "\(words) in \(table.prefix(200))")
            }
        }
    }

    @Test func `tell what changed in a matrix in the language asked for, as one or as many`() throws {
        let tale = try ReportTale.finalised()
        let answer = try #require(
            ReportMatrix.answer(
                cycle: Identifier("2017-2018"), unit: Identifier("majorna"), asOf: .now, from: tale.states().matrix))
        let earlier = try WheelSamples.standpoint(knownAt: .position(Position(5)), position: 5)
        let trail = AuditTrail().lines(of: tale.events)
        func table(_ language: Language) throws -> String {
            MatrixDifferenceTable(
                DifferenceDocument(
                    RevealedMatrixDifference(MatrixDifference(from: nil, to: answer), texts: tale.texts), from: earlier,
                    to: try WheelSamples.standpoint(), lines: trail, in: language)
            ).text(width: 100)
        }
        let swedish = try table(.swedish)
        for words in [
            "Jämfört med: läget nu, så som det var känt #5", "överlämnad till nämnden", "\n  #16 2018-05-20 ",
            "utsaga 8\n", "iakttagelse 9\n",
            "raden 13\n",
            "\nKolumn ",
        ] {
            #expect(swedish.contains(words), "\(words) in \(swedish)")
        }
        #expect(!swedish.contains("submitted"))
        #expect(try table(.english).contains("statement 8\n"))
    }

    @Test func `tell what wheel and matrix would have been under a rule that refuses an interview`() throws {
        let tale = try ReportTale.finalised()
        let (cycle, unit) = (try Identifier("2017-2018"), try Identifier("majorna"))
        var without = FoldedStates<ReportMatrix>()
        for event in tale.events where event.position != Position(8) { try without.fold(event.folded) }
        let round = WhatIfRound(
            unit: unit, cycle: cycle,
            matrix: MatrixDifference(
                from: ReportMatrix.answer(cycle: cycle, unit: unit, asOf: .now, from: try tale.states().matrix),
                to: ReportMatrix.answer(cycle: cycle, unit: unit, asOf: .now, from: without.states)),
            objections: [
                ConsentObjection(
                    position: Position(7), child: try ChildReference(ReportTale.child),
                    code: "guardian-consent-not-given")
            ], leftOut: [Position(7), Position(8)],
            wheel: [WheelChange(field: .statements, removed: ["1"], added: ["0"])])
        let document = WhatIfDocument([round], from: try WheelSamples.standpoint())
        let text = WhatIfTable(document, in: .swedish).text(width: 100)
        for words in [
            "#7 hade inte godtagits", "2 händelser färre", "\nÄndringar i årshjulet\n", "Utsagor",
            "\nÄndringar i matrisen\n",
            "utsaga 8",
        ] {
            #expect(text.contains(words), "\(words) in \(text)")
        }
        let none = WhatIfRound(
            unit: unit, cycle: cycle, matrix: MatrixDifference(from: nil, to: nil), objections: [], leftOut: [],
            wheel: [])
        let same = WhatIfTable(WhatIfDocument([none], from: try WheelSamples.standpoint()), in: .english).text(
            width: 100)
        #expect(same.contains("would have been accepted") && !same.contains("less"), "\(same)")
    }

    @Test func `tell the next date, and that a date has passed`() throws {
        let rows = try WheelSamples.rows(1, phases: [.interviews])
        let document = WheelDocument(rows, from: try WheelSamples.standpoint())
        let before = WheelTable(document, in: .english, today: try Day(jsonString: "2018-04-10")).text(width: 160)
        let after = WheelTable(document, in: .english, today: try Day(jsonString: "2018-04-11")).text(width: 160)
        #expect(before.contains("2018-04-10 seminar") && !before.contains("overdue"))
        #expect(after.contains("2018-04-10 seminar (overdue)"))
    }

    @Test func `say what is missing and what is broken in words`() throws {
        let rows = try WheelSamples.rows(2, phases: [.interviews], breaches: true)
        for (language, words) in [
            (Language.swedish, ["seminariet är inte hållet (krävs): ", "intervjuaren var barnets handläggare"]),
            (.english, ["the seminar has not been held (required): ", "the interviewer was the child's case worker"]),
        ] {
            let document = WheelDocument(rows, from: try WheelSamples.standpoint())
            let text = WheelTable(document, in: language, today: try #require(today)).text(width: 160)
            for words in words { #expect(text.contains(words), "\(words)") }
        }
    }

    @Test func `read as they did`() throws {
        let day = try #require(today)
        let standpoint = try WheelSamples.standpoint(asOf: .day(day))
        let rows = try WheelSamples.rows(3, phases: [.report, .interviews], breaches: true)
        try Golden.expect(
            WheelTable(WheelDocument(rows, from: standpoint), in: .swedish, today: day).text(width: 120),
            is: "wheel.sv.txt")
        let tale = try ReportTale.finalised()
        let answer = try #require(
            ReportMatrix.answer(
                cycle: Identifier("2017-2018"), unit: Identifier("majorna"), asOf: .now, from: tale.states().matrix))
        try Golden.expect(
            MatrixTable(MatrixDocument(answer, texts: tale.texts, from: standpoint), in: .swedish).text(width: 100),
            is: "matrix.sv.txt")
        let trail = AuditTrail().lines(of: tale.events, breaches: [Position(7): ["interviewer-is-case-worker"]])
        try Golden.expect(
            TrailTable(TrailDocument(trail, in: .english, next: "18", from: standpoint)).text(width: 120),
            is: "trail.en.txt")
    }
}
