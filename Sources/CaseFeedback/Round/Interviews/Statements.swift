package import CanonicalJSON
import EventSourcing

/// The statements of a round, found by their names. They are most of what a round's state is made of, so they are kept and
/// stored by interview, in the order of their recording, and what those of one interview share is there once:
///
/// ```
/// [{"child":"B-7K4Q-X2M9","guide":"grundguide","guideVersion":1,"interview":"i-3","statements":[
///     {"aspect":"wished","fact":[1234,17787],"statement":"u-3-1","topic":"contact"}]}]
/// ```
///
/// Where the words are is said of a statement only when they stand elsewhere than at its own event's `/text`.
package struct Statements: Hashable, Sendable {
    /// Those that follow on each other belong to different interviews.
    private var conversations: [Conversation] = []
    /// In the order of their recording.
    private var kept: [KeptStatement] = []
    private var places = StatementPlaces()

    package init() {}

    package var count: Int { kept.count }

    package subscript(name: String) -> Statement? {
        place(of: name, hash: StatementPlaces.hash(of: name)).map { statement(at: $0) }
    }

    /// All of them, in the order of their recording.
    package var values: Values { Values(self) }

    package struct Values: Sequence, IteratorProtocol {
        private let statements: Statements
        private var place = 0

        fileprivate init(_ statements: Statements) { self.statements = statements }

        package var underestimatedCount: Int { statements.count - place }

        package mutating func next() -> Statement? {
            guard place < statements.count else { return nil }
            defer { place += 1 }
            return statements.statement(at: place)
        }
    }

    /// What most questions ask of a statement. There are very many, and this holds nothing that must be counted.
    struct Outline {
        fileprivate let place: Int
        let topic: Topic
        let aspect: Aspect
        let fact: RecordedFact
        /// Whether something was said of it later.
        let isTouched: Bool
    }

    /// All of them, in the order of their recording.
    var outlines: some Sequence<Outline> {
        kept.indices.lazy.map { place in
            Outline(
                place: place, topic: kept[place].topic, aspect: kept[place].aspect, fact: kept[place].fact,
                isTouched: !kept[place].seldom.isEmpty)
        }
    }

    /// The statement of one of its own outlines.
    subscript(outline: Outline) -> Statement { statement(at: outline.place) }

    /// Keeps a statement, unless one of its name is kept.
    mutating func record(_ recorded: StatementRecorded, as fact: RecordedFact) {
        let conversation = Conversation(
            child: recorded.child, guide: recorded.guide, guideVersion: recorded.guideVersion,
            interview: recorded.interview)
        record(
            recorded.statement, on: recorded.topic, recorded.aspect, as: fact, text: fact.reference(to: recorded.text),
            in: conversations.last == conversation ? nil : conversation)
    }

    /// The same, making nothing that is kept already.
    mutating func record(_ recorded: StatementInPlace, as fact: RecordedFact) {
        record(
            recorded.statement.made, on: recorded.topic, recorded.aspect, as: fact,
            text: TextReference(position: fact.position, field: "/text", secrecy: recorded.secrecy),
            in: conversations.last.map { $0.isOf(recorded) } == true ? nil : Conversation(recorded))
    }

    /// Into the last conversation, unless another is given.
    private mutating func record(
        _ statement: Identifier, on topic: Topic, _ aspect: Aspect, as fact: RecordedFact, text: TextReference,
        in conversation: Conversation?
    ) {
        let hash = StatementPlaces.hash(of: statement.text)
        guard place(of: statement.text, hash: hash) == nil else { return }
        if let conversation { conversations.append(conversation) }
        keep(
            KeptStatement(
                statement: statement, fact: fact, conversation: conversations.count - 1, hash: hash, topic: topic,
                aspect: aspect, seldom: text == KeptStatement.ownText(of: fact) ? [] : [Seldom(text: text)]))
    }

    /// What was written down wrongly; nothing for a name that is not kept.
    mutating func correct(_ name: String, by correction: NotedText) {
        changeSeldom(of: name) { $0.corrections.append(correction) }
    }

    /// The first retraction holds.
    mutating func retract(_ name: String, by fact: RecordedFact) {
        changeSeldom(of: name) { $0.retracted = $0.retracted ?? fact }
    }

    private mutating func changeSeldom(of name: String, _ change: (inout Seldom) -> Void) {
        guard let place = place(of: name, hash: StatementPlaces.hash(of: name)) else { return }
        if kept[place].seldom.isEmpty { kept[place].seldom = [Seldom()] }
        change(&kept[place].seldom[0])
    }

    private mutating func keep(_ statement: KeptStatement) {
        places.add(kept.count, hash: statement.hash) { kept[$0].hash }
        kept.append(statement)
    }

    private func place(of name: String, hash: UInt32) -> Int? {
        places.first(hash: hash) { kept[$0].hash == hash && kept[$0].statement.text == name }
    }

    private func statement(at place: Int) -> Statement {
        let statement = kept[place]
        let conversation = conversations[Int(statement.conversation)]
        let seldom = statement.seldom.first
        return Statement(
            statement: statement.statement, interview: conversation.interview, child: conversation.child,
            topic: statement.topic, aspect: statement.aspect, guide: conversation.guide,
            guideVersion: conversation.guideVersion, fact: statement.fact,
            text: seldom?.text ?? KeptStatement.ownText(of: statement.fact), corrections: seldom?.corrections ?? [],
            retracted: seldom?.retracted)
    }
}

/// What the statements of one interview share.
private struct Conversation: Hashable {
    let child: ChildReference
    let guide: Identifier
    let guideVersion: Int
    let interview: Identifier

    init(child: ChildReference, guide: Identifier, guideVersion: Int, interview: Identifier) {
        self.child = child
        self.guide = guide
        self.guideVersion = guideVersion
        self.interview = interview
    }

    init(_ recorded: StatementInPlace) {
        self.init(
            child: recorded.child.made, guide: recorded.guide.made, guideVersion: recorded.guideVersion,
            interview: recorded.interview.made)
    }

    func isOf(_ recorded: StatementInPlace) -> Bool {
        recorded.interview == interview && recorded.child == child && recorded.guide == guide
            && recorded.guideVersion == guideVersion
    }
}

/// A statement without what its interview says of it. There are very many: 56 bytes, and its name.
private struct KeptStatement: Hashable {
    let statement: Identifier
    let fact: RecordedFact
    let conversation: UInt32
    let hash: UInt32
    let topic: Topic
    let aspect: Aspect
    /// One, or none: an array without elements takes no memory.
    var seldom: [Seldom]

    init(
        statement: Identifier, fact: RecordedFact, conversation: Int, hash: UInt32, topic: Topic, aspect: Aspect,
        seldom: [Seldom]
    ) {
        self.statement = statement
        self.fact = fact
        self.conversation = UInt32(conversation)
        self.hash = hash
        self.topic = topic
        self.aspect = aspect
        self.seldom = seldom
    }

    static func ownText(of fact: RecordedFact) -> TextReference {
        TextReference(position: fact.position, field: "/text", secrecy: .personal)
    }
}

/// What hardly any statement has.
private struct Seldom: Hashable {
    var text: TextReference?
    var corrections: [NotedText] = []
    var retracted: RecordedFact?
}

/// At which place a statement of a name is kept: a table of open addressing that holds nothing but places.
private struct StatementPlaces: Hashable {
    /// The place and one; 0 where there is none. A power of two, at most half full.
    private var slots: [UInt32] = []
    private var count = 0

    /// Sets of statements are equal whatever the table looks like.
    static func == (_: Self, _: Self) -> Bool { true }
    func hash(into _: inout Hasher) {}

    /// Seeded by the process, as names are chosen by people.
    static func hash(of name: String) -> UInt32 { UInt32(truncatingIfNeeded: name.hashValue) }

    func first(hash: UInt32, where isWanted: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if isWanted(place) { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    mutating func add(_ place: Int, hash: UInt32, hashOf: (Int) -> UInt32) {
        if (count + 1) * 2 > slots.count {
            slots = Array(repeating: 0, count: max(16, slots.count * 2))
            for known in 0..<count { put(known, hash: hashOf(known)) }
        }
        put(place, hash: hash)
        count += 1
    }

    private mutating func put(_ place: Int, hash: UInt32) {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(place + 1)
    }
}

// MARK: - As it is stored

extension Statements {
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
        kept.reserveCapacity(groups.reduce(0) { $0 + $1.statements.count })
        for group in groups {
            let conversation = Conversation(
                child: group.child, guide: group.guide, guideVersion: group.guideVersion, interview: group.interview)
            for said in group.statements {
                let hash = StatementPlaces.hash(of: said.statement.text)
                guard place(of: said.statement.text, hash: hash) == nil else { continue }
                if conversations.last != conversation { conversations.append(conversation) }
                let seldom = Seldom(
                    text: said.text == KeptStatement.ownText(of: said.fact) ? nil : said.text,
                    corrections: said.corrections ?? [], retracted: said.retracted)
                keep(
                    KeptStatement(
                        statement: said.statement, fact: said.fact, conversation: conversations.count - 1, hash: hash,
                        topic: said.topic, aspect: said.aspect, seldom: seldom == Seldom() ? [] : [seldom]))
            }
        }
    }

    private var groups: [Group] {
        runs.map { conversation, kept in
            Group(
                child: conversation.child, guide: conversation.guide, guideVersion: conversation.guideVersion,
                interview: conversation.interview, statements: kept.map(Said.init))
        }
    }

    /// What was said in each conversation. Statements of one are kept beside each other.
    private var runs: [(conversation: Conversation, kept: ArraySlice<KeptStatement>)] {
        var rest = kept[...]
        return conversations.indices.map { conversation in
            let run = rest.prefix { $0.conversation == conversation }
            rest = rest[run.endIndex...]
            return (conversations[conversation], run)
        }
    }
}

extension Statements: Codable {
    package init(from decoder: any Decoder) throws { self.init(try [Group](from: decoder)) }
    package func encode(to encoder: any Encoder) throws { try groups.encode(to: encoder) }
}

extension Statements: CanonicalForm {
    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self.init(try [Group](reading: &reader))
    }

    package func write(to writer: inout CanonicalWriter) { writer.array(runs.lazy.map(WrittenGroup.init)) }
}

extension Statements.Said {
    fileprivate init(_ kept: KeptStatement) {
        let seldom = kept.seldom.first
        aspect = kept.aspect
        corrections = seldom.flatMap { $0.corrections.isEmpty ? nil : $0.corrections }
        fact = kept.fact
        retracted = seldom?.retracted
        statement = kept.statement
        text = seldom?.text
        topic = kept.topic
    }
}

extension Statements.Group: CanonicalReadable {
    fileprivate init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try reader.object { (fields) throws(UnexpectedText) in
            Self(
                child: try fields.field("child"), guide: try fields.field("guide"),
                guideVersion: try fields.field("guideVersion"), interview: try fields.field("interview"),
                statements: try fields.field("statements"))
        }
    }
}

extension Statements.Said: CanonicalReadable {
    fileprivate init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try reader.object { (fields) throws(UnexpectedText) in
            Self(
                aspect: try fields.field("aspect"), corrections: try fields.fieldIfPresent("corrections"),
                fact: try fields.field("fact"), retracted: try fields.fieldIfPresent("retracted"),
                statement: try fields.field("statement"), text: try fields.fieldIfPresent("text"),
                topic: try fields.field("topic"))
        }
    }
}

/// A ``Statements/Group``, written without making it.
private struct WrittenGroup: CanonicalWritable {
    let conversation: Conversation
    let kept: ArraySlice<KeptStatement>

    init(_ run: (conversation: Conversation, kept: ArraySlice<KeptStatement>)) { (conversation, kept) = run }

    func write(to writer: inout CanonicalWriter) {
        writer.object { fields in
            fields.field("child", conversation.child)
            fields.field("guide", conversation.guide)
            fields.field("guideVersion", conversation.guideVersion)
            fields.field("interview", conversation.interview)
            fields.field("statements", WrittenStatements(kept: kept))
        }
    }
}

private struct WrittenStatements: CanonicalWritable {
    let kept: ArraySlice<KeptStatement>

    func write(to writer: inout CanonicalWriter) { writer.array(kept) }
}

extension KeptStatement: CanonicalWritable {
    func write(to writer: inout CanonicalWriter) {
        let seldom = seldom.first
        writer.object { fields in
            fields.field("aspect", aspect)
            if let seldom, !seldom.corrections.isEmpty { fields.field("corrections", seldom.corrections) }
            fields.field("fact", fact)
            fields.fieldIfPresent("retracted", seldom?.retracted)
            fields.field("statement", statement)
            fields.fieldIfPresent("text", seldom?.text)
            fields.field("topic", topic)
        }
    }
}
