import EventStore
import Logging
import Synchronization

/// The stages of one run, each in a database of its own, made when it is first asked for.
final class BenchStages: Sendable {
    private let database: BenchDatabase
    private let scale: BenchScale
    private let console: Console
    private let logger: Logger
    private let stages = Mutex<[BenchDatabase.Place: BenchStage]>([:])

    init(_ database: BenchDatabase, scale: BenchScale, console: Console, logger: Logger) {
        self.database = database
        self.scale = scale
        self.console = console
        self.logger = logger
    }

    /// To be asked by one task at a time.
    func stage(in place: BenchDatabase.Place) async throws(Failure) -> BenchStage {
        if let stage = stages.withLock({ $0[place] }) { return stage }
        let configuration = try await database.make(place)
        let stage = BenchStage(configuration, scale: scale, console: console, logger: logger) {
            () async throws(Failure) in try await self.stage(in: .small)
        }
        stages.withLock { $0[place] = stage }
        return stage
    }

    func close() async {
        for stage in stages.withLock({ Array($0.values) }) { await stage.close() }
        // They know each other: what is closed lets go.
        stages.withLock { $0 = [:] }
    }
}
