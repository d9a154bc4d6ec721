import EventSourcing
import EventStore
import Postgres

/// The parameters of `bench_insert_batch`: one array a column.
struct RawBatch {
    private let log: LogID
    private var positions: [Int64] = []
    private var recordedAt: [PostgresTimestamp] = []
    private var streams: [String] = []
    private var versions: [Int64] = []
    private var eventIDs: [PostgresUUID] = []
    private var types: [String] = []
    private var schemaVersions: [Int32] = []
    private var commandIDs: [PostgresUUID] = []
    private var ordinals: [Int32] = []
    private var occurredOn: [PostgresDate] = []
    private var occurredAt: [PostgresTimestamp?] = []
    private var recordedBy: [String] = []
    private var verified: [Bool] = []
    private var performedBy: [String?] = []
    private var roles: [String] = []
    private var grounds: [String] = []
    private var causationIDs: [PostgresUUID?] = []
    private var correlationIDs: [PostgresUUID?] = []
    private var secrecy: [String] = []
    private var retention: [String] = []
    private var provenances: [[UInt8]?] = []
    private var payloads: [[UInt8]] = []
    private var tags: [String] = []
    private var tagPositions: [Int64] = []
    private var commands: [PostgresUUID] = []
    private var fingerprints: [[UInt8]] = []
    private var commandCallers: [String] = []
    private var firsts: [Int64] = []
    private var lasts: [Int64] = []

    init(_ log: LogID) { self.log = log }

    mutating func add(_ request: AppendRequest, at first: Int64) {
        let now = Instant.now
        for (ordinal, event) in request.events.enumerated() {
            let position = first + Int64(ordinal)
            positions.append(position)
            recordedAt.append(PostgresTimestamp(now))
            streams.append(event.stream.text)
            versions.append(request.expectedVersion + Int64(ordinal) + 1)
            eventIDs.append(PostgresUUID(event.eventID))
            types.append(event.type.text)
            schemaVersions.append(Int32(event.schemaVersion))
            commandIDs.append(PostgresUUID(request.commandID))
            ordinals.append(Int32(ordinal))
            occurredOn.append(PostgresDate(daysSince1970: event.occurred.day.daysSince1970))
            occurredAt.append(event.occurred.instant.map(PostgresTimestamp.init))
            recordedBy.append(request.caller.identity)
            verified.append(request.caller.isVerified)
            performedBy.append(event.performedBy)
            roles.append(request.caller.role)
            grounds.append(request.caller.ground)
            causationIDs.append(nil)
            correlationIDs.append(nil)
            secrecy.append(event.secrecy.rawValue)
            retention.append(event.retention.rawValue)
            provenances.append(event.provenance)
            payloads.append(event.payload)
            for tag in event.tags {
                tags.append(tag.text)
                tagPositions.append(position)
            }
        }
        commands.append(PostgresUUID(request.commandID))
        fingerprints.append(request.fingerprint)
        commandCallers.append(request.caller.identity)
        firsts.append(first)
        lasts.append(first + Int64(request.events.count) - 1)
    }

    var values: [any PostgresEncodable] {
        [
            log.organisation.text, log.kind.rawValue, Release.version, positions, recordedAt, streams, versions,
            eventIDs, types, schemaVersions, commandIDs, ordinals, occurredOn, occurredAt, recordedBy, verified,
            performedBy, roles, grounds, causationIDs, correlationIDs, secrecy, retention, provenances, payloads,
            tags, tagPositions, commands, fingerprints, commandCallers, firsts, lasts,
        ]
    }
}
