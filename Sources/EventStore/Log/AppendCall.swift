import EventSourcing
import Postgres
import SchemaFiles

/// How the commands of one transaction stand to each other.
enum AppendMode: Sendable {
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
struct AppendCall {
    private let requests: [AppendRequest]
    private let log: LogID
    private let now: Instant
    private let programVersion: String
    private let mode: AppendMode

    private var streams: [String] = []
    private var streamNumbers: [StreamName: Int32] = [:]

    private var commandIDs: [PostgresUUID] = []
    private var fingerprints: [[UInt8]] = []
    private var recordedBy: [String] = []
    private var actorVerified: [Bool] = []
    private var roles: [String] = []
    private var grounds: [String] = []
    private var causationIDs: [PostgresUUID?] = []
    private var correlationIDs: [PostgresUUID?] = []
    private var eventCounts: [Int32] = []
    private var conditionCounts: [Int32] = []
    private var conditionStreams: [Int32] = []
    private var conditionVersions: [Int64] = []
    private var items: [String]?
    private var itemsAfter: Int64?

    private var eventStreams: [Int32] = []
    private var eventIDs: [PostgresUUID] = []
    private var types: [String] = []
    private var schemaVersions: [Int32] = []
    private var occurredOn: [PostgresDate] = []
    private var occurredAt: [PostgresTimestamp?] = []
    private var performedBy: [String?] = []
    private var secrecy: [String] = []
    private var retentionClasses: [String] = []
    private var provenances: [[UInt8]?] = []
    private var payloads: [[UInt8]] = []
    private var tagEvents: [Int32] = []
    private var tags: [String] = []
    private var textEvents: [Int32] = []
    private var textFields: [String] = []
    private var textSecrecy: [String] = []
    private var textSubjects: [String] = []
    private var textKeyIDs: [String?] = []
    private var textValues: [[UInt8]] = []

    /// All requests must be of the log. One with an opening comes first; one with a matching condition stands alone.
    init(_ requests: [AppendRequest], to log: LogID, now: Instant, programVersion: String, mode: AppendMode) {
        self.requests = requests
        self.log = log
        self.now = now
        self.programVersion = programVersion
        self.mode = mode
        for request in requests { add(request) }
    }

    /// Runs the call, which is a transaction of its own, and gives a verdict a request.
    func run(on session: PostgresSession) throws(StoreError) -> [Verdict] {
        let opening = requests.first?.opening
        let result = try session.run(
            SchemaFiles.appendEvents, log.organisation.text, log.kind.rawValue, now.timestamp, programVersion,
            mode.isAllOrNothing, opening?.nature.rawValue, opening?.zone, streams, commandIDs, fingerprints, recordedBy,
            actorVerified, roles,
            grounds, causationIDs, correlationIDs, eventCounts, conditionCounts, conditionStreams, conditionVersions,
            items, itemsAfter, eventStreams, eventIDs, types, schemaVersions, occurredOn, occurredAt, performedBy,
            secrecy,
            retentionClasses, provenances, payloads, tagEvents, tags, textEvents, textFields, textSecrecy, textSubjects,
            textKeyIDs, textValues, mode.head?.value)
        var verdicts: [Verdict] = []
        for row in result.rows { verdicts.append(try verdict(row)) }
        guard verdicts.count == requests.count else {
            throw .corrupt("append_events gave \(verdicts.count) verdicts for \(requests.count) commands")
        }
        return verdicts
    }

    /// The one place that names what the database decided.
    private func verdict(_ row: PostgresRow) throws(StoreError) -> Verdict {
        do throws(PostgresError) {
            switch try row.decode(0, as: String.self) {
            case "accepted":
                return .accepted(
                    AppendedRange(
                        first: Position(try row.decode(1, as: Int64.self)),
                        last: Position(try row.decode(2, as: Int64.self)),
                        recordedAt: Instant(try row.decode(3, as: PostgresTimestamp.self))))
            case "known": return .known
            case "dropped": return .dropped
            case "stale":
                let stream = try row.decode(4, as: String?.self)
                return .stale(stream: stream.map(StreamName.init(stored:)), actual: try row.decode(5, as: Int64.self))
            case "occurs_in_future": return .occursInFuture(ordinal: Int(try row.decode(5, as: Int64.self)))
            case "log_not_open": return .logNotOpen
            case "log_already_open": return .logAlreadyOpen
            case "clocks_apart": return .clocksApart(microseconds: try row.decode(5, as: Int64.self))
            case let other: throw PostgresError.protocolViolation("append_events gave the unknown verdict '\(other)'")
            }
        } catch {
            throw .database(error)
        }
    }

    private mutating func add(_ request: AppendRequest) {
        commandIDs.append(request.commandID.uuid)
        fingerprints.append(request.fingerprint)
        recordedBy.append(request.caller.identity)
        actorVerified.append(request.caller.isVerified)
        roles.append(request.caller.role)
        grounds.append(request.caller.ground)
        causationIDs.append(request.causationID?.uuid)
        correlationIDs.append(request.correlationID?.uuid)
        eventCounts.append(Int32(request.events.count))
        addConditions(of: request)
        for event in request.events { add(event) }
    }

    private mutating func addConditions(of request: AppendRequest) {
        var count: Int32 = 0
        for condition in request.conditions {
            switch condition {
            case .stream(_, .any): continue
            case .stream(let stream, .absent): addCondition(on: stream, version: 0)
            case .stream(let stream, .exact(let version)): addCondition(on: stream, version: version)
            case .noEvent(let matching, let after):
                items = matching.map { item in
                    item.types.map(\.text).joined(separator: " ") + "|" + item.tags.map(\.text).joined(separator: " ")
                }
                itemsAfter = after.value
                continue
            }
            count += 1
        }
        conditionCounts.append(count)
    }

    private mutating func addCondition(on stream: StreamName, version: Int64) {
        conditionStreams.append(number(of: stream))
        conditionVersions.append(version)
    }

    private mutating func add(_ event: EncodedEvent) {
        eventStreams.append(number(of: event.stream))
        eventIDs.append(event.eventID.uuid)
        types.append(event.type.text)
        schemaVersions.append(Int32(event.schemaVersion))
        occurredOn.append(event.occurred.day.date)
        occurredAt.append(event.occurred.instant?.timestamp)
        performedBy.append(event.performedBy)
        secrecy.append(event.secrecy.rawValue)
        retentionClasses.append(event.retention.rawValue)
        provenances.append(event.provenance)
        payloads.append(event.payload)
        let eventNumber = Int32(eventIDs.count)
        for tag in event.tags {
            tagEvents.append(eventNumber)
            tags.append(tag.text)
        }
        for text in event.texts {
            textEvents.append(eventNumber)
            textFields.append(text.field)
            textSecrecy.append(text.secrecy.rawValue)
            textSubjects.append(text.subject.text)
            textKeyIDs.append(nil)
            textValues.append(Array(text.words.utf8))
        }
    }

    private mutating func number(of stream: StreamName) -> Int32 {
        if let number = streamNumbers[stream] { return number }
        streams.append(stream.text)
        let number = Int32(streams.count)
        streamNumbers[stream] = number
        return number
    }
}
