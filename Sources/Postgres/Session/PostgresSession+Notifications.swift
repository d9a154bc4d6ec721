import CLibPQ

/// What somebody's `NOTIFY` said.
package struct PostgresNotification: Hashable, Sendable {
    package var channel: String
    package var payload: String
    /// The process that serves the sender.
    package var backendProcessID: Int32
}

extension PostgresSession {
    /// Begins to listen; outside a transaction at once, inside one at its COMMIT.
    package func listen(_ channel: String) throws(PostgresError) {
        try wire.run("LISTEN \(wire.quoted(channel))")
    }

    package func unlisten(_ channel: String) throws(PostgresError) {
        try wire.run("UNLISTEN \(wire.quoted(channel))")
    }

    /// Sends a notification; inside a transaction at its COMMIT. The payload has less than 8000 bytes.
    package func notify(_ channel: String, payload: String = "") throws(PostgresError) {
        try wire.execute(Self.notification, [channel, payload])
    }

    /// The only text that is bound: channels of `pg_notify` are parameters, those of `LISTEN` can't be.
    private static let notification = PostgresStatement(
        name: "postgres_notify", sql: "SELECT pg_catalog.pg_notify($1, $2)")

    /// Waits until a notification is there, at most as long as `timeout`; gives all that are there, or none.
    ///
    /// It blocks the connection's thread: a listening connection does nothing else. Cancelling the task ends it. A
    /// notification is a hint: those sent while nobody listened are lost.
    package func waitForNotifications(timeout: Duration) throws(PostgresError) -> [PostgresNotification] {
        let limit = ContinuousClock.now + timeout
        while true {
            try wire.checkReadiness()
            let notifications = try wire.takeNotifications()
            guard notifications.isEmpty else { return notifications }
            let end = wire.deadline.map { min($0, limit) } ?? limit
            let outcome = SocketPoll.wait(
                PQsocket(try wire.open()), .readable, interrupt: wire.interrupts.readEnd, until: end)
            // The next round looks at the deadline and at a cancellation.
            if outcome == .timedOut, limit <= .now { return try wire.takeNotifications() }
        }
    }
}

extension Wire {
    /// An identifier in double quotes: the one place where a value becomes part of a statement's text.
    fileprivate func quoted(_ identifier: String) throws(PostgresError) -> String {
        let connection = try open()
        guard let quoted = PQescapeIdentifier(connection, identifier, identifier.utf8.count) else {
            throw .protocolViolation(errorMessage)
        }
        defer { PQfreemem(quoted) }
        return String(cString: quoted)
    }

    fileprivate func takeNotifications() throws(PostgresError) -> [PostgresNotification] {
        let connection = try open()
        guard PQconsumeInput(connection) == 1 else {
            let message = errorMessage
            abandon(because: message)
            throw .connectionLost(message)
        }
        var notifications: [PostgresNotification] = []
        while let pointer = PQnotifies(connection) {
            defer { PQfreemem(pointer) }
            let notification = pointer.pointee
            notifications.append(
                PostgresNotification(
                    channel: notification.relname.map { String(cString: $0) } ?? "",
                    payload: notification.extra.map { String(cString: $0) } ?? "",
                    backendProcessID: notification.be_pid))
        }
        return notifications
    }
}
