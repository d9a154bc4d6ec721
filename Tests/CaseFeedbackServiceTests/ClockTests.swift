import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `A clock that steps back` {
    @Test func `far makes the service not ready, until an operator accepts it with a reason`() async throws {
        let history = try CaseHistory()
        try await PrivateCluster.with("readiness", clock: true) { cluster in
            let database = try await cluster.database()
            let installation = database.installation
            try await database.importCase(history, through: 20)
            #expect(await installation.readiness() == .ready)

            try cluster.setClock("-30s")
            _ = try await installation.commands.handle(history.command(21), by: history.caller)
            #expect(await installation.readiness() == .ready)

            try cluster.setClock("-120s")
            let refused = await #expect(throws: Problem.self) {
                try await installation.commands.handle(history.command(22), by: history.caller)
            }
            #expect(refused?.code == "clocks-apart")
            #expect(refused?.kind == .tryLater)
            guard case .notReady(let problem) = await installation.readiness() else {
                Issue.record("it is ready with its clocks two minutes apart")
                return
            }
            #expect(problem.code == "clocks-apart")

            let apart = try await installation.clocks.accept(
                .gothenburg, reason: "tidsservern byttes", by: history.caller)
            #expect((100_000...130_000).contains(apart))
            #expect(await installation.readiness() == .ready)
            let head = try await database.head()
            let outcome = try await installation.commands.handle(history.command(22), by: history.caller)
            #expect(outcome.events.first?.position == head.next)
            let report = try await installation.verifier.verify()
            #expect(report.isClean, "\(report.findings)")
            await database.close()
        }
    }
}

@Suite struct `The reason for accepting the clocks` {
    @Test(arguments: [
        (" \n ", "reason-missing"),
        (String(repeating: "å", count: 20_001), "text-too-long"),
        ("byttes\u{1}", "control-character"),
        ("640823-3234 bytte", "personal-identity-number"),
    ])
    func `is refused where no command could have it, and nothing is recorded`(reason: String, code: String) async throws
    {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 3)
            let head = try await database.head()
            let refused = await #expect(throws: Problem.self) {
                try await database.installation.clocks.accept(.gothenburg, reason: reason, by: history.caller)
            }
            #expect(refused?.code == code)
            #expect(refused?.kind == .badInput)
            #expect(refused?.field == "reason")
            #expect(Refusals.sentence(for: code) != nil)
            #expect(try await database.head() == head)
        }
    }

    @Test func `is kept as every text is, so that its log verifies and is taken in again`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 3)
            let longest = String(repeating: "ö", count: 19_999) + "a\u{30A}"
            _ = try await database.installation.clocks.accept(.gothenburg, reason: longest, by: history.caller)
            #expect(try await database.installation.verifier.verify().findings == [])
            let text = try await database.log.protectedTexts(
                of: OrganisationID.gothenburg.cases, at: [try await database.head()]
            ).first
            #expect(text?.value.suffix(4) == Array("öå".utf8)[...])
        }
    }
}
