package import EventSourcing
import Foundation
import Postgres
import SchemaFiles

/// Who has claimed a generation.
package struct ClaimHolder: Sendable, Hashable {
    /// The number of the builder's process, where it runs.
    package let process: Int32?
    package let host: String?
    /// In UTC, to the second.
    package let since: String?
    /// The number of the server's process that serves it. What a builder of another release calls itself tells no more.
    package let backend: Int32?

    /// What a builder calls its connection, since a server tells a role no more of another's connection: the host comes last, as
    /// the server cuts off what is longer than 63 bytes.
    private static let prefix = "casefeedback claim"

    static var ofThisProcess: ClaimHolder {
        let now = Instant.now.microsecondsSince1970
        return ClaimHolder(
            process: ProcessInfo.processInfo.processIdentifier, host: ownHost,
            since: Instant(microsecondsSince1970: now - now % 1_000_000).description, backend: nil)
    }

    /// `casefeedback claim 4711 2026-11-28T18:40:00Z web-1`
    var applicationName: String { "\(Self.prefix) \(process ?? 0) \(since ?? "?") \(host ?? "?")" }

    private init(process: Int32?, host: String?, since: String?, backend: Int32?) {
        self.process = process
        self.host = host
        self.since = since
        self.backend = backend
    }

    fileprivate init(applicationName: String, backend: Int32) {
        let words = applicationName.split(separator: " ", maxSplits: 4).map(String.init)
        let isOurs = words.count == 5 && applicationName.hasPrefix("\(Self.prefix) ")
        self.init(
            process: isOurs ? Int32(words[2]) : nil, host: isOurs ? words[4] : nil, since: isOurs ? words[3] : nil,
            backend: backend)
    }

    /// Without asking a resolver, which may be away.
    private static var ownHost: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "?" }
        let text = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return text.isEmpty ? "?" : String(decoding: text, as: UTF8.self)
    }
}

extension ClaimHolder: CustomStringConvertible {
    package var description: String {
        let known = process.flatMap { process in host.map { "process \(process) on \($0) since \(since ?? "?")" } }
        return [known, backend.map { "server process \($0)" }].compactMap { $0 }.joined(separator: ", ")
    }
}

extension PostgresSession {
    /// Who has claimed a generation; nothing when nobody has.
    func claimHolder(of generation: ProjectionGeneration) throws(StoreError) -> ClaimHolder? {
        let result = try run(SchemaFiles.findClaimHolder, generation.description)
        guard let row = result.first else { return nil }
        return try decoding { () throws(PostgresError) in
            ClaimHolder(
                applicationName: try row.decode(1, as: String.self), backend: try row.decode(0, as: Int32.self))
        }
    }
}

extension ProjectionRunner {
    /// Who builds the unfinished generations among some of an organisation's.
    package func builders(
        of checkpoints: [Checkpoint], in organisation: OrganisationID
    ) async throws(StoreError) -> [ProjectionGeneration: ClaimHolder] {
        let unfinished = checkpoints.filter { $0.stage != .standing && $0.stage != .leaving }.map(\.generation)
        guard !unfinished.isEmpty else { return [:] }
        return try await connections.read(organisation, as: .projector) { (session) throws(StoreError) in
            var holders: [ProjectionGeneration: ClaimHolder] = [:]
            for generation in unfinished { holders[generation] = try session.claimHolder(of: generation) }
            return holders
        }
    }
}
