/// The bounds of a pool; those with a default seldom need another value.
struct PoolLimits: Sendable {
    var size: Int
    var maximumWaiters: Int
    var acquireTimeout: Duration
    /// How long a connection may be idle before the server is asked whether it still answers.
    var checkInterval = Duration.seconds(30)
    var maximumIdle = Duration.seconds(600)
    /// A connection is not kept for ever: its process on the server grows, and names may come to mean another host.
    var maximumAge = Duration.seconds(3600)
    var firstBackoff = Duration.milliseconds(50)
    /// So long a reader may still stand still when the server is back, so it is short.
    var longestBackoff = Duration.milliseconds(250)

    init(size: Int, maximumWaiters: Int, acquireTimeout: Duration) {
        self.size = max(size, 1)
        self.maximumWaiters = max(maximumWaiters, 0)
        self.acquireTimeout = acquireTimeout
    }

    /// The pause after so many failures in a row: doubled each time, up to the longest.
    func backoff(after failures: Int) -> Duration {
        min(firstBackoff * (1 << min(max(failures - 1, 0), 20)), longestBackoff)
    }
}
