public import CanonicalJSON
public import EventSourcing

/// What somebody asks to have recorded: the envelope that is the same for all, and the body of its type.
///
/// ```json
/// {"id": "018f…", "type": "hold-interview", "organisation": "1480", "occurredOn": "2018-03-14",
///  "performedBy": "p-12", "source": "…", "synthetic": ["/data/child"], "data": {…}}
/// ```
public struct Command: Sendable {
    public let header: CommandHeader
    public let body: any CommandBody
}

/// The envelope of a command.
public struct CommandHeader: Hashable, Sendable, Codable {
    public let id: UUIDValue
    public let type: TypeName
    public let organisation: OrganisationID
    /// The day on which it happened; exactly one of this and ``occurredAt`` is given.
    public let occurredOn: Day?
    public let occurredAt: Instant?
    /// The person who did it, where that is not who records it.
    public let performedBy: Identifier?
    /// The version that the first stream of the command must have.
    public let expectedVersion: Int64?
    /// The code of a published source.
    public let source: Identifier?
    /// JSON pointers to the fields that are invented; `""` for all of them.
    public let synthetic: [String]?
}

/// The body of one type of command, with its decider.
public protocol CommandBody: Codable, Sendable, Hashable, Decider where Context == CommandContext {
    /// Imperative: `hold-interview`.
    static var type: TypeName { get }
    /// How the log is opened, by the one command that opens it.
    var opening: LogOpening? { get }
    /// Whether the command says by itself where it is from, as the one that records a source.
    var isItsOwnOrigin: Bool { get }
}

extension CommandBody {
    public var opening: LogOpening? { nil }
    public var isItsOwnOrigin: Bool { false }
}

/// What a decision knows beside its streams.
public struct CommandContext: Hashable, Sendable {
    public let header: CommandHeader
    public let occurred: Occurrence
    public let caller: Caller

    public init(header: CommandHeader, occurred: Occurrence, caller: Caller) {
        self.header = header
        self.occurred = occurred
        self.caller = caller
    }

    public var day: Day { occurred.day }
}

extension Command {
    /// Reads one command; the fault names line and field.
    ///
    /// Every free text in it is checked for personal identity numbers, whatever field it stands in.
    public init(reading document: JSONDocument) throws(JSONFault) {
        try document.refuseIdentityNumbers()
        let envelope = try StrictDecoder().decode(CommandEnvelope.self, from: document)
        guard (envelope.occurredOn == nil) != (envelope.occurredAt == nil) else {
            throw document.fault("occurrence-missing-or-double", at: envelope.occurredOn == nil ? "" : "/occurredAt")
        }
        if let version = envelope.expectedVersion, version < 0 {
            throw document.fault("negative-version", at: "/expectedVersion")
        }
        guard let kind = Catalogue.command(envelope.type) else {
            throw document.fault("unknown-command", at: "/type", parameters: ["type": envelope.type.text])
        }
        let decoder = StrictDecoder(userInfo: [.freeTextCheck: FreeTextCheck.noPersonalIdentityNumber])
        body = try kind.decodeBody(document, decoder)
        header = envelope.header
    }

    /// The canonical command without its protected texts: what a fingerprint is taken over, so that no digest is ever made
    /// of anybody's words.
    public func canonicalWithoutTexts() throws(JSONFault) -> [UInt8] {
        let encoder = CanonicalEncoder()
        var value = try encoder.encode(header)
        if case .object(var fields) = value {
            fields["data"] = try encoder.encode(body)
            value = .object(fields)
        }
        return CanonicalJSON.bytes(of: value)
    }

    /// Its free texts: a retry must bring the same, and they are compared with the stored ones themselves.
    public func texts() throws(JSONFault) -> Set<String> {
        let collector = FreeTextCollector()
        _ = try CanonicalEncoder(userInfo: [.freeTexts: collector]).encode(body)
        return collector.texts
    }

    /// The streams that decide about it: its own, and those that every command depends on.
    public var streams: [StreamName] {
        var streams = body.streams
        for stream in [StreamName.organisation] + (header.source.map { [StreamName.source($0)] } ?? [])
        where !streams.contains(stream) {
            streams.append(stream)
        }
        return streams
    }

    /// The events that the command makes, or why it is refused: first by the rules for all commands, then by its own.
    public func decide(on states: StreamStates, occurred: Occurrence, caller: Caller) throws(Refusal) -> [ProposedEvent]
    {
        let context = CommandContext(header: header, occurred: occurred, caller: caller)
        try refuseByNature(of: states)
        if let source = header.source, try !states.state(PublishedSource.self, of: .source(source)).isRecorded {
            throw Refusal("source-not-recorded", ["source": source.text], field: "/source")
        }
        return try body.decide(on: states, in: context)
    }

    /// Live and demonstration never mix: the first refuses what is invented, the second what doesn't say where it is from.
    private func refuseByNature(of states: StreamStates) throws(Refusal) {
        let nature: LogNature
        if let opening = body.opening {
            nature = opening.nature
        } else {
            guard let joined = try states.state(Organisation.self, of: .organisation).nature else {
                throw Refusal(
                    "organisation-not-joined", ["organisation": header.organisation.text], field: "/organisation")
            }
            nature = joined
        }
        switch nature {
        case .live where header.synthetic != nil:
            throw Refusal("synthetic-in-live-log", field: "/synthetic")
        case .demonstration where header.synthetic == nil && header.source == nil && !body.isItsOwnOrigin:
            throw Refusal("demonstration-without-origin", field: "/synthetic")
        default: return
        }
    }
}

/// The envelope as it is read, body still undecoded.
private struct CommandEnvelope: Decodable {
    let id: UUIDValue
    let type: TypeName
    let organisation: OrganisationID
    let occurredOn: Day?
    let occurredAt: Instant?
    let performedBy: Identifier?
    let expectedVersion: Int64?
    let source: Identifier?
    let synthetic: [String]?
    let data: JSONValue

    var header: CommandHeader {
        CommandHeader(
            id: id, type: type, organisation: organisation, occurredOn: occurredOn, occurredAt: occurredAt,
            performedBy: performedBy, expectedVersion: expectedVersion, source: source, synthetic: synthetic)
    }
}

extension JSONDocument {
    /// A fault of a rule of ours at a place of this document.
    func fault(_ code: String, at pointer: String, parameters: [String: String] = [:]) -> JSONFault {
        let place = location(of: pointer) ?? (line: 0, column: 0)
        return JSONFault(
            .invalidValue, pointer: pointer, line: place.line, column: place.column, innerCode: code,
            parameters: parameters)
    }
}
