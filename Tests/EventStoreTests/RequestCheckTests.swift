import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `A request that can't be recorded as it is meant` {
    private static let long = String(repeating: "å", count: 513)

    private static func note(stream: StreamName = StreamName("notebook", "a"), _ tags: EventSourcing.Tag...) throws
        -> EncodedEvent
    {
        EncodedEvent(
            stream: stream, eventID: .fresh(), type: NoteTaken.type, schemaVersion: 1,
            occurred: Occurrence(day: Day(daysSince1970: 17_000)), performedBy: nil, secrecy: NoteTaken.secrecy,
            retention: NoteTaken.retention, provenance: nil, payload: Array(#"{"notebook":"a","number":1}"#.utf8),
            texts: [], tags: tags)
    }

    private static func request(
        _ event: EncodedEvent, on conditions: [Condition] = [], opening: LogOpening? = nil
    ) -> AppendRequest {
        AppendRequest(
            log: OrganisationID.gothenburg.cases, commandID: .fresh(), fingerprint: Array(repeating: 7, count: 32),
            caller: .test, conditions: conditions, events: [event], opening: opening)
    }

    private static func head(of database: TestDatabase) async throws -> Position? {
        try await database.log.heads()[OrganisationID.gothenburg.cases]
    }

    @Test(arguments: ["", "two words", "a|b", "line\nfeed", "nul\0", "tab\t", "del\u{7F}", long])
    func `is refused for a tag that no list of tags could hold`(_ text: String) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let fault = RequestFault.malformedName(text)
            for request in try [
                Self.request(Self.note(Tag(stored: text))),
                Self.request(
                    Self.note(), on: [.noEvent(matching: [EventItem(tags: [Tag(stored: text)])], after: .beginning)]),
                Self.request(Self.note(stream: StreamName(stored: text))),
                Self.request(Self.note(), on: [.stream(StreamName(stored: text), .absent)]),
            ] {
                await Self.expect(fault) { _ = try await database.log.append(request) }
                await Self.expect(fault) { _ = try await database.log.append(all: [request], to: request.log) }
            }
            #expect(try await Self.head(of: database) == Position(1))
        }
    }

    @Test func `may have names of a thousand bytes, in every index`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let name = String(repeating: "å", count: 512)
            let request = try Self.request(Self.note(stream: StreamName(stored: name), Tag(stored: name)))
            #expect(try await database.log.append(request).range?.last == Position(2))
        }
    }

    @Test func `is refused for a tag that an event carries twice`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let request = try Self.request(Self.note(.reference, Tag("a", "b"), .reference))
            await Self.expect(.repeatedTag(.reference)) { _ = try await database.log.append(request) }
        }
    }

    /// One would be forgotten, and the append accepted.
    @Test func `is refused for a second condition that no event matches`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            _ = try await database.log.append(Self.request(Self.note(Tag("t", "a"))))
            func without(_ value: String) -> Condition {
                .noEvent(matching: [EventItem(tags: [Tag("t", value)])], after: .beginning)
            }
            let both = try Self.request(Self.note(), on: [without("a"), without("b")])
            await Self.expect(.matchingConditionNotAlone) { _ = try await database.log.append(both) }
            let one = try Self.request(Self.note(), on: [without("b")])
            let other = try Self.request(Self.note())
            await Self.expect(.matchingConditionNotAlone) {
                _ = try await database.log.append(all: [one, other], to: one.log)
            }
        }
    }

    @Test func `is refused in a batch of another log, or where it opens a log behind others`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let cases = OrganisationID.gothenburg.cases
            let first = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            let elsewhere = try AppendRequest.of([NoteTaken(in: "a", number: 2)], to: OrganisationID.kungsbacka.cases)
            await Self.expect(.logOfAnother(elsewhere.log)) {
                _ = try await database.log.append(all: [first, elsewhere], to: cases)
            }
            let opening = try Self.request(
                Self.note(), opening: LogOpening(nature: .demonstration, zone: "Europe/Stockholm"))
            await Self.expect(.openingNotFirst) {
                _ = try await database.log.append(all: [first, opening], to: cases)
            }
            #expect(try await Self.head(of: database) == Position(1))
        }
    }

    private static func expect(_ fault: RequestFault, _ body: () async throws -> Void) async {
        await #expect {
            try await body()
        } throws: { error in
            if case .requestMalformed(fault) = error as? StoreError { true } else { false }
        }
    }
}
