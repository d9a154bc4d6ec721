import EventSourcing
import EventStore
import Postgres

/// What must be in the database, and what everybody was told. It learns the order of what was done at once from the log
/// itself, and judges whether everything else agrees with that order. Each rule names what breaks it by its number in the
/// list of invariants.
struct ModelState {
    struct Accepted: Hashable {
        let log: LogID
        let first: Int64
        let last: Int64
        let request: AppendRequest
    }

    private struct CommandKey: Hashable {
        let organisation: OrganisationID
        let id: UUIDValue

        init(_ log: LogID, _ id: UUIDValue) {
            organisation = log.organisation
            self.id = id
        }

        init(_ request: AppendRequest) { self.init(request.log, request.commandID) }
    }

    private(set) var logs: [LogID: ModelLog] = [:]
    private var commands: [CommandKey: Accepted] = [:]
    /// Everything that was sent under an id, whatever came of it.
    private var sent: [CommandKey: [AppendRequest]] = [:]
    private var acknowledged: Set<CommandKey> = []

    subscript(log: LogID) -> ModelLog { logs[log] ?? ModelLog() }

    var acceptedCount: Int { commands.count }

    func sent(_ id: UUIDValue, in organisation: OrganisationID) -> AppendRequest? {
        sent.first { $0.key.id == id && $0.key.organisation == organisation }?.value.first
    }

    /// The accepted commands of a log.
    func accepted(in log: LogID) -> [UUIDValue: Accepted] {
        Dictionary(
            commands.filter { $0.value.log == log }.map { ($0.key.id, $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Takes up what a round has added to the logs, and what its senders were told; names what breaks a rule.
    mutating func absorb(_ stored: [LogID: [RecordedEvent]], after sendings: [ModelSending]) -> [String] {
        for sending in sendings { sent[CommandKey(sending.request), default: []].append(sending.request) }
        var violations: [String] = []
        let before = logs
        for log in stored.keys.sorted(by: { $0.description < $1.description }) {
            violations += absorb(stored[log] ?? [], of: log)
        }
        for sending in sendings {
            let log = sending.request.log
            violations += judge(sending, before: before[log] ?? ModelLog(), after: self[log])
        }
        return violations + judgeBatches(sendings)
    }

    // MARK: - What the log says

    private mutating func absorb(_ stored: [RecordedEvent], of log: LogID) -> [String] {
        var model = self[log]
        let known = model.events.map(\.recorded)
        var violations: [String] = []
        if Array(stored.prefix(known.count)) != known {
            let place = zip(stored, known).prefix { $0 == $1 }.count + 1
            return ["I3 changed: event \(place) of \(log) is not what it was"]
        }
        var rest = stored.dropFirst(known.count)
        while let first = rest.first {
            let id = first.envelope.commandID
            let run = Array(rest.prefix { $0.envelope.commandID == id })
            rest = rest.dropFirst(run.count)
            violations += absorb(run, of: log, to: &model)
        }
        logs[log] = model
        return violations
    }

    /// Events of one command, as they follow on each other.
    private mutating func absorb(_ run: [RecordedEvent], of log: LogID, to model: inout ModelLog) -> [String] {
        let key = CommandKey(log, run[0].envelope.commandID)
        let name = "\(key.id.description.suffix(6)) at \(run[0].position) of \(log)"
        guard let requests = sent[key] else { return ["I8 unsent: nobody sent \(name)"] }
        if commands[key] != nil { return ["I1 doubled: \(name) is there already"] }
        guard let request = requests.first(where: { $0.log == log && $0.events.matches(run) }) else {
            return ["I4 half: \(name) has \(run.count) events that are not those of what was sent"]
        }
        var violations: [String] = []
        for condition in request.conditions where !model.holds(condition) {
            violations.append("verdict: \(name) was accepted although \(condition) does not hold")
        }
        if request.opening != nil, model.isOpen { violations.append("verdict: \(name) opened an open log") }
        for (event, sentEvent) in zip(run, request.events) {
            let version = (model.versions[sentEvent.stream] ?? 0) + 1
            if event.position.value != model.head + 1 {
                violations.append("I2 position: \(event.position) stands at place \(model.head + 1) of \(log)")
            }
            if event.envelope.version != version {
                violations.append("I2 version: \(event.envelope.version) of \(sentEvent.stream) stands for \(version)")
            }
            if let last = model.events.last?.recorded.envelope.recordedAt, event.envelope.recordedAt <= last {
                violations.append("I2 time: \(event.position) of \(log) was not recorded after the one before it")
            }
            model.append(event, as: sentEvent)
        }
        commands[key] = Accepted(
            log: log, first: run[0].position.value, last: run[run.count - 1].position.value, request: request)
        return violations
    }

    // MARK: - What senders were told

    private mutating func judge(_ sending: ModelSending, before: ModelLog, after: ModelLog) -> [String] {
        let request = sending.request
        let key = CommandKey(request)
        let complaint = { (why: String) in ["verdict: \(sending) \(why)"] }
        switch sending.outcome {
        case .verdict(.accepted(let range)):
            guard sending.fault == nil else { return complaint("though it must be refused") }
            guard acknowledged.insert(key).inserted else { return ["I7 again: \(sending) was acknowledged before"] }
            guard let accepted = commands[key], accepted.request == request, accepted.log == request.log,
                accepted.first == range.first.value, accepted.last == range.last.value
            else { return ["I1 acknowledged: \(sending) is not there, or elsewhere"] }
            let recorded = after.events.dropFirst(Int(accepted.first) - 1).first?.recorded.envelope.recordedAt
            return recorded == range.recordedAt ? [] : complaint("was recorded at another time")
        case .verdict(.known):
            return commands[key] == nil ? ["I1 known: \(sending) is not there"] : []
        case .verdict(.stale(let stream, let actual)):
            return request.isStale(stream, actual, from: before, to: after, in: sending.batch)
                ? [] : complaint("could be so at no moment of the round")
        case .verdict(.logNotOpen):
            return before.isOpen || request.opening != nil ? complaint("though it was open") : []
        case .verdict(.logAlreadyOpen):
            return after.isOpen && request.opening != nil ? [] : complaint("though it was not open")
        case .verdict(.occursInFuture): return sending.fault == .inFuture ? [] : complaint("though it is past")
        case .verdict(.clocksApart): return sending.fault == .clockAhead ? [] : complaint("though they are together")
        case .verdict(.dropped): return sending.batch == nil ? complaint("though it was alone") : []
        case .failed(let error):
            return sending.fault == .tooLarge && error.isEventTooLarge
                || sending.fault == .badRow && error.isRefusedRow ? [] : complaint("is no answer")
        }
    }

    private func judgeBatches(_ sendings: [ModelSending]) -> [String] {
        let batches = Dictionary(grouping: sendings.filter { $0.batch != nil }) { $0.batch?.number ?? 0 }
        return batches.values.flatMap { batch -> [String] in
            let ranges = batch.compactMap(\.accepted)
            let refused = batch.filter { sending in
                if case .verdict(.accepted) = sending.outcome { return false }
                if case .verdict(.known) = sending.outcome { return false }
                return true
            }
            let dropped = batch.filter { if case .verdict(.dropped) = $0.outcome { true } else { false } }
            if !dropped.isEmpty, dropped.count == refused.count { return ["verdict: dropped by nothing: \(batch)"] }
            if !ranges.isEmpty, !refused.isEmpty { return ["I4 half: \(batch)"] }
            let isWhole = zip(ranges, ranges.dropFirst()).allSatisfy { $0.last.next == $1.first }
            let stands = batch[0].batch?.head.map { head in ranges.first.map { $0.first == head.next } ?? true } ?? true
            return isWhole && stands ? [] : ["I4 apart: \(batch)"]
        }
    }
}

extension [EncodedEvent] {
    /// Whether these are the events of a command, all of them and in order.
    fileprivate func matches(_ run: [RecordedEvent]) -> Bool {
        count == run.count
            && zip(self, run).enumerated().allSatisfy { index, pair in
                pair.0.stream == pair.1.envelope.stream && pair.0.eventID == pair.1.envelope.eventID
                    && pair.0.type == pair.1.type && pair.0.payload == pair.1.payload
                    && pair.1.envelope.ordinal == index
            }
    }
}

extension AppendRequest {
    /// Whether the verdict is true of the log at some moment between two.
    fileprivate func isStale(
        _ stream: StreamName?, _ actual: Int64, from before: ModelLog, to after: ModelLog, in batch: ModelBatch?
    ) -> Bool {
        guard let stream else {
            if let head = batch?.head, head.value != actual, (before.head...after.head).contains(actual) { return true }
            return conditions.contains { condition in
                guard case .noEvent(let items, let position) = condition else { return false }
                return after.firstMatch(of: items, after: position) == actual
            }
        }
        let last = (after.versions[stream] ?? 0) + (batch?.advance(of: stream) ?? 0)
        guard (before.versions[stream] ?? 0)...last ~= actual else { return false }
        return conditions.contains { condition in
            if case .stream(stream, let expected) = condition { !expected.allows(actual) } else { false }
        }
    }
}

extension StoreError {
    /// A check of the table of commands.
    fileprivate var isRefusedRow: Bool {
        if case .database(let cause) = self { cause.sqlState == .checkViolation } else { false }
    }
}
