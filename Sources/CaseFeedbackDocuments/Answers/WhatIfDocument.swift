package import CaseFeedback

/// A cycle that was replayed under other instruments, in JSON: `{organisation, …, rounds: […]}`. It shows no words.
package struct WhatIfDocument: AnswerDocument {
    package let standpoint: Standpoint
    package let rounds: [WhatIfRound]

    package init(_ rounds: [WhatIfRound], from standpoint: Standpoint) {
        self.standpoint = standpoint
        self.rounds = rounds
    }

    private enum CodingKeys: String, CodingKey { case rounds }

    package func encode(to encoder: any Encoder) throws {
        try standpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rounds, forKey: .rounds)
    }
}
