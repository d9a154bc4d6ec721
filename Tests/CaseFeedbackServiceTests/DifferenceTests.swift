import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `What changed between two moments` {
    @Test func `is told of the wheel field by field, by the event that came between`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 160)
            let head = try await database.head()
            var seen: Set<WheelField> = []
            for position in 2...head.value {
                let before = Self.question(known: position - 1)
                let after = Self.question(known: position)
                let compared = try await database.installation.differences.wheel(from: before, to: after)
                let rows = try await database.installation.wheel.answer(after).content
                #expect(
                    compared.content.isEmpty == (try await database.installation.wheel.answer(before).content == rows))
                for difference in compared.content {
                    #expect(difference.events.contains(Position(position)), "\(position)")
                    seen.formUnion(difference.changes.map(\.field))
                    let row = try #require(
                        rows.first { $0.unit == difference.unit && $0.cycle == difference.cycle })
                    for change in difference.changes {
                        #expect(Set(change.added).isSubset(of: change.field.values(in: row)))
                    }
                }
                #expect(Set(compared.lines.map(\.position)) == Set(compared.content.flatMap(\.events)))
            }
            #expect(seen.isSuperset(of: [.phase, .since, .selected, .held, .pending, .missing, .dates]))
        }
    }

    @Test func `names, between two days, what happened in between, and for a unit the same as for all`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 420)
            try await database.installation.catchUp(.gothenburg)
            let differences = database.installation.differences
            let (first, last) = try (Day(jsonString: "2017-11-14"), Day(jsonString: "2018-01-10"))
            let whole = try await differences.wheel(
                from: Question(organisation: .gothenburg, asOf: .day(first)),
                to: Question(organisation: .gothenburg, asOf: .day(last)))
            #expect(whole.content.count > 5)
            for difference in whole.content {
                let one = try await differences.wheel(
                    from: Question(
                        organisation: .gothenburg, unit: difference.unit, cycle: difference.cycle, asOf: .day(first)),
                    to: Question(
                        organisation: .gothenburg, unit: difference.unit, cycle: difference.cycle, asOf: .day(last)))
                #expect(one.content == [difference])
                let days = one.lines.map(\.occurred.day)
                #expect(days.contains { first < $0 && $0 <= last })
            }
            let same = Question(organisation: .gothenburg, asOf: .day(first))
            #expect(try await differences.wheel(from: same, to: same).content == [])
        }
    }

    @Test func `is told of the matrix cell by cell, with what each side rests on`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let row = try history.first(TypeName("write-matrix-row"))
            try await database.importCase(history, through: row)
            try await database.installation.catchUp(.gothenburg)
            let head = try await database.head()
            let unit = try Identifier(jsonString: "unit-01")
            let cycle = try Identifier(jsonString: "2017-2018")
            func question(_ known: Int64) -> Question {
                Question(organisation: .gothenburg, unit: unit, cycle: cycle, knownAt: .position(Position(known)))
            }
            let compared = try await database.installation.differences.matrix(
                from: question(head.value - 1), to: question(head.value))
            let cell = try #require(compared.content.cells.first)
            #expect(cell.before?.text == nil)
            #expect(cell.after?.text != nil)
            #expect(cell.events.contains(head))
            #expect(compared.lines.contains { $0.position == head })
            let born = try await database.installation.differences.matrix(from: question(1), to: question(head.value))
            #expect(born.content.changes.contains { $0.field == .columns && $0.before == nil })
            let none = try await database.installation.differences.matrix(
                from: question(head.value), to: question(head.value))
            #expect(none.content.isEmpty)
        }
    }

    @Test func `is told of the matrix as a whole too, each field by the events that it rests on`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: try history.first(TypeName("correct-report")))
            try await database.installation.catchUp(.gothenburg)
            let events = try await database.log.events(
                of: OrganisationID.gothenburg.cases, after: .beginning, limit: 100_000)
            let correction = try #require(events.first { $0.type == ReportCorrected.type })
            let corrected = try correction.decode(ReportCorrected.self)
            let own = try await database.log.events(
                of: OrganisationID.gothenburg.cases,
                taggedBy: [[.unit(corrected.unit), .cycle(corrected.cycle)], [.reference]])
            var seen: Set<MatrixField> = []
            for event in own where event.position > Position(1) {
                func question(_ known: Int64) -> Question {
                    Question(
                        organisation: .gothenburg, unit: corrected.unit, cycle: corrected.cycle,
                        knownAt: .position(Position(known)))
                }
                let compared: Compared<MatrixDifference>
                do throws(Problem) {
                    compared = try await database.installation.differences.matrix(
                        from: question(event.position.value - 1), to: question(event.position.value))
                } catch {
                    #expect(error.code == "unit-not-enrolled")
                    continue
                }
                for change in compared.content.changes {
                    #expect(change.events.contains(event.position), "\(change) by \(event.type)")
                    #expect(compared.lines.contains { $0.position == event.position })
                    seen.insert(change.field)
                }
            }
            #expect(seen == Set(MatrixField.allCases))
        }
    }

    @Test func `says which of the two moments lies beyond the head`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let (head, beyond) = (Self.question(known: 2), Self.question(known: 99_999))
            let differences = database.installation.differences
            let earlier = await #expect(throws: Problem.self) { try await differences.wheel(from: beyond, to: head) }
            #expect(earlier?.field == "fromKnownAt")
            let later = await #expect(throws: Problem.self) { try await differences.wheel(from: head, to: beyond) }
            #expect(later?.field == "knownAt")
        }
    }

    private static func question(known: Int64) -> Question {
        Question(organisation: .gothenburg, knownAt: .position(Position(known)))
    }
}
