import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

/// One fold, four uses: what was served at a position is what a question about that position gets for ever.
@Suite struct `The wheel as it was known` {
    private static let first = 110
    private static let last = 210

    @Test func `at every position is what was served then`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let wheel = database.installation.wheel
            try await database.importCase(history, through: Self.first)
            var served: [(position: Position, rows: [WheelRow])] = []
            for line in Self.first...Self.last {
                if line > Self.first {
                    _ = try await database.installation.commands.handle(history.command(line), by: history.caller)
                }
                try await database.installation.catchUp(.gothenburg)
                let answer = try await wheel.answer(Question(organisation: .gothenburg))
                #expect(answer.standpoint.position.position == (try await database.head()))
                served.append((answer.standpoint.position.position, answer.content))
            }
            #expect(Set(served.map(\.rows)).count > 30)
            let events = try await database.log.events(
                of: OrganisationID.gothenburg.cases, after: .beginning, limit: 10_000)
            let recorded = Dictionary(uniqueKeysWithValues: events.map { ($0.position, $0.envelope.recordedAt) })
            for (position, rows) in served {
                let then = try await wheel.answer(
                    Question(organisation: .gothenburg, knownAt: .position(position)))
                #expect(then.content == rows, "\(position)")
                #expect(then.standpoint.position.position == position)
                let moment = try #require(recorded[position])
                let byMoment = try await wheel.answer(
                    Question(organisation: .gothenburg, knownAt: .instant(moment)))
                #expect(byMoment.content == rows, "\(position) by its moment")
            }
        }
    }

    @Test func `of one unit, one cycle or one round is that part of the whole, on both axes`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let wheel = database.installation.wheel
            try await database.importCase(history, through: 420)
            try await database.installation.catchUp(.gothenburg)
            let head = try await database.head()
            let moments: [Question.AsOfAsked] = try [
                .now, .day(Day(jsonString: "2017-06-01")), .day(Day(jsonString: "2017-11-14")),
                .day(Day(jsonString: "2018-01-10")), .instant(Instant(jsonString: "2017-11-20T12:30:00Z")),
                .instant(Instant(jsonString: "2017-11-20T12:29:59.999999Z")),
            ]
            let known: [KnownAt] = [
                .head, .position(head), .position(Position(head.value / 2)), .position(Position(1)),
            ]
            for asOf in moments {
                for knownAt in known {
                    let question = Question(organisation: .gothenburg, asOf: asOf, knownAt: knownAt)
                    let whole = try await wheel.answer(question).content
                    for unit in Set(whole.map(\.unit)).sorted().prefix(3) {
                        var narrow = question
                        narrow.unit = unit
                        let part = try await wheel.answer(narrow).content
                        #expect(part == whole.filter { $0.unit == unit }, "\(asOf) \(knownAt) \(unit)")
                    }
                    for cycle in Set(whole.map(\.cycle)).sorted().prefix(1) {
                        var narrow = question
                        narrow.cycle = cycle
                        let part = try await wheel.answer(narrow).content
                        #expect(part == whole.filter { $0.cycle == cycle }, "\(asOf) \(knownAt) \(cycle)")
                        // One round is read from its own streams and those that it points at.
                        for row in whole.filter({ $0.cycle == cycle }).prefix(4) {
                            narrow.unit = row.unit
                            let round = try await wheel.answer(narrow).content
                            #expect(round == [row], "\(asOf) \(knownAt) \(cycle) \(row.unit)")
                        }
                    }
                }
            }
            let day = try await wheel.answer(
                Question(organisation: .gothenburg, asOf: .day(Day(jsonString: "2017-11-20"))))
            let before = try await wheel.answer(
                Question(organisation: .gothenburg, asOf: .instant(Instant(jsonString: "2017-11-20T12:29:59Z"))))
            #expect(
                day.content.reduce(0) { $0 + $1.counts.held } == before.content.reduce(0) { $0 + $1.counts.held } + 1)
        }
    }

    @Test func `beyond the head, or of a log that is not open, is no answer`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 20)
            let wheel = database.installation.wheel
            let head = try await database.head()
            let beyond = await #expect(throws: Problem.self) {
                try await wheel.answer(Question(organisation: .gothenburg, knownAt: .position(head.next)))
            }
            #expect(beyond?.code == "position-beyond-head")
            let absent = await #expect(throws: Problem.self) {
                try await wheel.answer(Question(organisation: .kungsbacka))
            }
            #expect(absent?.kind == .notFound)
        }
    }

    @Test func `waits for a position that it must show, and says when it lags`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 120)
            let log = OrganisationID.gothenburg.cases
            let head = try await database.head()
            var question = Question(organisation: .gothenburg)
            question.atLeast = LogPosition(log: log, position: head)
            let started = ContinuousClock.now
            let lagging = await #expect(throws: Problem.self) { try await database.installation.wheel.answer(question) }
            #expect(lagging?.code == "lagging")
            #expect(lagging?.kind == .tryLater)
            #expect((.seconds(2)...(.seconds(4))).contains(started.duration(to: .now)))
            async let answer = database.installation.wheel.answer(question)
            try await Task.sleep(for: .milliseconds(200))
            try await database.installation.catchUp(.gothenburg)
            #expect(try await answer.standpoint.position.position == head)
        }
    }
}
