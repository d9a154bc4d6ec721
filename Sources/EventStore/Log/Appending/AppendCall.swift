import EventSourcing
import Postgres
import SchemaFiles

/// How the commands of one transaction stand to each other.
enum AppendMode: Hashable, Sendable {
    /// A refused one drops out, and the others stand.
    case eachByItself
    /// Accepted together or not at all; with a head, only where the log ends there.
    case allOrNothing(at: Position?)

    var isAllOrNothing: Bool {
        if case .allOrNothing = self { true } else { false }
    }

    var head: Position? {
        if case .allOrNothing(let head) = self { head } else { nil }
    }
}

/// The call of `append_events` for a batch of requests to one log: one array a column.
struct AppendCall: Sendable {
    private let requests: [AppendRequest]
    private let log: LogID
    private let now: Instant
    private let programVersion: String
    private let mode: AppendMode

    private var streams = BatchStreams()
    private var items: [String]?
    private var itemsAfter: Int64?
    private var commandIDs = ArrayColumn<PostgresUUID>()
    private var fingerprints = ArrayColumn<[UInt8]>()
    private var commandCallers = ArrayColumn<String>()
    private var eventCounts = ArrayColumn<Int32>()
    private var lastEvents = ArrayColumn<Int32>()
    private var conditionCounts = ArrayColumn<Int32>()
    private var conditionStreams = ArrayColumn<Int32>()
    private var conditionVersions = ArrayColumn<Int64>()

    private var eventCount: Int32 = 0
    private var occurredLatest: Day?
    private var eventStreams = ArrayColumn<String>()
    private var streamNumbers = ArrayColumn<Int32>()
    private var streamSteps = ArrayColumn<Int32>()
    private var eventIDs = ArrayColumn<PostgresUUID>()
    private var types = ArrayColumn<String>()
    private var schemaVersions = ArrayColumn<Int32>()
    private var eventCommands = ArrayColumn<PostgresUUID>()
    private var ordinals = ArrayColumn<Int32>()
    private var occurredOn = ArrayColumn<PostgresDate>()
    private var occurredAt = ArrayColumn<PostgresTimestamp>()
    private var recordedBy = ArrayColumn<String>()
    private var actorVerified = ArrayColumn<Bool>()
    private var performedBy = ArrayColumn<String>()
    private var roles = ArrayColumn<String>()
    private var grounds = ArrayColumn<String>()
    private var causationIDs = ArrayColumn<PostgresUUID>()
    private var correlationIDs = ArrayColumn<PostgresUUID>()
    private var secrecy = ArrayColumn<String>()
    private var retentionClasses = ArrayColumn<String>()
    private var provenances = ArrayColumn<[UInt8]>()
    private var payloads = ArrayColumn<[UInt8]>()
    private var tagEvents = ArrayColumn<Int32>()
    private var tags = ArrayColumn<String>()
    private var textEvents = ArrayColumn<Int32>()
    private var textFields = ArrayColumn<String>()
    private var textSecrecy = ArrayColumn<String>()
    private var textSubjects = ArrayColumn<String>()
    private var textKeyIDs = ArrayColumn<String>()
    private var textValues = ArrayColumn<[UInt8]>()

    /// Of requests that were checked: all are of the log, one with an opening comes first, and one with a matching condition
    /// stands alone.
    init(_ requests: [AppendRequest], to log: LogID, now: Instant, programVersion: String, mode: AppendMode) {
        self.requests = requests
        self.log = log
        self.now = now
        self.programVersion = programVersion
        self.mode = mode
        for request in requests { add(request) }
    }

    static let file = SchemaFiles.appendEvents

    /// Runs the call, which is a transaction of its own, and gives a verdict a request.
    func run(on connections: StoreConnections) async throws(StoreError) -> [Verdict] {
        try await connections.call(Self.file, values(), as: .appender) { (result) throws(StoreError) in
            try verdicts(from: result)
        }
    }

    func verdicts(from result: PostgresResult) throws(StoreError) -> [Verdict] {
        try result.verdicts(on: requests, streams: streams.names)
    }

    /// How the log ends if the whole of it was accepted behind a position, at which these streams' versions are known; nothing
    /// without an event.
    func end(after head: Position, knowing versions: [String: Int64]) -> KnownEnd? {
        let events = requests.lazy.flatMap(\.events)
        guard eventCount > 0, let first = events.first,
            let last = requests.last(where: { !$0.events.isEmpty })?.events.last
        else { return nil }
        return KnownEnd(
            first: Position(head.value + 1), firstEvent: first.eventID, last: Position(head.value + Int64(eventCount)),
            lastEvent: last.eventID, versions: streams.versions(after: versions))
    }

    /// The parameters. What is known of the end of the log saves look-ups, if it ends so.
    func values(knowing end: KnownEnd? = nil) -> PostgresBindings {
        let opening = requests.first?.opening
        var values = PostgresBindings()
        values.append(log.organisation.text)
        values.append(log.kind.rawValue)
        values.append(now.timestamp)
        values.append(programVersion)
        values.append(mode.isAllOrNothing)
        values.append(mode.head?.value)
        values.append(opening?.nature.rawValue)
        values.append(opening?.zone)
        values.append(streams.names)
        values.append(hasRepeatedCommand ? nil : streams.versionsAtHead)
        values.append(commandIDs)
        values.append(fingerprints)
        values.append(commandCallers)
        values.append(eventCounts)
        values.append(lastEvents)
        values.append(conditionCounts)
        values.append(conditionStreams)
        values.append(conditionVersions)
        values.append(items)
        values.append(itemsAfter)
        values.append(occurredLatest?.date)
        values.append(eventStreams)
        values.append(streamNumbers)
        values.append(streamSteps)
        values.append(eventIDs)
        values.append(types)
        values.append(schemaVersions)
        values.append(eventCommands)
        values.append(ordinals)
        values.append(occurredOn)
        values.append(occurredAt)
        values.append(recordedBy)
        values.append(actorVerified)
        values.append(performedBy)
        values.append(roles)
        values.append(grounds)
        values.append(causationIDs)
        values.append(correlationIDs)
        values.append(secrecy)
        values.append(retentionClasses)
        values.append(provenances)
        values.append(payloads)
        values.append(tagEvents)
        values.append(tags)
        values.append(textEvents)
        values.append(textFields)
        values.append(textSecrecy)
        values.append(textSubjects)
        values.append(textKeyIDs)
        values.append(textValues)
        values.append(end.map { end in streams.names.map { end.versions[$0] } })
        values.append(end?.first.value)
        values.append(end?.firstEvent.uuid)
        values.append(end?.last.value)
        values.append(end?.lastEvent.uuid)
        return values
    }

    /// Two commands of one id: the second is known when the first is accepted, which is told one by one.
    private var hasRepeatedCommand: Bool {
        requests.count > 1 && Set(requests.map(\.commandID)).count < requests.count
    }

    private mutating func add(_ request: AppendRequest) {
        let command = request.commandID.uuid
        let caller = request.caller.identity
        commandIDs.append(command)
        fingerprints.append(request.fingerprint)
        commandCallers.append(caller)
        addConditions(of: request)
        for (ordinal, event) in request.events.enumerated() {
            eventCommands.append(command)
            ordinals.append(Int32(ordinal))
            recordedBy.append(caller)
            actorVerified.append(request.caller.isVerified)
            roles.append(request.caller.role)
            grounds.append(request.caller.ground)
            causationIDs.append(request.causationID?.uuid)
            correlationIDs.append(request.correlationID?.uuid)
            add(event)
        }
        eventCounts.append(Int32(request.events.count))
        lastEvents.append(eventCount)
    }

    private mutating func addConditions(of request: AppendRequest) {
        var count: Int32 = 0
        for condition in request.conditions {
            let (stream, version): (StreamName, Int64)
            switch condition {
            case .stream(_, .any): continue
            case .stream(let named, .absent): (stream, version) = (named, 0)
            case .stream(let named, .exact(let expected)): (stream, version) = (named, expected)
            case .noEvent(let matching, let after):
                items = matching.map { item in
                    item.types.map(\.text).joined(separator: " ") + "|" + item.tags.map(\.text).joined(separator: " ")
                }
                itemsAfter = after.value
                continue
            }
            conditionStreams.append(streams.expect(version, of: stream))
            conditionVersions.append(version)
            count += 1
        }
        conditionCounts.append(count)
    }

    private mutating func add(_ event: EncodedEvent) {
        eventCount += 1
        let (number, step) = streams.write(to: event.stream)
        eventStreams.append(event.stream.text)
        streamNumbers.append(number)
        streamSteps.append(step)
        eventIDs.append(event.eventID.uuid)
        types.append(event.type.text)
        schemaVersions.append(Int32(event.schemaVersion))
        occurredOn.append(event.occurred.day.date)
        occurredLatest = max(occurredLatest ?? event.occurred.day, event.occurred.day)
        occurredAt.append(event.occurred.instant?.timestamp)
        performedBy.append(event.performedBy)
        secrecy.append(event.secrecy.rawValue)
        retentionClasses.append(event.retention.rawValue)
        provenances.append(event.provenance)
        payloads.append(event.payload)
        for tag in event.tags {
            tagEvents.append(eventCount)
            tags.append(tag.text)
        }
        for text in event.texts {
            textEvents.append(eventCount)
            textFields.append(text.field)
            textSecrecy.append(text.secrecy.rawValue)
            textSubjects.append(text.subject.text)
            textKeyIDs.append(nil)
            textValues.append(Array(text.words.utf8))
        }
    }
}
