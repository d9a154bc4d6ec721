import NIOCore

/// How much one request may ask for.
enum Limits {
    static let bodyBytesMax = 8 << 20
    /// From the head of a request to the last byte of its body.
    static let bodyTimeout = Duration.seconds(30)
    /// A connection that sends nothing for so long is closed; one that waits for its answer isn't idle.
    static let idleTimeout = TimeAmount.seconds(60)
    static let rowsDefault = 100
    static let rowsMax = 1_000
    static let waitSecondsMax = 30
}
