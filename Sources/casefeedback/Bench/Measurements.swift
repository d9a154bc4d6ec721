extension Measurement {
    /// Every figure, in the order in which they are measured. A new one adds a line.
    static let all: [Measurement] = [
        // First: a follower looks after every log of the database, and the others leave many behind.
        follow,
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
        httpAppend,
        httpWheel,
        rebuildOne,
        rebuildFolds,
        rebuildTrail,
        rebuildTwoLogs,
        rebuildPeak,
    ]
}
