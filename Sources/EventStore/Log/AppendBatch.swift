import EventSourcing
import Postgres

/// A batch of requests to one log as the database takes it: one array a column.
struct AppendBatch: Sendable {
    let requests: [AppendRequest]
    let log: LogID

    private(set) var streams = BatchStreams()
    private(set) var items: [String]?
    private(set) var itemsAfter: Int64?
    private(set) var commandIDs = ArrayColumn<PostgresUUID>()
    private(set) var fingerprints = ArrayColumn<[UInt8]>()
    private(set) var commandCallers = ArrayColumn<String>()
    private(set) var eventCounts = ArrayColumn<Int32>()
    private(set) var lastEvents = ArrayColumn<Int32>()
    private(set) var conditionCounts = ArrayColumn<Int32>()
    private(set) var conditionStreams = ArrayColumn<Int32>()
    private(set) var conditionVersions = ArrayColumn<Int64>()

    private(set) var eventCount: Int32 = 0
    private(set) var occurredLatest: Day?
    private(set) var eventStreams = ArrayColumn<String>()
    private(set) var streamNumbers: [Int32] = []
    private(set) var streamSteps: [Int32] = []
    private(set) var eventIDs = ArrayColumn<PostgresUUID>()
    private(set) var types = ArrayColumn<String>()
    private(set) var schemaVersions = ArrayColumn<Int32>()
    private(set) var eventCommands = ArrayColumn<PostgresUUID>()
    private(set) var ordinals = ArrayColumn<Int32>()
    private(set) var occurredOn = ArrayColumn<PostgresDate>()
    private(set) var occurredAt = ArrayColumn<PostgresTimestamp>()
    private(set) var recordedBy = ArrayColumn<String>()
    private(set) var actorVerified = ArrayColumn<Bool>()
    private(set) var performedBy = ArrayColumn<String>()
    private(set) var roles = ArrayColumn<String>()
    private(set) var grounds = ArrayColumn<String>()
    private(set) var causationIDs = ArrayColumn<PostgresUUID>()
    private(set) var correlationIDs = ArrayColumn<PostgresUUID>()
    private(set) var secrecy = ArrayColumn<String>()
    private(set) var retentionClasses = ArrayColumn<String>()
    private(set) var provenances = ArrayColumn<[UInt8]>()
    private(set) var payloads = ArrayColumn<[UInt8]>()
    private(set) var tagEvents = ArrayColumn<Int32>()
    private(set) var tags = ArrayColumn<String>()
    private(set) var textEvents = ArrayColumn<Int32>()
    private(set) var textFields = ArrayColumn<String>()
    private(set) var textSecrecy = ArrayColumn<String>()
    private(set) var textSubjects = ArrayColumn<String>()
    private(set) var textKeyIDs = ArrayColumn<String>()
    private(set) var textValues = ArrayColumn<[UInt8]>()

    /// All requests must be of the log. One with an opening comes first; one with a matching condition stands alone.
    init(_ requests: [AppendRequest], to log: LogID) {
        self.requests = requests
        self.log = log
        for request in requests { add(request) }
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
