import EventSourcing
import EventStore
import TestSupport
import Testing

/// Behind position 3 of a log of `rule-set`, `note-taken` a/1 (odd), `note-taken` a/2 (even), `note-taken` b/1 (odd).
@Suite struct `The condition that no event matches` {
    private static let note = TypeName("note-taken")
    private static let rule = TypeName("rule-set")

    struct Case: Sendable, CustomStringConvertible {
        let items: [EventItem]
        let after: Int64
        /// The first position that matches, 0 for none.
        let match: Int64
        var description: String { "\(items.map { "\($0.types) \($0.tags)" }) after \(after)" }
    }

    static let cases: [Case] = [
        Case(items: [], after: 0, match: 0),
        Case(items: [EventItem()], after: 0, match: 1),
        Case(items: [EventItem()], after: 4, match: 0),
        Case(items: [EventItem(types: [note])], after: 0, match: 2),
        Case(items: [EventItem(types: [note])], after: 2, match: 3),
        Case(items: [EventItem(types: ["secret-told", rule])], after: 0, match: 1),
        Case(items: [EventItem(types: ["secret-told"])], after: 0, match: 0),
        Case(items: [EventItem(tags: [Tag("notebook", "b")])], after: 0, match: 4),
        Case(items: [EventItem(tags: [Tag("notebook", "a"), Tag("parity", "even")])], after: 0, match: 3),
        Case(items: [EventItem(tags: [Tag("notebook", "b"), Tag("parity", "even")])], after: 0, match: 0),
        Case(items: [EventItem(types: [note], tags: [Tag("notebook", "a")])], after: 3, match: 0),
        Case(items: [EventItem(types: [rule], tags: [Tag("notebook", "a")])], after: 0, match: 0),
        Case(items: [EventItem(types: [rule]), EventItem(tags: [Tag("notebook", "b")])], after: 1, match: 4),
        Case(items: [EventItem(tags: [.reference])], after: 0, match: 1),
    ]

    @Test func `holds or names the first event that matches`() async throws {
        try await withTestDatabase { database in
            for (number, test) in Self.cases.enumerated() {
                // A log of its own, since an append that is accepted changes what the next would match.
                let log = try OrganisationID("case-\(number)").cases
                try await database.log.open(log)
                let notes = [("a", 1), ("a", 2), ("b", 1)]
                for (notebook, number) in notes {
                    _ = try await database.log.append(.of([NoteTaken(in: notebook, number: number)], to: log))
                }
                let request = try AppendRequest.of(
                    [NoteTaken(in: "c", number: 1)], to: log,
                    on: [.noEvent(matching: test.items, after: Position(test.after))])
                let verdict = try await database.log.append(request)
                if test.match == 0 {
                    #expect(verdict.range?.first == Position(5), "\(test)")
                } else {
                    #expect(verdict == .stale(stream: nil, actual: test.match), "\(test)")
                }
            }
        }
    }

    @Test func `is decided behind the lock, so one of many wins`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (1...16).map { number in
                try AppendRequest.of(
                    [NoteTaken(in: "n\(number)", number: 2)],
                    on: [.noEvent(matching: [EventItem(types: [Self.note])], after: Position(1))])
            }
            let verdicts = try await database.log.appendAtOnce(requests)
            #expect(verdicts.count { $0.range != nil } == 1)
            #expect(verdicts.count { $0 == .stale(stream: nil, actual: 2) } == 15)
        }
    }
}
