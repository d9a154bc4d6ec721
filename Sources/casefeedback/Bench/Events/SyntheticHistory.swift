import CanonicalJSON
import CaseFeedback
import EventSourcing

/// A municipality's made-up history, the same for the same seed: committees, units, people and instruments first, then
/// cycle after cycle of rounds until there are as many events as asked for. Every event is one that the folds know.
///
/// Most are statements, of 380 bytes with some 140 of metadata and three tags; the others are smaller.
struct SyntheticHistory {
    let organisation: OrganisationID
    let seed: UInt64
    let count: Int

    var log: LogID { LogID(organisation: organisation, kind: .cases) }

    private static let eventsPerRound = 250
    private static let cyclesMax = 25
    private static let unitsMin = 40
    private static let lastYear = 2024
    private static let committeeCount = 10
    private static let personCount = 20

    private var rounds: Int { max(1, (count + Self.eventsPerRound - 1) / Self.eventsPerRound) }
    var cycleCount: Int { min(Self.cyclesMax, (rounds + Self.unitsMin - 1) / Self.unitsMin) }
    var unitCount: Int { max(Self.unitsMin, (rounds + cycleCount - 1) / cycleCount) }

    func unit(_ number: Int) throws(InvalidValue) -> Identifier {
        try Identifier("barn-och-unga-myndighet-enhet-\(number + 1)")
    }

    func cycle(_ number: Int) throws(InvalidValue) -> Identifier {
        let year = Self.lastYear - cycleCount + 1 + number
        return try Identifier("\(year)-\(year + 1)")
    }

    /// Hands out the events in the order of their positions, from 1.
    func forEach<Failure: Error>(
        failing: (InvalidValue) -> Failure, _ body: (SyntheticEvent) throws(Failure) -> Void
    ) throws(Failure) {
        var telling = Telling(generator: SeededGenerator(seed: seed), count: count)
        let contents: [SyntheticContent]
        do throws(InvalidValue) { contents = try reference() } catch { throw failing(error) }
        telling.clock = Self.start(of: cycleCount)
        telling.step = 1000
        for content in contents { try telling.tell(content, body) }
        for number in 0..<cycleCount where !telling.isOver {
            let cycle: Identifier
            var rounds: [SyntheticRound] = []
            do throws(InvalidValue) {
                cycle = try self.cycle(number)
                for unit in 0..<unitCount {
                    rounds.append(
                        SyntheticRound(
                            cycle: cycle, unit: try self.unit(unit), number: unit + 1, by: &telling.generator))
                }
            } catch {
                throw failing(error)
            }
            telling.clock = Self.start(of: cycleCount - number)
            // A cycle's events fill most of its year.
            telling.step = 300 * 86_400_000_000 / Int64(unitCount * Self.eventsPerRound)
            for step in 0...SyntheticRound.stepCount where !telling.isOver {
                for round in rounds where !telling.isOver {
                    let contents = round.step(step, planned: telling.day, by: &telling.generator)
                    for content in contents { try telling.tell(content, body) }
                }
            }
        }
    }

    /// The start of the cycle that is that many from the end: the first of June.
    private static func start(of yearsBack: Int) -> Instant {
        let day = Day(year: lastYear + 1 - yearsBack, month: 6, day: 1) ?? Day(daysSince1970: 0)
        return Instant(microsecondsSince1970: Int64(day.daysSince1970) * 86_400_000_000)
    }
}

/// The state of telling a history: what comes next, and when.
private struct Telling {
    var generator: SeededGenerator
    var clock = Instant(microsecondsSince1970: 0)
    /// Microseconds between two events.
    var step: Int64 = 1
    private var versions: [StreamName: Int64] = [:]
    private var left: Int

    init(generator: SeededGenerator, count: Int) {
        self.generator = generator
        left = count
    }

    var isOver: Bool { left == 0 }
    var day: Day { Day(daysSince1970: Int32(clock.microsecondsSince1970 / 86_400_000_000)) }

    mutating func tell<Failure: Error>(
        _ content: SyntheticContent, _ body: (SyntheticEvent) throws(Failure) -> Void
    ) throws(Failure) {
        guard left > 0 else { return }
        left -= 1
        clock = Instant(microsecondsSince1970: clock.microsecondsSince1970 + step)
        let version = versions[content.stream, default: 0] + 1
        versions[content.stream] = version
        let event = EncodedEvent(content, eventID: generator.uuid(at: clock), on: day)
        try body(
            SyntheticEvent(event: event, commandID: generator.uuid(at: clock), recordedAt: clock, version: version))
    }
}

extension EncodedEvent {
    init(_ content: SyntheticContent, eventID: UUIDValue, on day: Day) {
        self.init(
            stream: content.stream, eventID: eventID, type: content.type, schemaVersion: 1,
            occurred: Occurrence(day: day), performedBy: nil, secrecy: content.secrecy, retention: content.retention,
            provenance: SyntheticEvent.provenance, payload: Array(content.payload.utf8), texts: content.texts,
            tags: content.tags)
    }
}

// MARK: - What the rest is read by

extension SyntheticHistory {
    private func reference() throws(InvalidValue) -> [SyntheticContent] {
        var contents = [
            reference(
                "municipality-joined", .organisation,
                #"{"name":{"sv":"Provstaden \#(organisation)"},"nature":"demonstration","zone":"Europe/Stockholm"}"#)
        ]
        for number in 1...Self.committeeCount {
            contents.append(
                reference(
                    "committee-established", StreamName("committee", "namnd-\(number)"),
                    tags: ["committee:namnd-\(number)"],
                    #"{"committee":"namnd-\#(number)","label":{"sv":"Provnämnd \#(number)"},"validFrom":"1990-01-01"}"#)
            )
        }
        for number in 0..<unitCount {
            let (unit, committee) = (try self.unit(number).text, "namnd-\(number % Self.committeeCount + 1)")
            contents.append(
                reference(
                    "unit-registered", StreamName("unit", unit), tags: ["committee:\(committee)", "unit:\(unit)"],
                    #"{"committee":"\#(committee)","label":{"sv":"Provenhet \#(number + 1)"},"unit":"\#(unit)","validFrom":"1990-01-01"}"#
                ))
        }
        for number in 1...Self.personCount {
            contents.append(
                reference(
                    "person-registered", StreamName("person", "p-\(number)"), tags: ["person:p-\(number)"],
                    secrecy: .professional, #"{"person":"p-\#(number)"}"#))
        }
        contents += instruments
        for number in 0..<cycleCount {
            let cycle = try self.cycle(number).text
            contents.append(
                reference(
                    "cycle-opened", StreamName("cycle", cycle), tags: ["cycle:\(cycle)"],
                    #"{"cycle":"\#(cycle)","ends":"\#(cycle.suffix(4))-05-31","label":{"sv":"Omgång \#(cycle)"},"starts":"\#(cycle.prefix(4))-06-01"}"#
                ))
        }
        return contents
    }

    private var instruments: [SyntheticContent] {
        let columns = [
            ("experience", "experience"), ("already-works", "strength"), ("area-for-development", "development-area"),
        ].map { #"{"code":"\#($0.0)","kind":"\#($0.1)","label":{"sv":"\#($0.0)"}}"# }.joined(separator: ",")
        return [
            reference(
                "interview-guide-published", StreamName("guide", SyntheticEvent.guide),
                #"{"guide":"\#(SyntheticEvent.guide)","label":{"sv":"Provguide"},"questions":[{"code":"f-1","topic":"contact","wording":"Hur var det att prata med din handläggare?"}],"validFrom":"1990-01-01","version":1}"#
            ),
            reference(
                "matrix-template-adopted", StreamName("matrix-template", SyntheticEvent.template),
                #"{"columns":[\#(columns)],"isNeutralDefault":false,"label":{"sv":"Provmatris"},"template":"\#(SyntheticEvent.template)","validFrom":"1990-01-01","version":1}"#
            ),
            reference(
                "consent-rule-adopted", StreamName("rules", "consent"),
                #"{"bands":[{"fromAge":0,"needs":["guardian","child"]},{"fromAge":18,"needs":["child"]}],"isNeutralDefault":true,"validFrom":"1990-01-01","version":1}"#
            ),
        ]
    }

    private func reference(
        _ type: TypeName, _ stream: StreamName, tags: [String] = [], secrecy: SecrecyClass = .open, _ payload: String
    ) -> SyntheticContent {
        SyntheticContent(
            type: type, stream: stream, tags: (tags.map(Tag.init(stored:)) + [.reference]).sorted(), secrecy: secrecy,
            retention: .reference, payload: payload)
    }
}
