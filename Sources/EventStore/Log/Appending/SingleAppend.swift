import EventSourcing
import Postgres
import SchemaFiles

/// The call of `append_event` for one command of one event: most appends to a log that isn't busy.
///
/// It answers only where the command is accepted; what else there is to say, `append_events` says.
struct SingleAppend {
    private let request: AppendRequest
    private let event: EncodedEvent
    private let now: Instant
    private let programVersion: String
    /// That the event's stream must have; whatever it has where no condition says.
    private var version: Int64?
    private var otherStreams: [String] = []
    private var otherVersions: [Int64] = []

    /// Nothing for what is not that simple: an opening, a matching condition, more than one event.
    init?(_ request: AppendRequest, now: Instant, programVersion: String) {
        guard request.opening == nil, request.events.count == 1, let event = request.events.first else { return nil }
        self.request = request
        self.event = event
        self.now = now
        self.programVersion = programVersion
        for condition in request.conditions {
            guard case .stream(let stream, let expected) = condition else { return nil }
            guard let expected = expected.version else { continue }
            if stream == event.stream {
                guard version == nil || version == expected else { return nil }
                version = expected
            } else {
                otherStreams.append(stream.text)
                otherVersions.append(expected)
            }
        }
    }

    /// Runs the call, which is a transaction of its own. Nothing when it wrote nothing.
    func run(on connections: StoreConnections) async throws(StoreError) -> Verdict? {
        try await connections.call(SchemaFiles.appendEvent, values, as: .appender) { (result) throws(StoreError) in
            guard let taken = try result.single(0, as: [Int64]?.self) ?? nil else { return nil }
            guard taken.count == 2 else { throw .corrupt("append_event gave \(taken.count) numbers") }
            let position = Position(taken[0])
            return .accepted(
                AppendedRange(
                    first: position, last: position, recordedAt: Instant(microsecondsSince1970: taken[1])))
        }
    }

    private var values: PostgresBindings {
        let caller = request.caller
        var values = PostgresBindings()
        values.append(request.log.organisation.text)
        values.append(request.log.kind.rawValue)
        values.append(now.timestamp)
        values.append(programVersion)
        values.append(event.stream.text)
        values.append(version)
        values.append(otherStreams.isEmpty ? nil : otherStreams)
        values.append(otherStreams.isEmpty ? nil : otherVersions)
        values.append(request.commandID.uuid)
        values.append(request.fingerprint)
        values.append(event.eventID.uuid)
        values.append(event.type.text)
        values.append(Int32(event.schemaVersion))
        values.append(event.occurred.day.date)
        values.append(event.occurred.instant?.timestamp)
        values.append(caller.identity)
        values.append(caller.isVerified)
        values.append(event.performedBy)
        values.append(caller.role)
        values.append(caller.ground)
        values.append(request.causationID?.uuid)
        values.append(request.correlationID?.uuid)
        values.append(event.secrecy.rawValue)
        values.append(event.retention.rawValue)
        values.append(event.provenance)
        values.append(event.payload)
        values.append(event.tags.map(\.text))
        appendTexts(to: &values)
        return values
    }

    private func appendTexts(to values: inout PostgresBindings) {
        let texts = event.texts
        values.append(texts.isEmpty ? nil : texts.map(\.field))
        values.append(texts.isEmpty ? nil : texts.map(\.secrecy.rawValue))
        values.append(texts.isEmpty ? nil : texts.map(\.subject.text))
        values.append(nil as [String]?)
        values.append(texts.isEmpty ? nil : texts.map { Array($0.words.utf8) })
    }
}

extension ExpectedVersion {
    /// 0 for a stream that must be absent; nothing where any will do.
    var version: Int64? {
        switch self {
        case .exact(let version): version
        case .absent: 0
        case .any: nil
        }
    }
}
