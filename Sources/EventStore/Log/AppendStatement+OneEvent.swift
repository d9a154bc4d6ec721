import EventSourcing
import Postgres
import SchemaFiles

extension AppendStatement {
    /// The statement `append_event_at_head`: values in place of arrays, since reading those costs a good part of an append.
    /// Nothing for what is not one event on one condition, the version of its own stream.
    static func accepting(
        _ request: AppendRequest, atHead head: Position, by clock: Instant, programVersion: String
    ) -> AppendStatement? {
        guard request.opening == nil, request.events.count == 1, let event = request.events.first,
            request.conditions.count == 1, case .stream(event.stream, let expected)? = request.conditions.first,
            let version = expected.version
        else { return nil }
        let caller = request.caller
        var values = PostgresBindings()
        values.append(request.log.organisation.text)
        values.append(request.log.kind.rawValue)
        values.append(clock.timestamp)
        values.append(programVersion)
        values.append(head.value)
        values.append(event.stream.text)
        values.append(version)
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
        let texts = event.texts
        values.append(texts.isEmpty ? nil : texts.map(\.field))
        values.append(texts.isEmpty ? nil : texts.map(\.secrecy.rawValue))
        values.append(texts.isEmpty ? nil : texts.map(\.subject.text))
        values.append(nil as [String]?)
        values.append(texts.isEmpty ? nil : texts.map { Array($0.words.utf8) })
        return .accepting(
            [request], atHead: head, by: SchemaFiles.appendEventAtHead, values,
            leaving: [event.stream.text: version + 1])
    }
}

extension ExpectedVersion {
    /// 0 for a stream that must be absent; nothing where any will do.
    fileprivate var version: Int64? {
        switch self {
        case .exact(let version): version
        case .absent: 0
        case .any: nil
        }
    }
}
