package import CanonicalJSON
import EventSourcing

/// The statements of a round by their names. They are most of what a round's state is made of, so they are stored by
/// interview, in the order of their recording, and what those of one interview share is written once:
///
/// ```
/// [{"child":"B-7K4Q-X2M9","guide":"grundguide","guideVersion":1,"interview":"i-3","statements":[
///     {"aspect":"wished","fact":[1234,17787],"statement":"u-3-1","topic":"contact"}]}]
/// ```
///
/// Where the words are is said of a statement only when they stand elsewhere than at its own event's `/text`.
@propertyWrapper
package struct StatementsByInterview: Hashable, Sendable {
    package var wrappedValue: [String: Statement]

    package init(wrappedValue: [String: Statement]) { self.wrappedValue = wrappedValue }

    fileprivate struct Group: Codable {
        let child: ChildReference
        let guide: Identifier
        let guideVersion: Int
        let interview: Identifier
        var statements: [Said]
    }

    fileprivate struct Said: Codable {
        let aspect: Aspect
        let corrections: [NotedText]?
        let fact: RecordedFact
        let retracted: RecordedFact?
        let statement: Identifier
        let text: TextReference?
        let topic: Topic
    }

    private init(_ groups: [Group]) {
        wrappedValue = [:]
        wrappedValue.reserveCapacity(groups.reduce(0) { $0 + $1.statements.count })
        for group in groups {
            for said in group.statements {
                wrappedValue[said.statement.text] = Statement(
                    statement: said.statement, interview: group.interview, child: group.child, topic: said.topic,
                    aspect: said.aspect, guide: group.guide, guideVersion: group.guideVersion, fact: said.fact,
                    text: said.text ?? Said.ownText(of: said.fact), corrections: said.corrections ?? [],
                    retracted: said.retracted)
            }
        }
    }

    private var groups: [Group] {
        var groups: [Group] = []
        for statement in wrappedValue.values.inOrderOfRecording {
            let said = Said(statement)
            if let last = groups.indices.last, groups[last].holds(statement) {
                groups[last].statements.append(said)
            } else {
                groups.append(
                    Group(
                        child: statement.child, guide: statement.guide, guideVersion: statement.guideVersion,
                        interview: statement.interview, statements: [said]))
            }
        }
        return groups
    }
}

extension StatementsByInterview: Codable {
    package init(from decoder: any Decoder) throws { self.init(try [Group](from: decoder)) }
    package func encode(to encoder: any Encoder) throws { try groups.encode(to: encoder) }
}

extension StatementsByInterview: CanonicalForm {
    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self.init(try [Group](reading: &reader))
    }

    package func write(to writer: inout CanonicalWriter) { groups.write(to: &writer) }
}

extension StatementsByInterview.Group {
    fileprivate func holds(_ statement: Statement) -> Bool {
        statement.interview == interview && statement.child == child && statement.guide == guide
            && statement.guideVersion == guideVersion
    }
}

extension StatementsByInterview.Said {
    fileprivate init(_ statement: Statement) {
        aspect = statement.aspect
        corrections = statement.corrections.isEmpty ? nil : statement.corrections
        fact = statement.fact
        retracted = statement.retracted
        self.statement = statement.statement
        text = statement.text == Self.ownText(of: statement.fact) ? nil : statement.text
        topic = statement.topic
    }

    fileprivate static func ownText(of fact: RecordedFact) -> TextReference {
        TextReference(position: fact.position, field: "/text", secrecy: .personal)
    }
}

extension StatementsByInterview.Group: CanonicalObject {
    init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        guide = try reader.field("guide")
        guideVersion = try reader.field("guideVersion")
        interview = try reader.field("interview")
        statements = try reader.field("statements")
    }

    func write(fields writer: inout CanonicalWriter) {
        writer.field("child", child)
        writer.field("guide", guide)
        writer.field("guideVersion", guideVersion)
        writer.field("interview", interview)
        writer.field("statements", statements)
    }
}

extension StatementsByInterview.Said: CanonicalObject {
    init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        corrections = try reader.fieldIfPresent("corrections")
        fact = try reader.field("fact")
        retracted = try reader.fieldIfPresent("retracted")
        statement = try reader.field("statement")
        text = try reader.fieldIfPresent("text")
        topic = try reader.field("topic")
    }

    func write(fields writer: inout CanonicalWriter) {
        writer.field("aspect", aspect)
        writer.fieldIfPresent("corrections", corrections)
        writer.field("fact", fact)
        writer.fieldIfPresent("retracted", retracted)
        writer.field("statement", statement)
        writer.fieldIfPresent("text", text)
        writer.field("topic", topic)
    }
}

extension Dictionary<String, Statement>.Values {
    /// By numbers alone, and without moving what is large: an event records one statement.
    fileprivate var inOrderOfRecording: [Statement] {
        indices.map { (position: self[$0].fact.position.value, place: $0) }
            .sorted { $0.position < $1.position }
            .map { self[$0.place] }
    }
}
