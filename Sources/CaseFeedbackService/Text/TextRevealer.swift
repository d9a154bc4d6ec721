import CaseFeedback
package import EventSourcing
package import EventStore

/// The one place that turns references into words.
///
/// It takes the caller, asks what is hidden as of the head whatever day was asked about, and records the read of a text of
/// class `personal` in the access log *before* it hands out the first: if that fails, the read is refused.
package struct TextRevealer: Sendable {
    private let log: EventLog

    /// How many positions one access event names; of more it says range and count.
    private static let namedPositionsMax = 1_000

    package init(_ log: EventLog) { self.log = log }

    /// The words behind some references, or why they are not shown. `hidden` is what the fold says of withdrawn and
    /// retracted texts at the head.
    package func reveal(
        _ references: [TextReference], of organisation: OrganisationID, hidden: [TextReference: RevealedText],
        to caller: Caller, purpose: TypeName
    ) async throws(Problem) -> [TextReference: RevealedText] {
        var revealed = hidden.filter { references.contains($0.key) }
        let shown = references.filter { hidden[$0] == nil }
        guard !shown.isEmpty else { return revealed }
        let personal = Set(shown.filter { $0.secrecy == .personal }.map(\.position)).sorted()
        if !personal.isEmpty { try await record(personal, of: organisation, by: caller, purpose: purpose) }
        let texts = try await storing { () async throws(StoreError) in
            try await log.protectedTexts(
                of: LogID(organisation: organisation, kind: .cases), at: Array(Set(shown.map(\.position))).sorted())
        }
        let words = Dictionary(
            texts.map { (TextReference(position: $0.position, field: $0.field, secrecy: $0.secrecy), $0.value) }
        ) { first, _ in first }
        for reference in shown {
            guard let value = words[reference] else {
                throw Problem(.corrupt("the text \(reference.field) of position \(reference.position) is missing"))
            }
            revealed[reference] = .text(String(decoding: value, as: UTF8.self))
        }
        return revealed
    }

    private func record(
        _ positions: [Position], of organisation: OrganisationID, by caller: Caller, purpose: TypeName
    ) async throws(Problem) {
        let isNamed = positions.count <= Self.namedPositionsMax
        let event = TextsRead(
            purpose: purpose, count: positions.count, first: positions.first ?? .beginning,
            last: positions.last ?? .beginning, positions: isNamed ? positions : nil)
        try await log.recordAccess(event, of: organisation, by: caller)
    }
}
