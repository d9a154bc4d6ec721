#if os(Linux)
import Testing

@testable import Postgres

@Suite struct `Waiting for a socket` {
    /// libpq has no number for the socket of a connection that broke: two would wait for the same.
    @Test func `that is gone ends at once, however many do it`() async throws {
        let watcher = try #require(SocketWatcher.shared)
        let ended = Shared(0)
        for _ in 0..<16 {
            Task {
                for _ in 0..<1000 { await watcher.wait(-1, .readable) }
                ended.change { $0 += 1 }
            }
        }
        for _ in 0..<1000 where ended.value < 16 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(ended.value == 16)
    }
}
#endif
