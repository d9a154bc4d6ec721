import EventSourcing
import Foundation
import Logging
import Postgres
import SchemaFiles
import Synchronization

/// How long a claim outlives a builder that stopped, and how long others wait for it.
package struct ClaimLimits: Sendable {
    /// How often a builder tells the server that it is there.
    package var heartbeat: Duration
    /// After so long without, the server ends the builder's claim.
    package var silence: Duration
    /// How long somebody who wants nothing but the result waits for another's build.
    package var patience: Duration

    package init(
        heartbeat: Duration = .seconds(10), silence: Duration = .seconds(60), patience: Duration = .seconds(10)
    ) {
        self.heartbeat = heartbeat
        self.silence = silence
        self.patience = patience
    }
}

/// The claims of one builder on the generations that it builds, on a connection of their own: they end with it, and so with
/// the process, however that ends, and soon after a process that is stopped or out of reach.
final class GenerationClaims: Sendable {
    private let connection: PostgresConnection
    private let taken = Mutex<[ProjectionGeneration]>([])
    private let isGone = Mutex(false)

    private init(_ connection: PostgresConnection) { self.connection = connection }

    /// The server ended the connection: whatever was claimed is anybody's.
    var isLost: Bool { isGone.withLock { $0 } }

    /// Lets `body` make claims, which end when it does. When they end before, its task is cancelled.
    ///
    /// - Throws: `claimLost` when `body` failed for that.
    static func with<Value: Sendable>(
        _ connections: StoreConnections, limits: ClaimLimits, logger: Logger,
        _ body: @Sendable @escaping (GenerationClaims) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let claims: GenerationClaims
        do throws(PostgresError) {
            claims = GenerationClaims(
                try await PostgresConnection.connect(
                    configuration(connections.configuration, limits), logger: logger))
        } catch {
            throw StoreError(error)
        }
        let outcome = await withTaskGroup(of: Result<Value, StoreError>?.self) { group in
            group.addTask {
                do throws(StoreError) { return .success(try await body(claims)) } catch { return .failure(error) }
            }
            group.addTask {
                await claims.keep(every: limits.heartbeat)
                return nil
            }
            var outcome: Result<Value, StoreError>?
            for await ended in group {
                outcome = outcome ?? ended
                group.cancelAll()
            }
            return outcome
        }
        await claims.connection.close()
        guard let outcome else { preconditionFailure("what was begun ended without an outcome") }
        do throws(StoreError) { return try outcome.get() } catch { throw claims.cause(of: error) }
    }

    /// Whether the generation is this builder's from now on; else another one's connection has it.
    func take(_ generation: ProjectionGeneration) async throws(StoreError) -> Bool {
        let isTaken = try await answer(SchemaFiles.claimGeneration, generation)
        if isTaken { taken.withLock { $0.append(generation) } }
        return isTaken
    }

    /// The server would give it to the same connection again.
    func has(_ generation: ProjectionGeneration) -> Bool { taken.withLock { $0.contains(generation) } }

    func giveBack(_ generation: ProjectionGeneration) async throws(StoreError) {
        taken.withLock { $0.removeAll { $0 == generation } }
        _ = try await answer(SchemaFiles.releaseGeneration, generation)
    }

    /// Whether the server still has them: what ended them may not have been noticed yet.
    func areKept() async -> Bool {
        if isLost { return false }
        return await connection.answers()
    }

    /// What a failure comes from: losing the claims ends everything that is under way.
    func cause(of error: StoreError) -> StoreError {
        guard isLost else { return error }
        if let first = taken.withLock(\.first) { return .claimLost(projection: first.projection, first.organisation) }
        guard case .database(.cancelled) = error else { return error }
        // Nobody cancelled anything: it was ended because its connection was.
        return .database(.connectionLost("the server ended the connection that a rebuild claims by"))
    }

    private func keep(every pause: Duration) async {
        while true {
            try? await Task.sleep(for: pause)
            if Task.isCancelled { return }
            if await !connection.answers() {
                isGone.withLock { $0 = true }
                return
            }
        }
    }

    private func answer(_ file: SchemaFile, _ generation: ProjectionGeneration) async throws(StoreError) -> Bool {
        try await connection.withSession { (session) throws(StoreError) in
            try session.run(file, generation.description).single(0, as: Bool.self) ?? false
        }
    }

    /// The server ends the connection of a builder that says nothing for long: one that is stopped still has its sockets.
    private static func configuration(_ base: PostgresConfiguration, _ limits: ClaimLimits) -> PostgresConfiguration {
        var configuration = StoreConnections.configuration(base, as: .projector)
        let silence = Int(limits.silence / .milliseconds(1))
        configuration.options["options", default: ""] += " -c idle_session_timeout=\(silence)ms"
        configuration.options["application_name"] = ClaimHolder.ofThisProcess.applicationName
        return configuration
    }
}
