extension Measurement {
    /// One caller, one connection, one event a command; beside it the plain INSERT.
    static let appendSingle = Measurement(name: "append.single") { stage async throws(Failure) in
        [
            try await .appends(by: 1, on: stage), try await .rawRows(on: 1, stage: stage),
            try await .rawInsert("insert_raw", on: 1, stage: stage),
        ]
    }

    /// Many callers on one log, against rows one by one on many connections and against batches as large on one.
    static func appendOneLog(by callers: Int, rowConnections: Int) -> Measurement {
        Measurement(
            name: "append.one_log.\(callers)",
            prepare: { stage async throws(Failure) in
                var sides = [
                    try await Side.appends(by: callers, on: stage),
                    try await .rawRows(on: rowConnections, stage: stage),
                    try await .rawBatch("batch_raw", of: callers, stage: stage),
                ]
                if callers == 128 { sides.append(try await .appends("lone", by: 1, on: stage)) }
                return sides
            },
            figures: { turns in
                let alone = turns.latencies(of: "lone")
                guard !alone.isEmpty else { return turns.rates }
                let slow = Statistics.percentile(0.99, of: turns.latencies(of: "ours"))
                return turns.rates + [
                    Figure(name: "p99_over_single", value: slow / Statistics.percentile(0.5, of: alone))
                ]
            })
    }

    /// A log for every caller.
    static let appendManyLogs = Measurement(name: "append.many_logs.8") { stage async throws(Failure) in
        [try await .appends(by: 8, logs: 8, on: stage), try await .rawRows(on: 8, logs: 8, stage: stage)]
    }

    /// One caller whose commands make a hundred events each.
    static let appendBatch = Measurement(name: "append.batch100") { stage async throws(Failure) in
        [
            try await .appends(by: 1, eventsPerCommand: 100, on: stage),
            try await .rawBatch("raw", of: 1, eventsPerCommand: 100, stage: stage),
        ]
    }

    /// One caller on a log of millions, against the same on a small one: how many times as long an append takes.
    static let appendFlatness = Measurement(
        name: "append.flatness",
        prepare: { stage async throws(Failure) in
            let large = try await stage.history(events: stage.scale.events)[0]
            let smallStage = try await stage.small()
            let small = try await smallStage.history(events: stage.scale.smallEvents)[0]
            return [.appends("ours", to: large, on: stage), .appends("raw", to: small, on: smallStage)]
        },
        figures: { turns in
            turns.rates.filter { $0.name != "ratio" } + [
                Figure(name: "", value: 1 / turns.ratio(of: "ours", to: "raw"))
            ]
        })
}
