import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `The wheel of Göteborg` {
    @Test func `shows 12 units and 84 interviews on the day when the units met`() throws {
        let rows = try Replay.goteborg.wheel(asOf: "2018-09-13")
        #expect(rows.count == 12)
        #expect(Set(rows.map(\.unit)).count == 12)
        #expect(rows.map(\.counts.held).reduce(0, +) == 84)
        #expect(rows.allSatisfy { $0.counts.held > 0 && $0.cycle.text == "2017-2018" })
    }

    @Test func `shows many units between seminar and report that day, and others elsewhere`() throws {
        let phases = try Replay.goteborg.wheel(asOf: "2018-09-13").map(\.phase)
        #expect(phases.count { $0 == .report } == 6)
        #expect(Set(phases) == [.interviews, .seminar, .report, .committee, .followUp])
    }

    @Test func `counts no interview of the 84 later than the day on which they were told`() throws {
        let replay = try Replay.goteborg
        let held = replay.events.filter {
            $0.type == InterviewHeld.type && $0.envelope.stream.text.contains("2017-2018")
        }
        let last = try #require(held.map(\.envelope.occurred.day).max())
        #expect(held.count == 84)
        #expect(try last <= Day(jsonString: "2018-09-13"))
    }

    @Test func `shows 23 units by the end of 2019, eleven of them new`() throws {
        let replay = try Replay.goteborg
        let pilot = Set(try replay.wheel(asOf: "2018-09-13").map(\.unit))
        let units = Set(try replay.wheel(asOf: "2019-12-31").map(\.unit))
        #expect(units.count == 23)
        #expect(units.subtracting(pilot).count == 11)
    }

    @Test func `shows each unit under its old committee in 2018 and under a new one after the reorganisation`() throws {
        let replay = try Replay.goteborg
        let old = Set(try replay.wheel(asOf: "2018-09-13").compactMap(\.committee))
        let lastDay = try replay.wheel(asOf: "2020-12-31")
        let firstDay = try replay.wheel(asOf: "2021-01-01")
        let new = try replay.wheel(asOf: "2021-06-01")
        #expect(old.allSatisfy { $0.text.hasPrefix("sdn-") })
        #expect(lastDay.allSatisfy { $0.committee?.text.hasPrefix("sdn-") == true })
        #expect(firstDay.allSatisfy { $0.committee?.text.hasPrefix("sn-") == true })
        #expect(Set(new.compactMap(\.committee)).count == 4)
        #expect(new.allSatisfy { row in row.committee.map { !old.contains($0) } ?? false })
    }

    @Test func `lets cycles overlap: the next one is opened while most units compile the last`() throws {
        let replay = try Replay.goteborg
        let next: Cycle = try replay.state(of: .cycle(Identifier("2018-2019")))
        let opened = try #require(next.opened)
        let finalisedLater = replay.events.filter {
            $0.type == ReportFinalised.type && opened.day < $0.envelope.occurred.day
        }
        #expect(finalisedLater.count { $0.envelope.stream.text.contains("2017-2018") } == 11)
        let rows = Dictionary(grouping: try replay.wheel(asOf: "2018-11-01"), by: \.unit)
        #expect(rows.values.contains { rounds in rounds.count == 2 && rounds.contains { $0.phase == .report } })
    }

    @Test(arguments: ["2018-01-31", "2018-09-13", "2018-12-31", "2019-12-31", "2021-06-01"])
    func `counts every selected child exactly once`(day: String) throws {
        for row in try Replay.goteborg.wheel(asOf: day) {
            let counts = row.counts
            let outcomes =
                counts.held + counts.interrupted + counts.declinedByChild + counts.refusedByGuardian + counts.noReply
                + counts.cancelled + counts.withdrawn + counts.pending
            #expect(counts.selected == outcomes, "\(row.unit) in \(row.cycle)")
        }
    }

    @Test func `shows every way in which an invitation can end`() throws {
        let counts = try Replay.goteborg.wheel(asOf: "2018-09-13").map(\.counts)
        let totals = [
            \WheelCounts.interrupted, \.declinedByChild, \.refusedByGuardian, \.noReply, \.cancelled, \.withdrawn,
            \.pending,
        ].map { outcome in counts.map { $0[keyPath: outcome] }.reduce(0, +) }
        #expect(totals.allSatisfy { $0 > 0 }, "\(totals)")
    }

    @Test func `shows the one accepted interview that a late entry made a breach`() throws {
        let replay = try Replay.goteborg
        let breaches = try replay.wheel(asOf: "2021-06-01").flatMap(\.breaches)
        #expect(breaches.map(\.code) == ["interviewer-is-case-worker"])
        let breach = try #require(breaches.first)
        let interview = try #require(replay.events.first { $0.position == breach.position })
        let cause = try #require(replay.events.first { $0.position == breach.causedBy })
        #expect(interview.type == InterviewHeld.type && cause.type == CaseWorkerRecorded.type)
        #expect(cause.position > interview.position && cause.envelope.occurred.day < interview.envelope.occurred.day)
    }

    @Test func `marks an interview that came after its seminar, and one that was entered after it`() throws {
        let rows = try Replay.goteborg.wheel(asOf: "2018-09-13").filter { !$0.interviewsNotCovered.isEmpty }
        #expect(rows.map(\.unit.text) == ["unit-03", "unit-04"])
        #expect(rows.allSatisfy { $0.interviewsNotCovered.count == 1 })
    }

    @Test func `hides what was taken back or retracted, and counts it still`() throws {
        let replay = try Replay.goteborg
        let grounds = try (1...12).flatMap { number -> [HiddenText] in
            let unit = try Identifier(number < 10 ? "unit-0\(number)" : "unit-\(number)")
            return try replay.state(Round.self, of: .round(Identifier("2017-2018"), unit)).hiddenTexts
        }.map(\.ground)
        #expect(Set(grounds) == [.consentWithdrawn, .assentWithdrawn, .retracted])
        let held = try replay.wheel(asOf: "2021-06-01").filter { $0.cycle.text == "2017-2018" }.map(\.counts.held)
        #expect(held.reduce(0, +) == 84)
    }
}

@Suite struct `The exchange seminars of Göteborg` {
    @Test func `in 2018 asked five questions in two rounds and agreed on seven points`() throws {
        let replay = try Replay.goteborg
        let seminar: ExchangeSeminar = try replay.state(of: .exchangeSeminar(Identifier("exchange-2018-09-13")))
        #expect(try seminar.held?.day == Day(jsonString: "2018-09-13"))
        #expect(seminar.questions.map(\.wording.text) == PublishedFacts.questions2018)
        #expect(seminar.questions.map(\.round) == [1, 1, 1, 2, 2])
        #expect(seminar.points.map { replay.words(of: $0.text) } == PublishedFacts.agreedPoints)
        #expect(seminar.presentations.count == 2)
        #expect(Set(seminar.nextSteps.map(\.unit)).count == 12)
    }

    @Test func `in 2019 asked four questions`() throws {
        let replay = try Replay.goteborg
        let seminar: ExchangeSeminar = try replay.state(of: .exchangeSeminar(Identifier("exchange-2019-11-28")))
        #expect(try seminar.held?.day == Day(jsonString: "2019-11-28"))
        #expect(seminar.questions.map(\.wording.text) == PublishedFacts.questions2019)
    }

    @Test func `say where they are from`() throws {
        let points = try Replay.goteborg.events.filter { $0.type == ExchangePointAgreed.type }
        #expect(points.count == 7)
        for point in points {
            let provenance = try #require(Provenance(reading: point))
            #expect(provenance.source?.text == "goteborg-exchange-seminar-2018-09-13")
            #expect(provenance.synthetic == nil)
        }
    }
}
