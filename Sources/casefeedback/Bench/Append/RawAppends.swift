import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import Synchronization

/// What an append is measured against: the same client in the same role writes the same rows into the same tables with
/// the same keys, without lock and checks. The tenant is set once a connection; positions are counted here.
final class RawAppends: Sendable {
    private let organisation: OrganisationID
    private let connections: [PostgresConnection]
    private let head = Atomic<Int64>(0)

    /// Each caller gets a connection of its own.
    init(callers: Int, on stage: BenchStage) async throws(Failure) {
        organisation = try stage.freshOrganisation()
        var connections: [PostgresConnection] = []
        for _ in 0..<callers { connections.append(try await stage.connection(as: .appender, of: organisation)) }
        self.connections = connections
    }

    var log: LogID { LogID(organisation: organisation, kind: .cases) }

    /// One prepared round trip an event.
    func insertRows(_ requests: [[AppendRequest]]) async throws(Failure) {
        try await eachCaller(requests) { [self] (request, session) throws(StoreError) in
            try session.run(SchemaFiles.benchInsertRows, row(request))
        }
    }

    /// The event alone, without tags and command id.
    func insertEvents(_ requests: [[AppendRequest]]) async throws(Failure) {
        try await eachCaller(requests) { [self] (request, session) throws(StoreError) in
            try session.run(SchemaFiles.benchInsertEvent, Array(row(request).prefix(25)))
        }
    }

    /// One set-based statement for so many commands, on the first connection.
    func insertBatches(of size: Int, _ requests: [AppendRequest]) async throws(Failure) {
        try await storeFailure { () async throws(StoreError) in
            try await connections[0].withSession { [self] (session) throws(StoreError) in
                for start in stride(from: 0, to: requests.count, by: size) {
                    var batch = RawBatch(log)
                    let commands = requests[start..<min(start + size, requests.count)]
                    for request in commands {
                        batch.add(request, at: head.add(Int64(request.events.count), ordering: .relaxed).oldValue + 1)
                    }
                    try session.run(SchemaFiles.benchInsertBatch, batch.values)
                }
            }
        }
    }

    private func eachCaller(
        _ requests: [[AppendRequest]],
        _ insert: @Sendable @escaping (AppendRequest, PostgresSession) throws(StoreError) -> Void
    ) async throws(Failure) {
        let outcomes = await withTaskGroup(of: Result<Void, StoreError>.self) { group in
            for (connection, own) in zip(connections, requests) {
                group.addTask {
                    do throws(StoreError) {
                        try await connection.withSession { (session) throws(StoreError) in
                            for request in own { try insert(request, session) }
                        }
                        return .success(())
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for outcome in outcomes { try await storeFailure { () async throws(StoreError) in try outcome.get() } }
    }

    /// The parameters of `bench_insert_rows`; those of `bench_insert_event` are its first 25.
    private func row(_ request: AppendRequest) -> [any PostgresEncodable] {
        let event = request.events[0]
        let position = head.add(1, ordering: .relaxed).newValue
        return [
            organisation.text, LogKind.cases.rawValue, position, PostgresTimestamp(.now), event.stream.text,
            request.expectedVersion + 1, PostgresUUID(event.eventID), event.type.text, Int32(event.schemaVersion),
            PostgresUUID(request.commandID), Int32(0),
            PostgresDate(daysSince1970: event.occurred.day.daysSince1970),
            event.occurred.instant.map(PostgresTimestamp.init), request.caller.identity, request.caller.isVerified,
            event.performedBy, request.caller.role, request.caller.ground, nil as PostgresUUID?, nil as PostgresUUID?,
            event.secrecy.rawValue, event.retention.rawValue, Release.version, event.provenance, event.payload,
            event.tags[0].text, event.tags[1].text, event.tags[2].text, request.fingerprint,
        ]
    }
}

extension AppendRequest {
    /// Of the one stream that it writes to.
    var expectedVersion: Int64 {
        guard case .stream(_, .exact(let version)) = conditions.first else { return 0 }
        return version
    }
}
