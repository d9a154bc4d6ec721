import EventSourcing

extension Side {
    /// One prepared round trip an event, on so many connections.
    static func rawRows(
        _ name: String = "raw", on connections: Int, logs: Int = 1, stage: BenchStage
    ) async throws(Failure) -> Side {
        try await raw(name, connections: connections, logs: logs, first: 3000, on: stage) {
            raw, requests async throws(Failure) in try await raw.insertRows(requests)
        }
    }

    /// The plain INSERT of the event alone.
    static func rawInsert(
        _ name: String, on connections: Int, stage: BenchStage
    ) async throws(Failure) -> Side {
        try await raw(name, connections: connections, logs: 1, first: 3000, on: stage) {
            raw, requests async throws(Failure) in try await raw.insertEvents(requests)
        }
    }

    /// One set-based statement a batch of commands, on one connection.
    static func rawBatch(
        _ name: String, of size: Int, eventsPerCommand: Int = 1, stage: BenchStage
    ) async throws(Failure) -> Side {
        try await raw(
            name, connections: 1, logs: 1, eventsPerCommand: eventsPerCommand,
            first: 20_000 / Double(eventsPerCommand), on: stage
        ) { raw, requests async throws(Failure) in
            try await raw.insertBatches(of: size, requests[0])
        }
    }

    private static func raw(
        _ name: String, connections: Int, logs: Int, eventsPerCommand: Int = 1, first: Double, on stage: BenchStage,
        _ insert: @Sendable @escaping (RawAppends, [[AppendRequest]]) async throws(Failure) -> Void
    ) async throws(Failure) -> Side {
        var raws: [RawAppends] = []
        var works: [AppendWork] = []
        for number in 0..<logs {
            let raw = try await RawAppends(callers: connections / logs, on: stage)
            raws.append(raw)
            works.append(
                stage.work(
                    on: raw.log, callers: connections / logs, eventsPerCommand: eventsPerCommand,
                    seed: stage.scale.seed &+ UInt64(1000 + number)))
        }
        let pace = Pace(first: first)
        let pairs = Array(zip(raws, works))
        return Side(name) { turn async throws(Failure) in
            let calls = pace.calls(in: turn, callers: connections)
            var ready: [(RawAppends, [[AppendRequest]])] = []
            for (raw, work) in pairs { ready.append((raw, try work.next(calls))) }
            let started = ContinuousClock.now
            try await all(ready, insert)
            let elapsed = started.duration(to: .now)
            pace.measured(calls * connections, in: elapsed)
            return Sample(count: calls * connections * eventsPerCommand, elapsed: elapsed)
        }
    }

    private static func all(
        _ ready: [(RawAppends, [[AppendRequest]])],
        _ insert: @Sendable @escaping (RawAppends, [[AppendRequest]]) async throws(Failure) -> Void
    ) async throws(Failure) {
        let outcomes = await withTaskGroup(of: Result<Void, Failure>.self) { group in
            for (raw, requests) in ready {
                group.addTask {
                    do throws(Failure) { return .success(try await insert(raw, requests)) } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for outcome in outcomes { try outcome.get() }
    }
}
