#if os(Linux)
import Glibc
import Testing

@testable import Postgres

/// A machine without power sends no word. Only TCP's own means tell it from one that takes its time, and they are off by default.
@Suite(.serialized) struct `A peer that is silently gone` {
    /// Keepalive: on, seconds of silence, seconds between questions, how many; and milliseconds for what is not acknowledged.
    struct Patience: Equatable {
        var isAsked: Int32
        var idle: Int32
        var interval: Int32
        var count: Int32
        var unacknowledged: Int32

        init(_ isAsked: Int32, _ idle: Int32, _ interval: Int32, _ count: Int32, _ unacknowledged: Int32) {
            (self.isAsked, self.idle, self.interval, self.count) = (isAsked, idle, interval, count)
            self.unacknowledged = unacknowledged
        }
    }

    @Test func `is noticed within half a minute`() async throws {
        #expect(try await Self.patience("") == Patience(1, 10, 5, 3, 30_000))
    }

    @Test func `is noticed as the connection string says`() async throws {
        let patience = try await Self.patience(" keepalives_idle=77 keepalives_interval=9 tcp_user_timeout=12345")
        #expect(patience == Patience(1, 77, 9, 3, 12_345))
        #expect(try await Self.patience(" keepalives=0").isAsked == 0)
    }

    /// Of a connection by TCP, which takes a password.
    private static func patience(_ further: String) async throws -> Patience {
        let port = try await TestDatabase.session { session in
            try session.run(
                script: """
                    DROP ROLE IF EXISTS over_tcp;
                    CREATE ROLE over_tcp LOGIN PASSWORD 'over tcp';
                    """)
            return try session.execute(PostgresStatement("select current_setting('port')")).rows[0].decode(
                0, as: String.self)
        }
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(
                connectionString: "host=127.0.0.1 port=\(port) user=over_tcp dbname=postgres\(further)",
                options: ["password": "over tcp"]),
            logger: TestDatabase.logger)
        let state = connection.condition.current
        let socket = try #require({ if case .clean(let socket) = state { socket } else { nil } }())
        let patience = Patience(
            try option(SOL_SOCKET, SO_KEEPALIVE, of: socket), try option(tcp, TCP_KEEPIDLE, of: socket),
            try option(tcp, TCP_KEEPINTVL, of: socket), try option(tcp, TCP_KEEPCNT, of: socket),
            try option(tcp, TCP_USER_TIMEOUT, of: socket))
        await connection.close()
        return patience
    }

    private static let tcp = Int32(IPPROTO_TCP)

    private static func option(_ level: Int32, _ name: Int32, of socket: Int32) throws -> Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        try #require(getsockopt(socket, level, name, &value, &size) == 0)
        return value
    }
}
#endif
