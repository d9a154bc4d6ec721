package import EventSourcing
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
    package let historyExport: HistoryExport
    package let historyImport: HistoryImport
    package let wheel: WheelQuery
    package let matrix: MatrixQuery
    package let trail: TrailQuery
    package let replay: ReplayQuery
    package let differences: DifferenceQuery
    package let whatIf: WhatIfQuery
    package let summaries: SummaryQuery
    package let revealer: TextRevealer
    package let verifier: Verifier
    package let statuses: StatusQuery
    package let clocks: ClockAcceptance
    package let follower: ProjectionFollower
    package let notifications: HeadNotifications
    package let rebuilder: ProjectionRebuilder

    /// Every projection, in the order in which they are moved. A new one adds a line.
    package static let projections: [any StoredProjection] = [
        AnnualWheelTable(), ReportMatrixTable(), AuditTrailTable(),
    ]

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
        runner = ProjectionRunner(
            connections, projections: Self.projections, logger: logger, programVersion: programVersion)
        revealer = TextRevealer(log)
        commands = CommandHandler(log)
        imports = CommandImport(commands)
        historyExport = HistoryExport(log)
        historyImport = HistoryImport(log)
        wheel = WheelQuery(log)
        matrix = MatrixQuery(log, revealer: revealer)
        trail = TrailQuery(log)
        replay = ReplayQuery(log)
        differences = DifferenceQuery(log, matrices: matrix)
        whatIf = WhatIfQuery(log)
        summaries = SummaryQuery(log, revealer: revealer)
        verifier = Verifier(log, runner: runner)
        statuses = StatusQuery(log, runner: runner, programVersion: programVersion)
        clocks = ClockAcceptance(log)
        follower = ProjectionFollower(log, runner: runner, signal: following, logger: logger)
        rebuilder = ProjectionRebuilder(log, runner: runner, logger: logger)
        notifications = HeadNotifications(connections, appendedHere: appended, heard: following, logger: logger)
    }

    package func status() async throws(Problem) -> StatusReport { try await statuses.status() }
    package func readiness() async -> Readiness { await statuses.readiness() }

    /// Brings an organisation's projections to the head: for whoever asks without a server running beside.
    package func catchUp(_ organisation: OrganisationID) async throws(Problem) {
        try await storing { () async throws(StoreError) in _ = try await runner.catchUp(organisation) }
    }

    /// The organisations that have a log, in order.
    package func organisations() async throws(Problem) -> [OrganisationID] {
        let heads = try await storing { () async throws(StoreError) in try await log.heads() }
        return Set(heads.keys.map(\.organisation)).sorted()
    }

    package func close() async { await connections.close() }
}
