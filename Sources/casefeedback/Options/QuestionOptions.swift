import ArgumentParser
import CaseFeedbackService
import EventSourcing
import EventStore

/// What every question says: whose log, as of when, in which database.
struct QuestionOptions: ParsableArguments {
    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var time: TimeOptions
    @OptionGroup var database: DatabaseOptions
}

extension Call {
    /// Asks something of one organisation, whose projections are brought to the head first: no server need run beside.
    func ask<Answer: Sendable>(
        _ options: QuestionOptions, unit: String? = nil, cycle: String? = nil,
        _ body: (Installation, Question) async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        let unit = try OptionValue.read(Identifier.self, unit, option: "--unit")
        let cycle = try OptionValue.read(Identifier.self, cycle, option: "--cycle")
        let asOf = try options.time.asOfAsked()
        let knownAt = try options.time.knownAtAsked()
        return try await withInstallation(options.database) { installation async throws(Failure) in
            let organisation = try await organisation(options.organisation, in: installation)
            try await asFailure { () async throws(Problem) in try await installation.catchUp(organisation) }
            let question = Question(
                organisation: organisation, unit: unit, cycle: cycle, asOf: asOf, knownAt: knownAt)
            do throws(Failure) {
                try await asFailure { () async throws(Problem) in try await installation.checkNames(of: question) }
                return try await body(installation, question)
            } catch {
                throw error.namingOptions
            }
        }
    }

    /// Today, where the organisation is.
    func today(of question: Question, in installation: Installation) async throws(Failure) -> Day {
        let state = try await storeFailure { () async throws(StoreError) in
            try await installation.log.state(of: question.log)
        }
        guard let state, let zone = LogZone(name: state.zone) else { throw Failure(.logNotFound(question.log)) }
        return zone.day(of: .now)
    }
}
