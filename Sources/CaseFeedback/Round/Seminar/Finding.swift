package import CanonicalJSON
package import EventSourcing

/// Whether a finding tells what already works or what should become better.
package enum FindingKind: String, Term {
    case strength, development

    package static let vocabulary = "kind"
}

/// What the team saw in the children's statements.
package struct Finding: Codable, Hashable, Sendable {
    package let finding: Identifier
    package let topic: Topic
    package let aspect: Aspect
    package let kind: FindingKind
    package let statements: [Identifier]
    package let text: TextReference
    package let fact: RecordedFact
    package internal(set) var judgements: [Judgement] = []
    package internal(set) var strengthConfirmed: RecordedFact?

    /// The latest judgement by then; nothing while the finding is only proposed.
    package func judgement(asOf: AsOf) -> Judgement? {
        judgements.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }
    }

    package func isAccepted(asOf: AsOf) -> Bool { judgement(asOf: asOf)?.isAccepted ?? false }
}

extension Finding: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        fact = try reader.field("fact")
        finding = try reader.field("finding")
        judgements = try reader.field("judgements")
        kind = try reader.field("kind")
        statements = try reader.field("statements")
        strengthConfirmed = try reader.fieldIfPresent("strengthConfirmed")
        text = try reader.field("text")
        topic = try reader.field("topic")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("aspect", aspect)
        writer.field("fact", fact)
        writer.field("finding", finding)
        writer.field("judgements", judgements)
        writer.field("kind", kind)
        writer.field("statements", statements)
        writer.fieldIfPresent("strengthConfirmed", strengthConfirmed)
        writer.field("text", text)
        writer.field("topic", topic)
    }
}

package struct Judgement: Codable, Hashable, Sendable {
    package let isAccepted: Bool
    package let fact: RecordedFact
}

extension Judgement: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        isAccepted = try reader.field("isAccepted")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("isAccepted", isAccepted)
    }
}

extension Round {
    package func acceptedFindings(asOf: AsOf) -> [Finding] {
        findings.values.filter { $0.isAccepted(asOf: asOf) }.sorted { $0.fact.position < $1.fact.position }
    }
}

extension Turn {
    func finding(_ finding: Identifier, field: String = "/data/finding") throws(Refusal) -> Finding {
        guard let found = round.findings[finding.text], asOf.includes(found.fact) else {
            throw Refusal("finding-not-proposed", ["finding": finding.text], field: field)
        }
        return found
    }

    func requireAccepted(_ findings: [Identifier], field: String) throws(Refusal) {
        for name in findings {
            guard try finding(name, field: field).isAccepted(asOf: asOf) else {
                throw Refusal("finding-not-accepted", ["finding": name.text], field: field)
            }
        }
    }
}
