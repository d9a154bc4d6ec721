extension Measurement {
    /// Every figure, in the order in which they are measured. A new one adds a line.
    static let all: [Measurement] = [
        appendSingle,
        appendOneLog(by: 8, rowConnections: 8),
        appendOneLog(by: 32, rowConnections: 32),
        appendOneLog(by: 128, rowConnections: 32),
        appendManyLogs,
        appendBatch,
        appendFlatness,
        importing,
        reading,
        asOfFlatness,
        follow,
        httpAppend,
        httpWheel,
        rebuildOne,
        rebuildFolds,
        rebuildTrail,
        rebuildTwoLogs,
        rebuildPeak,
    ]
}
