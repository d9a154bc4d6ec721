import EventSourcing
import Logging
import Postgres
import SchemaFiles

/// The claims of one builder on the generations that it builds, on a connection of their own: they end with it, and so with
/// the process, however that ends.
struct GenerationClaims {
    private let connection: PostgresConnection

    /// Lets `body` make claims, which end when it does.
    static func with<Value: Sendable>(
        _ connections: StoreConnections, logger: Logger,
        _ body: (GenerationClaims) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let claims: GenerationClaims
        do throws(PostgresError) {
            claims = GenerationClaims(
                connection: try await PostgresConnection.connect(
                    StoreConnections.configuration(connections.configuration, as: .projector), logger: logger))
        } catch {
            throw StoreError(error)
        }
        let outcome: Result<Value, StoreError>
        do throws(StoreError) { outcome = .success(try await body(claims)) } catch { outcome = .failure(error) }
        await claims.connection.close()
        return try outcome.get()
    }

    /// Whether the generation is this builder's from now on; else another one's connection has it.
    func take(_ generation: ProjectionGeneration) async throws(StoreError) -> Bool {
        try await answer(SchemaFiles.claimGeneration, generation)
    }

    func giveBack(_ generation: ProjectionGeneration) async throws(StoreError) {
        _ = try await answer(SchemaFiles.releaseGeneration, generation)
    }

    private func answer(_ file: SchemaFile, _ generation: ProjectionGeneration) async throws(StoreError) -> Bool {
        try await connection.withSession { (session) throws(StoreError) in
            try session.run(file, generation.description).single(0, as: Bool.self) ?? false
        }
    }
}
