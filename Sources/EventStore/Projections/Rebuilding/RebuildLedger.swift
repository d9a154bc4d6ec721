import EventSourcing
import Synchronization

/// How far the builds of one scan have come and what they hold: they run on threads of their own and share one memory.
final class RebuildLedger: Sendable {
    private struct Entry {
        var position: Position
        var heldBytes = 0
    }

    let settings: RebuildSettings
    private let entries: Mutex<[Entry]>

    init(of positions: [Position], _ settings: RebuildSettings) {
        self.settings = settings
        entries = Mutex(positions.map { Entry(position: $0) })
    }

    /// Gives what all of them hold. Progress is told under the lock: it never seems to go back.
    func report(_ number: Int, position: Position, heldBytes: Int) -> Int {
        entries.withLock { entries in
            entries[number] = Entry(position: position, heldBytes: heldBytes)
            settings.progress(entries.map(\.position).min() ?? position)
            return entries.reduce(0) { $0 + $1.heldBytes }
        }
    }
}

/// One build's place in the ledger.
struct RebuildShare: Sendable {
    private let ledger: RebuildLedger
    private let number: Int

    init(_ ledger: RebuildLedger, _ number: Int) {
        self.ledger = ledger
        self.number = number
    }

    /// What all builds together may hold.
    var memory: Int { ledger.settings.memory }
    var writesEvery: Duration { ledger.settings.writesEvery }

    /// Gives what all builds together hold.
    func report(_ build: any GenerationBuild) -> Int {
        ledger.report(number, position: build.position, heldBytes: build.heldBytes)
    }
}
