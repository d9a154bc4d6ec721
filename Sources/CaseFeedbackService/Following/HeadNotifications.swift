package import EventStore
package import Logging
import SchemaFiles
import ServiceLifecycle

/// Tells other processes of appends, and hears of theirs.
///
/// The notification is sent from a connection of its own after the commit, many appends together: a NOTIFY inside the
/// append would take a lock that the whole cluster shares.
package struct HeadNotifications: Service {
    private let connections: StoreConnections
    private let appendedHere: HeadSignal
    private let heard: HeadSignal
    private let logger: Logger

    package init(_ connections: StoreConnections, appendedHere: HeadSignal, heard: HeadSignal, logger: Logger) {
        self.connections = connections
        self.appendedHere = appendedHere
        self.heard = heard
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await tell() }
                group.addTask { await listen() }
            }
        }
    }

    private func tell() async {
        while !Task.isCancelled {
            await appendedHere.wait(atMost: .seconds(3600))
            if Task.isCancelled { return }
            do throws(StoreError) {
                try await connections.withSession(as: .follower) { (session) throws(StoreError) in
                    _ = try session.run(SchemaFiles.notifyHeads)
                }
            } catch {
                logger.debug("others were not told of an append", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func listen() async {
        while !Task.isCancelled {
            do throws(StoreError) {
                try await connections.listen(to: "casefeedback_heads") { heard.raise() }
            } catch {
                logger.debug("listening was interrupted", metadata: ["error": "\(error)"])
            }
            heard.raise()
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
