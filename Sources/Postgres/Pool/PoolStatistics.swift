/// What a pool does at this moment, and has done since it was made.
package struct PoolStatistics: Hashable, Sendable {
    /// The most connections that it may have.
    package var size = 0
    package var idle = 0
    package var leased = 0
    package var opening = 0
    /// Callers in the queue.
    package var waiting = 0

    /// Connections that were opened.
    package var opened = 0
    /// Attempts to open one that failed.
    package var failedAttempts = 0
    /// Connections thrown away because they were broken.
    package var discarded = 0
    /// Callers refused because the queue was full.
    package var refused = 0
    /// Callers refused because they had waited too long.
    package var timedOut = 0
}
