package import EventSourcing

/// What a rebuild of one projection found and did.
package struct RebuildReport: Sendable, Hashable {
    package let projection: String
    /// Where the new generation stood when it took over, or was compared.
    package let position: Position
    /// Where both generations stood when their digests were taken, in one snapshot; absent when they could not be brought to
    /// one position, since the old one stands still, is far behind, or belongs to another release.
    package let comparedAt: Position?
    /// Of the generation that was served, and of the new one.
    package let previousDigest: GenerationDigest?
    package let digest: GenerationDigest
    /// In what their rows differ there.
    package let difference: GenerationDifference?
    package let previousRevision: Int
    package let revision: Int
    /// How long it took from the log to all rows; of several projections from one scan, of all of them.
    package let folding: Duration
    /// How long the old generation was held for the switch: what followers, and nobody else, waited.
    package let held: Duration

    /// At equal revision an unequal digest means that the served rows were not the fold of the log.
    package var isEqual: Bool { digest == previousDigest }
}

/// What a rebuild is at.
package enum RebuildPhase: Sendable, Hashable, CaseIterable {
    /// Rows are removed that nobody is to see any more.
    case clearing
    case folding
    /// The new rows are compared with what is served, and take over.
    case comparing
}

/// How a rebuild goes about it.
package struct RebuildSettings: Sendable {
    /// What the states and rows that are held in memory may take, as estimated, in bytes.
    package var memory: Int
    /// How much work a kill can lose at most.
    package var writesEvery: Duration
    /// Told of the position up to which every projection is folded.
    package var progress: @Sendable (Position) -> Void
    /// Told of what begins.
    package var begins: @Sendable (RebuildPhase) -> Void

    package init(
        memory: Int = 128 << 20, writesEvery: Duration = .seconds(15),
        progress: @Sendable @escaping (Position) -> Void = { _ in },
        begins: @Sendable @escaping (RebuildPhase) -> Void = { _ in }
    ) {
        self.memory = memory
        self.writesEvery = writesEvery
        self.progress = progress
        self.begins = begins
    }
}

/// What became of one projection in a rebuild of several: one that fails stops none of the others.
package struct RebuildOutcome: Sendable {
    package let projection: String
    package let result: Result<RebuildReport, StoreError>
}
