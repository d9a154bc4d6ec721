import EventSourcing
import Synchronization

/// Where logs end, as far as this process knows: what its last appends to them said.
///
/// An append that names the head that it expects needs no lock ahead of its look-ups, and no verdict but "accepted". Nothing
/// depends on what stands here: where another process has appended meanwhile, the database refuses the head, and the append is
/// judged as any. While that happens again and again, the next ones are judged at once.
final class KnownHeads: Sendable {
    private struct Head {
        var position: Position
        /// Refused ones since the last that was right.
        var misses = 0
        /// Appends that are judged before the head is named again.
        var rest = 0
    }

    private let heads = Mutex<[LogID: Head]>([:])

    private static let missesMax = 6

    /// The head to name in the next append; nothing when it is not known, or not worth a try.
    func next(of log: LogID) -> Position? {
        heads.withLock { heads in
            guard let head = heads[log] else { return nil }
            guard head.rest == 0 else {
                heads[log]?.rest -= 1
                return nil
            }
            return head.position
        }
    }

    /// The head that was named was right.
    func advance(_ log: LogID, by verdicts: [Verdict]) {
        guard let last = verdicts.last?.range?.last else { return }
        heads.withLock { $0[log] = Head(position: last) }
    }

    /// The head that was named was not right.
    func miss(_ log: LogID) {
        heads.withLock { heads in
            guard var head = heads[log] else { return }
            head.misses = min(head.misses + 1, Self.missesMax)
            head.rest = (1 << head.misses) - 2
            heads[log] = head
        }
    }

    /// What an append that was judged says of the head, if it says anything.
    func learn(_ log: LogID, from verdicts: [Verdict]) {
        guard let last = verdicts.lazy.reversed().compactMap(\.range?.last).first else { return }
        heads.withLock { $0[log, default: Head(position: last)].position = last }
    }
}
