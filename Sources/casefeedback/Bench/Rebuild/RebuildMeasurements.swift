import CaseFeedbackService
import EventSourcing
import EventStore

extension Measurement {
    /// One projection, against COPY out of the columns that its fold reads, through the same client; and against a set-based
    /// statement for its rows, which keeps no state.
    static let rebuildOne = Measurement(name: "rebuild.one") { stage async throws(Failure) in
        let log = try await stage.rebuiltHistory()
        return [
            .rebuilds([AnnualWheelTable()], of: [log], on: stage), .rawFoldedColumns(of: log, on: stage),
            .setBasedWheel(of: log, on: stage),
        ]
    }

    /// All folding projections from one scan, against the same.
    static let rebuildFolds = Measurement(name: "rebuild.folds") { stage async throws(Failure) in
        let log = try await stage.rebuiltHistory()
        return [
            .rebuilds([AnnualWheelTable(), ReportMatrixTable()], of: [log], on: stage),
            .rawFoldedColumns(of: log, on: stage),
        ]
    }

    /// The trail, against COPY in of as many rows as narrow.
    static let rebuildTrail = Measurement(name: "rebuild.trail") { stage async throws(Failure) in
        let log = try await stage.rebuiltHistory()
        return [
            .rebuilds([AuditTrailTable()], of: [log], on: stage),
            try .rawTrailRows(count: stage.scale.rebuiltEvents, on: stage),
        ]
    }

    /// Two logs at a time, against one of them.
    static let rebuildTwoLogs = Measurement(name: "rebuild.two_logs") { stage async throws(Failure) in
        let logs = try await stage.history(events: stage.scale.rebuiltEvents, logs: 2)
        return [
            .rebuilds([AnnualWheelTable()], of: logs, on: stage),
            .rebuilds([AnnualWheelTable()], of: [logs[0]], named: "raw", on: stage),
        ]
    }

    /// What `casefeedback rebuild --all` takes at its peak with the memory that it is given by default.
    static let rebuildPeak = Measurement(
        name: "rebuild",
        prepare: { stage async throws(Failure) in
            let log = try await stage.history(events: stage.scale.events)[0]
            return [.rebuildProcess(of: log, on: stage)]
        },
        figures: { turns in
            [
                Figure(
                    name: "peak_mib", value: turns.samples(of: "ours").compactMap { $0.numbers["peak_mib"] }.max() ?? 0)
            ]
        })
}

extension BenchScale {
    /// A rebuild is as fast an event at five million as at one.
    var rebuiltEvents: Int { min(events, 1_000_000) }
}

extension BenchStage {
    fileprivate func rebuiltHistory() async throws(Failure) -> LogID {
        try await history(events: scale.rebuiltEvents)[0]
    }
}
