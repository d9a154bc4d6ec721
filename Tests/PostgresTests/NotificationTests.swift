import Postgres
import Testing

@Suite(.serialized) struct `Listening` {
    @Test func `hears what others say, in order, with what they said`() async throws {
        let channel = "Två \"ord\"; drop table x"
        let listener = try await TestDatabase.connect()
        try await listener.withSession { try $0.listen(channel) }
        let sender = try await TestDatabase.session { session in
            for number in 1...3 { try session.notify(channel, payload: "\(number)") }
            try session.notify("something else")
            return session.backendProcessID
        }
        var heard: [PostgresNotification] = []
        while heard.count < 3 {
            let more = try await listener.withSession { try $0.waitForNotifications(timeout: .seconds(5)) }
            guard !more.isEmpty else { break }
            heard += more
        }
        let rest = try await listener.withSession { try $0.waitForNotifications(timeout: .milliseconds(50)) }
        #expect(heard.map(\.payload) == ["1", "2", "3"])
        #expect(heard.allSatisfy { $0.channel == channel && $0.backendProcessID == sender })
        #expect(rest.isEmpty)
        await listener.close()
    }

    @Test func `wakes up when something is said while it waits`() async throws {
        let listener = try await TestDatabase.connect()
        try await listener.withSession { try $0.listen("while_waiting") }
        async let heard = listener.withSession { try $0.waitForNotifications(timeout: .seconds(60)) }
        try await Task.sleep(for: .milliseconds(100))
        let before = ContinuousClock.now
        try await TestDatabase.session { try $0.notify("while_waiting", payload: "now") }
        #expect(try await heard.map(\.payload) == ["now"])
        #expect(ContinuousClock.now - before < .seconds(30))
        await listener.close()
    }

    @Test func `hears nothing of what was rolled back or is no longer listened to`() async throws {
        struct Stop: Error {}
        let heard = try await TestDatabase.session { session in
            try session.listen("rolled_back")
            do {
                try session.transaction {
                    try session.notify("rolled_back")
                    throw Stop()
                }
            } catch is Stop {}
            try session.unlisten("rolled_back")
            try session.notify("rolled_back")
            return try session.waitForNotifications(timeout: .milliseconds(50))
        }
        #expect(heard.isEmpty)
    }

    @Test func `ends when the task is cancelled`() async throws {
        let listener = try await TestDatabase.connect()
        let task = Task { try await listener.withSession { try $0.waitForNotifications(timeout: .seconds(60)) } }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        // The connection itself is unharmed.
        #expect(try await listener.withSession { try $0.waitForNotifications(timeout: .zero) }.isEmpty)
        await listener.close()
    }

    @Test func `learns that the server ended the connection`() async throws {
        let listener = try await TestDatabase.connect()
        let process = try await listener.withSession { session in
            try session.listen("ended")
            return session.backendProcessID
        }
        let waiting = Task { try await listener.withSession { try $0.waitForNotifications(timeout: .seconds(60)) } }
        try await Task.sleep(for: .milliseconds(50))
        try await TestDatabase.session { session in
            _ = try session.execute(PostgresStatement("select pg_terminate_backend($1)"), [process])
        }
        await #expect { try await waiting.value } throws: { ($0 as? PostgresError)?.isConnectionLoss == true }
        await listener.close()
    }
}
