import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A line of the audit trail` {
    private func line(
        _ type: String, _ data: [String: JSONValue], provenance: JSONValue? = nil, breaches: [String] = []
    ) throws -> TrailLine {
        var tale = RoundTale()
        try tale.tell("2018-03-01", type, data, provenance: provenance)
        return TrailLine(try #require(tale.events.first), breaches: breaches)
    }

    private let statement: [String: JSONValue] = [
        "statement": "s1", "interview": "i1", "child": .string(RoundTale.child), "topic": "contact",
        "aspect": "experienced", "text": ["protected": "personal"], "guide": "guide", "guideVersion": 1,
        "consentRuleVersion": 1,
    ]

    @Test func `says who, what, when and on what`() throws {
        let line = try line("statement-recorded", statement)
        #expect(line.position == Position(1))
        #expect(try line.occurred == Occurrence(day: day("2018-03-01")))
        #expect(line.units == ["majorna"] && line.cycles == ["2017-2018"] && line.children == [RoundTale.child])
        #expect(line.actor.recordedBy == "os#anna" && line.actor.role == "process-leader")
        #expect(line.unreadable == nil)
    }

    @Test func `calls an actor asserted whom nobody has verified`() throws {
        #expect(try line("statement-recorded", statement).actor.isAsserted)
    }

    @Test func `names the source and the invented fields`() throws {
        let line = try line(
            "unit-enrolled", ["guide": "guide", "template": "matris"],
            provenance: ["source": "rapport-2018", "synthetic": ["/data/unit"]])
        #expect(line.source == "rapport-2018" && line.synthetic == ["/data/unit"])
        let plain = try self.line("unit-enrolled", ["guide": "guide", "template": "matris"])
        #expect(plain.source == nil && plain.synthetic.isEmpty)
    }

    @Test func `is there for an event that the program does not know, and says so`() throws {
        var tale = RoundTale()
        try tale.tell("2018-03-01", "unit-enrolled", ["guide": "guide", "template": "matris"])
        let event = try #require(tale.events.first)
        var envelope = event.envelope
        envelope.type = TypeName("unheard-of")
        let line = TrailLine(RecordedEvent(envelope: envelope, payload: event.payload))
        #expect(line.unreadable != nil)
        #expect(line.sentence(in: .swedish) == "unheard-of")
    }

    @Test(arguments: Language.allCases)
    func `has a sentence for every event of the catalogue`(language: Language) {
        for kind in Catalogue.events {
            #expect(EventSentences.sentence(for: kind.type)?.template(in: language).isEmpty == false, "\(kind.type)")
        }
    }

    @Test(arguments: Language.allCases)
    func `fills every slot for all events of the case of Göteborg, and shows no protected word`(
        language: Language
    ) throws {
        let replay = try Replay.goteborg
        let lines = replay.events.map { TrailLine($0) }
        for line in lines {
            let sentence = line.sentence(in: language)
            #expect(!sentence.contains("{") && sentence != line.type.text, "\(line.type): \(sentence)")
        }
        let sentences = Set(lines.map { $0.sentence(in: language) })
        for words in replay.texts.values { #expect(!sentences.contains { $0.contains(words) }, "\(words)") }
    }
}

@Suite struct `The audit trail` {
    private func lines(_ trail: AuditTrail, asOf: AsOf = .now, breaches: [Position: [String]] = [:]) throws -> [Int64] {
        trail.lines(of: try RoundTale.analysed().events, asOf: asOf, breaches: breaches).map(\.position.value)
    }

    @Test func `shows everything to whom asks for nothing special`() throws {
        #expect(try lines(AuditTrail()) == Array(1...9))
    }

    @Test func `is narrowed by unit, cycle and child`() throws {
        #expect(try lines(AuditTrail(unit: Identifier("majorna"))) == Array(2...9))
        #expect(try lines(AuditTrail(unit: Identifier("angered"))) == [])
        #expect(try lines(AuditTrail(cycle: Identifier("2017-2018"))) == Array(2...9))
        #expect(try lines(AuditTrail(child: ChildReference(RoundTale.child))) == [3, 4, 5])
    }

    @Test func `is narrowed by type, actor and period`() throws {
        #expect(try lines(AuditTrail(types: [FindingProposed.type, FindingAccepted.type])) == [6, 7, 8])
        #expect(try lines(AuditTrail(actor: "os#anna")).count == 9)
        #expect(try lines(AuditTrail(actor: "os#eva")) == [])
        #expect(try lines(AuditTrail(from: day("2018-02-02"), to: day("2018-04-01"))) == [5, 6, 7])
    }

    @Test func `leaves out what had not happened by the day that is asked about`() throws {
        #expect(try lines(AuditTrail(), asOf: .day(day("2018-02-01"))) == [1, 2, 3, 4])
    }

    @Test func `marks the breaches that it is told of`() throws {
        let marked = AuditTrail().lines(
            of: try RoundTale.analysed().events, breaches: [Position(4): ["consent-withdrawn"]])
        #expect(marked.filter { !$0.breaches.isEmpty }.map(\.position.value) == [4])
        #expect(marked[3].breaches == ["consent-withdrawn"])
    }

    @Test func `offers the rarest tag to read by`() throws {
        let trail = AuditTrail(unit: try Identifier("majorna"), child: try ChildReference(RoundTale.child))
        #expect(trail.tags.map(\.text) == ["child:\(RoundTale.child)", "unit:majorna"])
    }
}
