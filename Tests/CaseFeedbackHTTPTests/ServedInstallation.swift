import AsyncHTTPClient
import CanonicalJSON
import CaseFeedbackHTTP
import CaseFeedbackService
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import TestSupport
import Testing

/// A server that runs as the program runs it, on a port and a database of its own.
struct ServedInstallation: Sendable {
    let database: TestDatabase
    let port: Int
    /// Ends it as SIGTERM does.
    let shutDown: @Sendable () async -> Void

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply {
        try await send("GET", path, headers: headers)
    }

    /// Sends commands to Göteborg, unless the path says otherwise.
    func post(
        _ body: String, to path: String = "/v1/organisations/1480/commands", type: String? = "application/json",
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var all = Self.caller.merging(headers) { _, own in own }
        all["Content-Type"] = type
        return try await send("POST", path, headers: all, body: body)
    }

    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil,
        within seconds: Int64 = 60
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = body.map { .bytes(ByteBuffer(string: $0)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(seconds))
        return Reply(
            status: Int(response.status.code), headers: response.headers,
            body: String(buffer: try await response.body.collect(upTo: 64 << 20)))
    }

    /// Waits until answers show a position, however busy the machine is.
    func reach(_ position: String) async throws {
        for name in ["wheel", "trail"] {
            for attempt in 1...30 {
                let reply = try await get(
                    "/v1/organisations/1480/\(name)", headers: ["Casefeedback-At-Least": position])
                if reply.status == 200 { break }
                try #require(reply.status == 503 && attempt < 30, "\(reply.body)")
            }
        }
    }

    /// Sends a body in pieces whose sum nobody announced; the status of the answer.
    func postStreamed(_ body: String) async throws -> Int {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/v1/organisations/1480/commands")
        request.method = .POST
        for (name, value) in Self.caller { request.headers.add(name: name, value: value) }
        request.headers.add(name: "Content-Type", value: "application/json")
        let (pieces, piece) = AsyncStream.makeStream(of: ByteBuffer.self)
        piece.yield(ByteBuffer(string: body))
        piece.finish()
        request.body = .stream(pieces, length: .unknown)
        return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(60)).status.code)
    }

    /// Records commands that the test only builds on.
    func record(_ commands: [String]) async throws {
        let reply = try await post(commands.joined(separator: "\n"), type: "application/x-ndjson")
        try #require(reply.status == 201, "\(reply.body)")
    }

    /// Records the example of two units, and waits until answers show it.
    func enrol() async throws {
        try await record(Example.enrolled)
        try await reach("cases/1480/9")
    }

    static let caller = [
        "Casefeedback-Caller": "test#anna", "Casefeedback-Role": "process-leader", "Casefeedback-Ground": "Uppdrag",
    ]
}

/// What came back.
struct Reply: Sendable {
    let status: Int
    private let headers: HTTPHeaders
    let body: String

    init(status: Int, headers: HTTPHeaders, body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    var json: JSONValue {
        get throws { try JSONDocument(parsing: Array(body.utf8), limits: .init(bytes: 64 << 20)).root }
    }
    var problem: String? { try? json["type"]?.string?.split(separator: ":").last.map(String.init) }
    var position: String? { header("Casefeedback-Position") }

    func header(_ name: String) -> String? { headers.first(name: name) }
}

/// Runs `body` against a server, and ends it afterwards.
func withServer<Value: Sendable>(
    followed: Bool = true, _ body: @Sendable (ServedInstallation) async throws -> Value
) async throws -> Value {
    try await withTestDatabase { database in
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let server = CaseFeedbackServer(
            installation: database.installation, host: "127.0.0.1", port: 0, logger: .silent
        ) { port in told.yield(port) }
        let installation = database.installation
        let services: [any Service] =
            (followed ? [installation.follower, installation.notifications] : []) + [server]
        let group = ServiceGroup(services: services, logger: .silent)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { told.finish() }
                try await group.run()
            }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else {
                try await tasks.waitForAll()
                throw TestServer.Unusable("the server ended before it listened")
            }
            let served = ServedInstallation(database: database, port: port) { await group.triggerGracefulShutdown() }
            let result: Result<Value, any Error>
            do { result = .success(try await body(served)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }
}
