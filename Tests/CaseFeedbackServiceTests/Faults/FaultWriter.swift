import EventSourcing
import EventStore
import TestSupport

/// Sends one command after the other, each until it is answered: to the log that all share and to one of its own in turn.
struct FaultWriter: Sendable {
    let name: String
    let logs: [LogID]
    /// The processes through which it sends, each with connections and a queue of its own.
    let processes: [EventLog]
    let history: Shared<FaultHistory>
    let watch: StandstillWatch
    /// A writer that is broken on purpose: it sends again under a new id what it got no answer to.
    var resendsUnderNewID = false

    /// How long it waits before it sends the same again.
    private static let patience = Duration.milliseconds(400)

    /// Writes until told to stop; what is under way then is answered first.
    func run(until isDone: Shared<Bool>) async {
        var versions: [LogID: Int64] = [:]
        var turn = 0
        while !isDone.value {
            let log = logs[turn % logs.count]
            turn += 1
            let number = versions[log, default: 0] + 1
            if await write(number, to: log) { versions[log] = number }
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0...4)))
        }
    }

    /// Whether the command was acknowledged.
    private func write(_ number: Int64, to log: LogID) async -> Bool {
        guard var request = request(number, to: log) else { return false }
        for attempt in 0..<1_000 {
            let process = processes[(attempt + Int(number)) % processes.count]
            let sent = request
            history.update { $0.sent.insert(sent.commandID) }
            switch await answer(to: sent, from: process) {
            case .accepted(let range)?: watch.acknowledged(log, at: range.last.value)
            case .known?: break
            case .some(let verdict):
                history.update { $0.surprises.append("\(name) was told \(verdict) at \(number)") }
                return false
            case nil:
                history.update { $0.resent += 1 }
                if resendsUnderNewID, let again = self.request(number, to: log) { request = again }
                continue
            }
            let stream = stream
            history.update {
                $0.acknowledged.append(.init(log: log, command: sent.commandID, stream: stream))
            }
            return true
        }
        history.update { $0.surprises.append("\(name) got no answer at \(number)") }
        return false
    }

    /// The verdict; nothing when none came in time, or when it is lost on its way, as every twentieth is.
    private func answer(to request: AppendRequest, from process: EventLog) async -> Verdict? {
        let isLost = Int.random(in: 0..<20) == 0
        let patience = isLost ? Duration.milliseconds(Int.random(in: 0...6)) : Self.patience
        let (answers, answered) = AsyncStream.makeStream(of: Result<Verdict, StoreError>?.self)
        // Goes on when nobody waits for it any more, as a server does whose client has hung up.
        let sending = Task {
            do throws(StoreError) {
                answered.yield(.success(try await process.append(request)))
            } catch {
                answered.yield(.failure(error))
            }
        }
        let waiting = Task {
            try await Task.sleep(for: patience)
            answered.yield(nil)
        }
        defer { waiting.cancel() }
        for await answer in answers {
            switch answer {
            case .success(let verdict) where !isLost: return verdict
            case .success: break
            case .failure(let error):
                if !error.isUnavailability, !error.isUnknownOutcome {
                    history.update { $0.surprises.append("\(name): \(error)") }
                }
                history.update { $0.unanswered += 1 }
                try? await Task.sleep(for: .milliseconds(50))
            case nil: history.update { $0.unanswered += 1 }
            }
            break
        }
        if resendsUnderNewID { await sending.value }
        return nil
    }

    private var stream: StreamName { StreamName("notebook", name) }

    private func request(_ number: Int64, to log: LogID) -> AppendRequest? {
        // The broken one can't ask for a version: it does not know which it would find.
        let conditions: [Condition] =
            resendsUnderNewID ? [] : [.stream(stream, number == 1 ? .absent : .exact(number - 1))]
        return try? .of([NoteTaken(in: name, number: Int(number))], to: log, on: conditions)
    }
}

extension StoreError {
    fileprivate var isUnknownOutcome: Bool {
        if case .outcomeUnknown = self { true } else { false }
    }
}
