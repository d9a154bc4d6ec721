import CanonicalJSON
import EventSourcing
import Testing

@Suite struct `A protected text` {
    private struct Letter: EventPayload {
        struct Page: Codable, Hashable, Sendable {
            let number: Int
            let words: ProtectedText?
        }

        static let type = TypeName("letter-written")
        static let retention = RetentionClass.reference
        let title: String
        let summary: ProtectedText
        let pages: [Page]
        let byName: [String: ProtectedText]
        var stream: StreamName { StreamName("letter", "1") }
        var tags: Set<EventSourcing.Tag> { [EventSourcing.Tag("title", title)] }
    }

    private static let subject = TextSubject.record(StreamName("letter", "1"))

    private static func text(_ words: String, _ secrecy: SecrecyClass = .personal) -> ProtectedText {
        ProtectedText(words, secrecy: secrecy, about: subject)
    }

    private static let letter = Letter(
        title: "t", summary: text("Hej", .general),
        pages: [
            .init(number: 1, words: text("ett")), .init(number: 2, words: nil), .init(number: 3, words: text("tre")),
        ],
        byName: ["a/b": text("snett"), "~": text("våg", .professional)])

    private static func encoded() throws -> EncodedEvent {
        try EncodedEvent(
            ProposedEvent(letter), eventID: UUIDValue(high: 1, low: 1),
            occurred: Occurrence(day: Day(daysSince1970: 1)),
            performedBy: nil, provenance: nil)
    }

    @Test func `leaves its class in the payload, and its words beside it`() throws {
        let event = try Self.encoded()
        let payload = String(decoding: event.payload, as: UTF8.self)
        #expect(
            payload == """
                {"byName":{"a/b":{"protected":"personal"},"~":{"protected":"professional"}},\
                "pages":[{"number":1,"words":{"protected":"personal"}},{"number":2},\
                {"number":3,"words":{"protected":"personal"}}],"summary":{"protected":"general"},"title":"t"}
                """)
        let texts = Dictionary(uniqueKeysWithValues: event.texts.map { ($0.field, $0) })
        #expect(
            texts.mapValues(\.words) == [
                "/summary": "Hej", "/pages/0/words": "ett", "/pages/2/words": "tre", "/byName/a~1b": "snett",
                "/byName/~0": "våg",
            ])
        #expect(texts["/byName/~0"]?.secrecy == .professional)
        #expect(event.texts.allSatisfy { $0.subject == Self.subject })
        #expect(event.tags == [EventSourcing.Tag.reference, EventSourcing.Tag("title", "t")].sorted())
    }

    @Test func `is read back with its class and its place, and no words`() throws {
        let letter = try StrictDecoder().decode(Letter.self, fromCanonical: Self.encoded().payload)
        #expect(letter.summary.words == nil)
        #expect(letter.summary.field == "/summary")
        #expect(letter.pages[2].words?.field == "/pages/2/words")
        #expect(letter.byName["a/b"]?.field == "/byName/a~1b")
        #expect(letter.byName["~"]?.secrecy == .professional)
        // What was read back protects nothing when it is encoded again.
        let again = try EncodedEvent(
            ProposedEvent(letter), eventID: UUIDValue(high: 1, low: 1),
            occurred: Occurrence(day: Day(daysSince1970: 1)),
            performedBy: nil, provenance: nil)
        #expect(again.texts.isEmpty)
        #expect(again.payload == (try Self.encoded().payload))
    }

    @Test(arguments: [
        #""words""#, #"{"protected":"secret"}"#, #"{"protected":"personal","text":"x"}"#, "{}", #"{"protected":null}"#,
    ])
    func `of another form is refused`(json: String) {
        #expect(throws: (any Error).self) {
            try StrictDecoder().decode(ProtectedText.self, from: JSONDocument(parsing: Array(json.utf8)))
        }
    }

    @Test func `names its subject as the store keeps it`() throws {
        let cycle = try Identifier("2017-2018")
        #expect(TextSubject.child("B-7K4Q-X2M9", cycle: cycle).text == "child:B-7K4Q-X2M9/2017-2018")
        #expect(TextSubject.person(try Identifier("p-12")).text == "person:p-12")
        #expect(Self.subject.text == "record:letter/1")
    }

    @Test func `as a command brings it is fingerprinted without its words`() throws {
        let collector = FreeTextCollector()
        let bytes = try CanonicalEncoder(userInfo: [.freeTexts: collector]).bytes(of: [
            "a": FreeText("Hej"), "b": FreeText("då"),
        ])
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":{"protected":true},"b":{"protected":true}}"#)
        #expect(collector.texts == ["Hej", "då"])
    }
}
