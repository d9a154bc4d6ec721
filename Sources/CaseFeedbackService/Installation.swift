package import EventStore
package import Logging
package import Postgres

/// Everything that runs on one database, wired: command line and HTTP hold one.
package struct Installation: Sendable {
    package let connections: StoreConnections
    package let log: EventLog
    package let runner: ProjectionRunner
    package let commands: CommandHandler
    package let imports: CommandImport
    package let wheel: WheelQuery
    package let revealer: TextRevealer
    package let follower: ProjectionFollower
    package let notifications: HeadNotifications

    /// Every projection, in the order in which they are moved. A new one adds a line.
    package static let projections: [any StoredProjection] = [AnnualWheelTable(), AuditTrailTable()]

    /// Connects to nothing yet: every pool opens its connections when they are needed.
    package init(_ configuration: PostgresConfiguration, programVersion: String, logger: Logger) {
        let appended = HeadSignal()
        let following = HeadSignal()
        connections = StoreConnections(configuration, logger: logger)
        log = EventLog(
            connections, programVersion: programVersion, logger: logger,
            appended: { _, _ in
                appended.raise()
                following.raise()
            })
        runner = ProjectionRunner(connections, projections: Self.projections, logger: logger)
        commands = CommandHandler(log)
        imports = CommandImport(commands)
        wheel = WheelQuery(log)
        revealer = TextRevealer(log)
        follower = ProjectionFollower(log, runner: runner, signal: following, logger: logger)
        notifications = HeadNotifications(connections, appendedHere: appended, heard: following, logger: logger)
    }

    package func close() async { await connections.close() }
}
