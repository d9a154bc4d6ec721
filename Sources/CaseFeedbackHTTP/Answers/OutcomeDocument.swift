import CanonicalJSON
package import CaseFeedbackService
import EventSourcing

/// The answer to an accepted command, the same bytes however often it is sent:
///
/// ```json
/// {"commandId":"018f…","events":[{"position":12,"type":"unit-registered"}],"position":"cases/1480/12","recordedAt":"…Z"}
/// ```
package struct OutcomeDocument: Encodable, Sendable {
    private let outcome: CommandOutcome

    package init(_ outcome: CommandOutcome) { self.outcome = outcome }

    private enum CodingKeys: String, CodingKey { case commandId, position, recordedAt, events }
    private enum EventKeys: String, CodingKey { case position, type }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome.commandID, forKey: .commandId)
        try container.encode(outcome.reached.description, forKey: .position)
        try container.encode(outcome.recordedAt, forKey: .recordedAt)
        var events = container.nestedUnkeyedContainer(forKey: .events)
        for event in outcome.events {
            var fields = events.nestedContainer(keyedBy: EventKeys.self)
            try fields.encode(event.position, forKey: .position)
            try fields.encode(event.type, forKey: .type)
        }
    }
}
