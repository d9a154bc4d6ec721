package import CaseFeedback
package import EventSourcing
package import EventStore

/// Records commands: looks each up, decides it on its streams, and appends its events with the conditions that the
/// decision rests on.
package struct CommandHandler: Sendable {
    private let log: EventLog
    private let readings: DecisionReadings

    /// How often a decision is made anew because its streams moved meanwhile.
    package static let attemptsMax = 50

    package init(_ log: EventLog) {
        self.log = log
        readings = DecisionReadings(log)
    }

    /// Records one command. Sent again, it gets its first answer, wherever the world has moved since.
    package func handle(_ command: Command, by caller: Caller) async throws(Problem) -> CommandOutcome {
        let logID = command.log
        for attempt in 1...Self.attemptsMax {
            let basis = try await storing { () async throws(StoreError) in
                try await readings.basis(of: command.header.id, in: logID, streams: command.streams)
            }
            if !basis.known.isEmpty { return try await remembered(basis.known).answer(to: command, by: caller) }
            var batch = BatchDecision(log: logID, basis: basis, caller: caller)
            let request = try batch.decide(command)
            let verdict = try await storing { () async throws(StoreError) in try await log.append(request) }
            if case .stale = verdict {
                try? await Task.sleep(for: .milliseconds(Int.random(in: 0...min(attempt * 2, 40))))
                continue
            }
            return try await outcome(of: command, by: caller, request: request, verdict: verdict)
        }
        throw Problem(.contended(logID, attempts: Self.attemptsMax))
    }

    /// Records commands of one organisation in one transaction, all or none. Those that were accepted before are answered
    /// as they were then. A problem names the command by its place, from 0.
    ///
    /// `attempts` is how often they are decided because their streams moved meanwhile; `appending` is told how long each
    /// append took, and of how many commands.
    package func handle(
        all commands: [Command], by caller: Caller, attempts: Int = attemptsMax,
        appending: (Duration, Int) -> Void = { _, _ in }
    ) async throws(BatchProblem) -> [CommandOutcome] {
        guard let logID = commands.first?.log else { return [] }
        for _ in 1...attempts {
            let basis = try await basis(of: commands, in: logID)
            // Before anything is appended: an id that was used for something else refuses the whole batch.
            let earlier = try await answers(to: commands, by: caller, known: basis.known)
            var requests: [AppendRequest] = []
            let head = try decide(commands, on: basis, by: caller) { requests.append($0) }
            var verdicts: [UUIDValue: Verdict] = [:]
            if !requests.isEmpty {
                do throws(Problem) {
                    let started = ContinuousClock.now
                    let answers = try await storing { () async throws(StoreError) in
                        try await log.append(all: requests, to: logID, at: head)
                    }
                    appending(started.duration(to: .now), requests.count)
                    for (request, verdict) in zip(requests, answers) { verdicts[request.commandID] = verdict }
                } catch {
                    throw BatchProblem(index: 0, problem: error)
                }
            }
            if verdicts.values.contains(where: \.isStale) { continue }
            let byID = Dictionary(requests.map { ($0.commandID, $0) }) { first, _ in first }
            return try await outcomes(of: commands, by: caller, earlier: earlier, requests: byID, verdicts: verdicts)
        }
        throw BatchProblem(index: 0, problem: Problem(.contended(logID, attempts: attempts)))
    }

    /// Decides commands of one organisation on what is recorded now, and records nothing. A problem names the command.
    package func check(_ commands: [Command], by caller: Caller) async throws(BatchProblem) {
        guard let logID = commands.first?.log else { return }
        let basis = try await basis(of: commands, in: logID)
        _ = try await answers(to: commands, by: caller, known: basis.known)
        _ = try decide(commands, on: basis, by: caller) { _ in }
    }

    /// How many of the commands at the start are recorded already, looked up so many at a time.
    package func countRecorded(atStartOf commands: [Command], atATime size: Int) async throws(Problem) -> Int {
        for start in stride(from: 0, to: commands.count, by: size) {
            let part = commands[start..<min(start + size, commands.count)]
            guard let logID = part.first?.log else { break }
            let known = try await storing { () async throws(StoreError) in
                try await log.basis(of: part.map(\.header.id), in: logID, streams: []).known
            }
            if let first = part.firstIndex(where: { known[$0.header.id] == nil }) { return first }
        }
        return commands.count
    }

    private func basis(of commands: [Command], in logID: LogID) async throws(BatchProblem) -> DecisionBasis {
        do throws(Problem) {
            return try await storing { () async throws(StoreError) in
                try await log.basis(
                    of: commands.map(\.header.id), in: logID, streams: Array(Set(commands.flatMap(\.streams))))
            }
        } catch {
            throw BatchProblem(index: 0, problem: error)
        }
    }

    /// Hands each command's append to `append`; gives where the log must end for them to hold.
    private func decide(
        _ commands: [Command], on basis: DecisionBasis, by caller: Caller, _ append: (AppendRequest) -> Void
    ) throws(BatchProblem) -> Position? {
        guard let first = commands.first else { return nil }
        var batch = BatchDecision(log: first.log, basis: basis, caller: caller)
        var seen: [UUIDValue: Command] = [:]
        for (index, command) in commands.enumerated() where basis.known[command.header.id] == nil {
            do throws(Problem) {
                if let earlier = seen[command.header.id] {
                    guard earlier.isSame(as: command) else {
                        throw Problem(
                            .idReused, "command-id-reused", field: "/id", value: command.header.id.description)
                    }
                    continue
                }
                seen[command.header.id] = command
                guard command.log == first.log else {
                    throw Problem(
                        .badInput, "another-organisation", ["organisation": first.header.organisation.text],
                        field: "/organisation", value: command.header.organisation.text)
                }
                append(try batch.decide(command))
            } catch {
                throw BatchProblem(index: index, problem: error)
            }
        }
        return batch.neededHead
    }

    /// The first answers to those that were accepted before.
    private func answers(
        to commands: [Command], by caller: Caller, known: [UUIDValue: KnownCommand]
    ) async throws(BatchProblem) -> [Int: CommandOutcome] {
        let earlier: RememberedCommands
        do throws(Problem) { earlier = try await remembered(known) } catch {
            throw BatchProblem(index: 0, problem: error)
        }
        var outcomes: [Int: CommandOutcome] = [:]
        for (index, command) in commands.enumerated() where known[command.header.id] != nil {
            do throws(Problem) { outcomes[index] = try earlier.answer(to: command, by: caller) } catch {
                throw BatchProblem(index: index, problem: error)
            }
        }
        return outcomes
    }

    private func outcomes(
        of commands: [Command], by caller: Caller, earlier: [Int: CommandOutcome],
        requests: [UUIDValue: AppendRequest], verdicts: [UUIDValue: Verdict]
    ) async throws(BatchProblem) -> [CommandOutcome] {
        // The command that was refused is named, not those that it took with it.
        let order = commands.indices.sorted { left, right in
            let leftDropped = verdicts[commands[left].header.id] == .dropped
            let rightDropped = verdicts[commands[right].header.id] == .dropped
            return leftDropped == rightDropped ? left < right : rightDropped
        }
        var outcomes = earlier
        for index in order where outcomes[index] == nil {
            let command = commands[index]
            guard let request = requests[command.header.id], let verdict = verdicts[command.header.id] else { continue }
            do throws(Problem) {
                outcomes[index] = try await outcome(of: command, by: caller, request: request, verdict: verdict)
            } catch {
                throw BatchProblem(index: index, problem: error)
            }
        }
        // What stands in the batch twice was recorded once.
        var answered: Set<UUIDValue> = []
        return commands.indices.compactMap { index in
            guard let outcome = outcomes[index] else { return nil }
            return answered.insert(outcome.commandID).inserted ? outcome : outcome.repeated
        }
    }

    /// The answer to what the database decided; a verdict that asks for another attempt doesn't come here.
    private func outcome(
        of command: Command, by caller: Caller, request: AppendRequest, verdict: Verdict
    ) async throws(Problem) -> CommandOutcome {
        switch verdict {
        case .accepted(let range):
            let events = request.events.enumerated().map { ordinal, event in
                CommandOutcome.Event(position: Position(range.first.value + Int64(ordinal)), type: event.type)
            }
            return CommandOutcome(
                commandID: command.header.id, log: request.log, recordedAt: range.recordedAt, events: events,
                isRepeat: false)
        case .known:
            let known = try await storing { () async throws(StoreError) in
                try await log.basis(of: [command.header.id], in: request.log, streams: []).known
            }
            return try await remembered(known).answer(to: command, by: caller)
        case .occursInFuture:
            throw Problem(
                .refused, "occurred-in-future", field: command.header.occurredOn == nil ? "/occurredAt" : "/occurredOn",
                value: command.header.occurredOn?.description ?? command.header.occurredAt?.description)
        case .logNotOpen:
            throw Problem(
                .refused, "organisation-not-joined", ["organisation": request.log.organisation.text],
                field: "/organisation")
        case .logAlreadyOpen:
            throw Problem(
                .refused, "organisation-already-joined", ["organisation": request.log.organisation.text],
                field: "/organisation")
        case .clocksApart(let microseconds):
            throw Problem(.tryLater, "clocks-apart", ["seconds": "\(microseconds / 1_000_000)"])
        case .stale(let stream, let actual):
            throw .staleVersion(
                stream ?? StreamName(stored: ""), expected: command.header.expectedVersion ?? 0, actual: actual)
        case .dropped:
            throw Problem(.refused, "batch-refused")
        }
    }

    /// What accepted commands left behind, read at once.
    private func remembered(_ known: [UUIDValue: KnownCommand]) async throws(Problem) -> RememberedCommands {
        guard let log = known.values.first?.log else { return RememberedCommands() }
        let positions = Set(known.values.flatMap { $0.positions + [$0.recordedBeside] }).sorted()
        let (events, texts) = try await storing { () async throws(StoreError) in
            (
                try await self.log.events(of: log, at: positions),
                try await self.log.protectedTexts(of: log, at: positions)
            )
        }
        return RememberedCommands(known: known, events: events, texts: texts)
    }
}

/// What stopped a batch, and at which of its commands, from 0.
package struct BatchProblem: Error, Sendable, Hashable {
    package let index: Int
    package let problem: Problem
}

/// Turns the store's mishaps into problems.
func storing<Answer>(
    _ body: () async throws(StoreError) -> Answer
) async throws(Problem) -> Answer {
    do throws(StoreError) { return try await body() } catch { throw Problem(error) }
}

extension Command {
    /// The log that it is recorded in.
    package var log: LogID { LogID(organisation: header.organisation, kind: .cases) }
}

extension Command {
    fileprivate func isSame(as other: Command) -> Bool {
        header == other.header && AnyHashable(body) == AnyHashable(other.body)
    }
}

extension Verdict {
    fileprivate var isStale: Bool {
        if case .stale = self { true } else { false }
    }
}
