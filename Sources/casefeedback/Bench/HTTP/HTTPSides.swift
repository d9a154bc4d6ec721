import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Synchronization

/// Commands that register persons of a made-up municipality: small, decided on a stream of their own.
final class PersonCommands: Sendable {
    let organisation: OrganisationID
    private let state: Mutex<(generator: SeededGenerator, count: Int)>

    init(for organisation: OrganisationID, seed: UInt64) {
        self.organisation = organisation
        state = Mutex((SeededGenerator(seed: seed), 0))
    }

    /// As they stand in a request.
    func next(_ count: Int) -> [[UInt8]] {
        state.withLock { state in
            (0..<count).map { _ in
                state.count += 1
                let id = state.generator.uuid(at: .now)
                return Array(
                    #"{"id":"\#(id)","type":"register-person","organisation":"\#(organisation)","occurredOn":"2025-01-15","synthetic":[""],"data":{"person":"p-\#(state.count)"}}"#
                        .utf8)
            }
        }
    }

    var opening: [UInt8] {
        let id = state.withLock { $0.generator.uuid(at: .now) }
        return Array(
            #"{"id":"\#(id)","type":"join-municipality","organisation":"\#(organisation)","occurredOn":"2025-01-01","synthetic":[""],"data":{"name":{"sv":"Provstaden"},"nature":"demonstration","zone":"Europe/Stockholm"}}"#
                .utf8)
    }

    static func read(_ bytes: [UInt8]) throws(Failure) -> Command {
        do throws(JSONFault) { return try Command(reading: JSONDocument(parsing: bytes)) } catch {
            throw Failure(Problem(error))
        }
    }

    /// Opens the log.
    func open(in installation: Installation) async throws(Failure) {
        let command = try Self.read(opening)
        _ = try await asFailure { () async throws(Problem) in
            try await installation.commands.handle(command, by: SyntheticEvent.caller)
        }
    }
}

extension Side {
    /// The commands through the handler, without HTTP.
    static func handledCommands(
        _ name: String, by callers: Int, on stage: BenchStage
    ) async throws(Failure) -> Side {
        let commands = PersonCommands(for: try stage.freshOrganisation(), seed: stage.scale.seed)
        try await commands.open(in: stage.installation)
        let handler = stage.installation.commands
        let pace = Pace(first: 2_000)
        return Side(name) { turn async throws(Failure) in
            let calls = pace.calls(in: turn, callers: callers)
            var requests: [[Command]] = []
            for _ in 0..<callers {
                var own: [Command] = []
                for bytes in commands.next(calls) { own.append(try PersonCommands.read(bytes)) }
                requests.append(own)
            }
            let started = ContinuousClock.now
            let outcomes = await withTaskGroup(of: Result<Void, Problem>.self) { group in
                for own in requests {
                    group.addTask {
                        do throws(Problem) {
                            for command in own { _ = try await handler.handle(command, by: SyntheticEvent.caller) }
                            return .success(())
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let elapsed = started.duration(to: .now)
            pace.measured(calls * callers, in: elapsed)
            for outcome in outcomes { try await asFailure { () async throws(Problem) in try outcome.get() } }
            return Sample(count: calls * callers, elapsed: elapsed)
        }
    }

    /// The same as POSTs, on as many connections.
    static func postedCommands(
        _ name: String, by connections: Int, on stage: BenchStage
    ) async throws(Failure) -> Side {
        let commands = PersonCommands(for: try stage.freshOrganisation(), seed: stage.scale.seed &+ 1)
        try await commands.open(in: stage.installation)
        let server = try await BenchServer(stage.installation, logger: stage.logger)
        return requests(name, on: connections, to: server, expecting: "201", first: 1_000) {
            commands.next($0).map { body in
                Array(
                    """
                    POST /v1/organisations/\(commands.organisation)/commands HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Content-Type: application/json\r
                    Casefeedback-Caller: \(SyntheticEvent.caller.identity)\r
                    Casefeedback-Role: \(SyntheticEvent.caller.role)\r
                    Casefeedback-Ground: \(SyntheticEvent.caller.ground)\r
                    Content-Length: \(body.count)\r
                    \r

                    """.utf8) + body
            }
        }
    }

    /// GETs of one path.
    static func gets(
        _ name: String, of path: String, by connections: Int, to server: BenchServer
    ) -> Side {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
        return requests(name, on: connections, to: server, expecting: "200", first: 2_000) {
            Array(repeating: request, count: $0)
        }
    }

    private static func requests(
        _ name: String, on connections: Int, to server: BenchServer, expecting status: String, first: Double,
        _ next: @Sendable @escaping (Int) -> [[UInt8]]
    ) -> Side {
        let pace = Pace(first: first)
        return Side(name) { turn async throws(Failure) in
            let calls = pace.calls(in: turn, callers: connections)
            let requests = (0..<connections).map { _ in next(calls) }
            let (latencies, elapsed) = try await HTTPLoad.onThread(
                requests, connections: connections, port: server.port, expecting: status)
            pace.measured(latencies.count, in: elapsed)
            return Sample(count: latencies.count, elapsed: elapsed, latencies: latencies)
        }
    }
}

extension HTTPLoad {
    /// On a thread of its own: Swift's pool is for what is measured.
    static func onThread(
        _ requests: [[[UInt8]]], connections: Int, port: Int, expecting status: String
    ) async throws(Failure) -> (latencies: [Duration], elapsed: Duration) {
        let outcome: Result<([Duration], Duration), Failure> = await withCheckedContinuation { continuation in
            Thread {
                do throws(Failure) {
                    let load = try HTTPLoad(connections: connections, port: port)
                    let started = ContinuousClock.now
                    let latencies = try load.run(requests, expecting: status)
                    continuation.resume(returning: .success((latencies, started.duration(to: .now))))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }.start()
        }
        return try outcome.get()
    }
}
