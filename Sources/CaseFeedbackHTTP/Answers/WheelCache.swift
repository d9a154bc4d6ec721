import CaseFeedbackService
import EventSourcing
import Synchronization

/// The last answers about the wheel as it is now, as bytes: asked for often, and the same until an event moves them.
///
/// An answer is kept under the rows that it shows, so an old one is never found again. It holds no protected text.
final class WheelCache: Sendable {
    private struct Place: Hashable {
        let organisation: OrganisationID
        let cycle: Identifier?
        let unit: Identifier?
    }

    private struct Kept {
        let mark: WheelMark
        let bytes: [UInt8]
    }

    /// So many answers are kept; one of 40 units takes some 40 KiB.
    private static let most = 512

    private let kept = Mutex<[Place: Kept]>([:])

    func bytes(for question: Question, at mark: WheelMark) -> [UInt8]? {
        kept.withLock { kept in
            guard let found = kept[Self.place(of: question)], found.mark == mark else { return nil }
            return found.bytes
        }
    }

    func keep(_ bytes: [UInt8], for question: Question, at mark: WheelMark) {
        kept.withLock { kept in
            if kept.count >= Self.most { kept.removeAll() }
            kept[Self.place(of: question)] = Kept(mark: mark, bytes: bytes)
        }
    }

    private static func place(of question: Question) -> Place {
        Place(organisation: question.organisation, cycle: question.cycle, unit: question.unit)
    }
}
