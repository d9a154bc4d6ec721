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
    /// One behind another.
    private var names: [UInt8] = []
    /// What hardly any statement has, by its place.
    private var seldom: [UInt32: Seldom] = [:]
    private var places = StatementPlaces()

    package init() {}

    package var count: Int { kept.count }

    package subscript(name: String) -> Statement? { place(of: name).map { statement(at: $0) } }

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
    var outlines: some Sequence<Outline> { kept.indices.lazy.map(outline) }

    func outline(of name: String) -> Outline? { place(of: name).map(outline) }

    private func outline(at place: Int) -> Outline {
        Outline(
            place: place, topic: kept[place].topic, aspect: kept[place].aspect, fact: kept[place].fact,
            isTouched: !seldom.isEmpty && seldom[UInt32(place)] != nil)
    }

    /// The statement of one of its own outlines.
    subscript(outline: Outline) -> Statement { statement(at: outline.place) }

    /// Keeps a statement, unless one of its name is kept.
    mutating func record(_ recorded: StatementRecorded, as fact: RecordedFact) {
        let conversation = Conversation(
            child: recorded.child, guide: recorded.guide, guideVersion: recorded.guideVersion,
            interview: recorded.interview)
        var name = recorded.statement.text
        name.withUTF8 { name in
            record(
                UnsafeRawBufferPointer(name), on: recorded.topic, recorded.aspect, as: fact,
                text: fact.reference(to: recorded.text), in: conversations.last == conversation ? nil : conversation)
        }
    }

    /// The same, making nothing that is kept already.
    mutating func record(_ recorded: StatementInPlace, as fact: RecordedFact) {
        record(
            recorded.statement.bytes, on: recorded.topic, recorded.aspect, as: fact,
            text: TextReference(position: fact.position, field: "/text", secrecy: recorded.secrecy),
            in: conversations.last.map { $0.isOf(recorded) } == true ? nil : Conversation(recorded))
    }

    /// Into the last conversation, unless another is given.
    private mutating func record(
        _ name: UnsafeRawBufferPointer, on topic: Topic, _ aspect: Aspect, as fact: RecordedFact, text: TextReference,
        in conversation: Conversation?
    ) {
        let hash = StatementPlaces.hash(of: name)
        guard place(of: name, hash: hash) == nil else { return }
        if let conversation { conversations.append(conversation) }
        if text != KeptStatement.ownText(of: fact) { seldom[UInt32(kept.count)] = Seldom(text: text) }
        keep(name, hash: hash, on: topic, aspect, as: fact)
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
        guard let place = place(of: name) else { return }
        change(&seldom[UInt32(place), default: Seldom()])
    }

    /// In the last conversation.
    private mutating func keep(
        _ name: UnsafeRawBufferPointer, hash: UInt32, on topic: Topic, _ aspect: Aspect, as fact: RecordedFact
    ) {
        places.add(kept.count, hash: hash) { kept[$0].hash }
        kept.append(
            KeptStatement(
                fact: fact, name: UInt32(names.count), conversation: UInt32(conversations.count - 1), hash: hash,
                nameLength: UInt8(name.count), topic: topic, aspect: aspect))
        names.append(contentsOf: name)
    }

    private func place(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { name in
            let name = UnsafeRawBufferPointer(name)
            return place(of: name, hash: StatementPlaces.hash(of: name))
        }
    }

    private func place(of name: UnsafeRawBufferPointer, hash: UInt32) -> Int? {
        places.first(hash: hash) { place in
            kept[place].hash == hash
                && names.withUnsafeBytes {
                    name.isSame(as: UnsafeRawBufferPointer(rebasing: $0[kept[place].nameRange]))
                }
        }
    }

    private func statement(at place: Int) -> Statement {
        let statement = kept[place]
        let conversation = conversations[Int(statement.conversation)]
        let seldom = seldom[UInt32(place)]
        return Statement(
            statement: name(of: statement), interview: conversation.interview, child: conversation.child,
            topic: statement.topic, aspect: statement.aspect, guide: conversation.guide,
            guideVersion: conversation.guideVersion, fact: statement.fact,
            text: seldom?.text ?? KeptStatement.ownText(of: statement.fact), corrections: seldom?.corrections ?? [],
            retracted: seldom?.retracted)
    }

    private func name(of statement: KeptStatement) -> Identifier {
        Identifier(checked: String(decoding: names[statement.nameRange], as: UTF8.self))
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

/// A statement without what its interview says of it, and without its name. There are very many: 40 bytes, nothing of which
/// must be counted.
private struct KeptStatement: Hashable {
    let fact: RecordedFact
    /// Where its name begins among all.
    let name: UInt32
    let conversation: UInt32
    let hash: UInt32
    let nameLength: UInt8
    let topic: Topic
    let aspect: Aspect

    var nameRange: Range<Int> { Int(name)..<Int(name) + Int(nameLength) }

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
    static func hash(of name: UnsafeRawBufferPointer) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

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
                guard place(of: said.statement.text) == nil else { continue }
                if conversations.last != conversation { conversations.append(conversation) }
                let stored = Seldom(
                    text: said.text == KeptStatement.ownText(of: said.fact) ? nil : said.text,
                    corrections: said.corrections ?? [], retracted: said.retracted)
                if stored != Seldom() { seldom[UInt32(kept.count)] = stored }
                var name = said.statement.text
                name.withUTF8 { name in
                    let name = UnsafeRawBufferPointer(name)
                    keep(name, hash: StatementPlaces.hash(of: name), on: said.topic, said.aspect, as: said.fact)
                }
            }
        }
    }

    private var groups: [Group] {
        runs.map { conversation, places in
            Group(
                child: conversation.child, guide: conversation.guide, guideVersion: conversation.guideVersion,
                interview: conversation.interview, statements: places.map(said))
        }
    }

    private func said(at place: Int) -> Said {
        let seldom = seldom[UInt32(place)]
        return Said(
            aspect: kept[place].aspect, corrections: seldom.flatMap { $0.corrections.isEmpty ? nil : $0.corrections },
            fact: kept[place].fact, retracted: seldom?.retracted, statement: name(of: kept[place]),
            text: seldom?.text, topic: kept[place].topic)
    }

    /// Where the statements of each conversation stand, beside each other.
    private var runs: [(conversation: Conversation, places: Range<Int>)] {
        var start = 0
        return conversations.indices.map { conversation in
            let first = start
            while start < kept.count, kept[start].conversation == conversation { start += 1 }
            return (conversations[conversation], first..<start)
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

    package func write(to writer: inout CanonicalWriter) {
        writer.array(runs) { run, writer in
            writer.object { fields in
                fields.field("child", run.conversation.child)
                fields.field("guide", run.conversation.guide)
                fields.field("guideVersion", run.conversation.guideVersion)
                fields.field("interview", run.conversation.interview)
                fields.field("statements") { writer in
                    writer.array(run.places) { place, writer in write(place, to: &writer) }
                }
            }
        }
    }

    private func write(_ place: Int, to writer: inout CanonicalWriter) {
        let statement = kept[place]
        let seldom = seldom.isEmpty ? nil : seldom[UInt32(place)]
        writer.object { fields in
            fields.field("aspect", statement.aspect)
            if let seldom, !seldom.corrections.isEmpty { fields.field("corrections", seldom.corrections) }
            fields.field("fact", statement.fact)
            fields.fieldIfPresent("retracted", seldom?.retracted)
            fields.field("statement") { writer in
                names.withUnsafeBytes { writer.plainString(UnsafeRawBufferPointer(rebasing: $0[statement.nameRange])) }
            }
            fields.fieldIfPresent("text", seldom?.text)
            fields.field("topic", statement.topic)
        }
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
