package import EventSourcing

/// Something that a child said, as a place where its words are found.
package struct Statement: Hashable, Sendable {
    package let statement: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let topic: Topic
    package let aspect: Aspect
    package let guide: Identifier
    package let guideVersion: Int
    package let fact: RecordedFact
    package let text: TextReference
    package let corrections: [NotedText]
    package let retracted: RecordedFact?

    /// Where the words are that hold: a correction acts on the day that it corrects, so the last one holds for every day.
    package var current: TextReference { corrections.last?.text ?? text }

    /// All places that hold words of it.
    package var texts: [TextReference] { [text] + corrections.map(\.text) }
}

/// Words that no answer shows, whatever day it asks about, and the fact that hid them.
package struct HiddenText: Codable, Hashable, Sendable {
    package enum Ground: String, Codable, Sendable {
        case consentWithdrawn = "consent-withdrawn"
        case assentWithdrawn = "assent-withdrawn"
        case retracted
    }

    package let text: TextReference
    package let ground: Ground
    package let fact: RecordedFact
}

extension Round {
    /// Every text of the round that is hidden, by everything that is known: never as of a day.
    package var hiddenTexts: [HiddenText] {
        statements.values.flatMap { statement in
            hiding(of: statement).map { hiding in
                statement.texts.map { HiddenText(text: $0, ground: hiding.ground, fact: hiding.fact) }
            } ?? []
        }
        .sorted { ($0.text.position, $0.text.field) < ($1.text.position, $1.text.field) }
    }

    /// What hides a statement: the first withdrawal that was recorded after it, else its retraction.
    package func hiding(of statement: Statement) -> (ground: HiddenText.Ground, fact: RecordedFact)? {
        let withdrawal = (children[statement.child.text]?.withdrawals ?? [])
            .filter { $0.fact.position > statement.fact.position }
            .min { $0.fact.position < $1.fact.position }
        if let withdrawal {
            return (withdrawal.kind == .consentWithdrawn ? .consentWithdrawn : .assentWithdrawn, withdrawal.fact)
        }
        return statement.retracted.map { (.retracted, $0) }
    }
}
