import EventSourcing
import Postgres
import SchemaFiles

extension AppendBatch {
    /// The call of `append_events`, which has a verdict for whatever comes.
    func judging(by clock: Instant, programVersion: String, mode: AppendMode) -> AppendStatement {
        let opening = requests.first?.opening
        var values = PostgresBindings()
        values.append(log.organisation.text)
        values.append(log.kind.rawValue)
        values.append(clock.timestamp)
        values.append(programVersion)
        values.append(mode.isAllOrNothing)
        values.append(mode.head?.value)
        values.append(opening?.nature.rawValue)
        values.append(opening?.zone)
        values.append(streams.names)
        values.append(hasRepeatedCommand ? nil : streams.versionsAtHead)
        values.append(conditionCounts)
        values.append(conditionStreams)
        values.append(conditionVersions)
        values.append(items)
        values.append(itemsAfter)
        values.append(occurredLatest?.date)
        values.append(streamNumbers)
        values.append(streamSteps)
        appendRows(to: &values)
        let (requests, streams) = (requests, streams.names)
        return AppendStatement(file: SchemaFiles.appendEvents, values: values) { (result) throws(StoreError) in
            try result.verdicts(on: requests, streams: streams)
        }
    }

    /// The statement `append_events_at_head`, which accepts the whole batch if the log ends at `head` and nothing can be said
    /// against any of it; nothing for a batch of which only `append_events` can say so. A stream whose version at the head is
    /// known is not looked up.
    func accepting(
        atHead head: Position, knowing known: [String: Int64], by clock: Instant, programVersion: String
    ) -> AppendStatement? {
        guard eventCount > 0, items == nil, requests.first?.opening == nil, !hasRepeatedCommand,
            let versionsAtHead = streams.versionsAtHead
        else { return nil }
        var unknown: (streams: [String], versions: [Int64]) = ([], [])
        for (stream, version) in zip(streams.names, versionsAtHead) {
            if let actual = known[stream] {
                guard actual == version else { return nil }
            } else {
                unknown.streams.append(stream)
                unknown.versions.append(version)
            }
        }
        var values = PostgresBindings()
        values.append(log.organisation.text)
        values.append(log.kind.rawValue)
        values.append(clock.timestamp)
        values.append(programVersion)
        values.append(head.value)
        values.append(unknown.streams)
        values.append(unknown.versions)
        values.append(occurredLatest?.date)
        values.append(zip(streamNumbers, streamSteps).map { versionsAtHead[Int($0) - 1] + Int64($1) })
        appendRows(to: &values)
        return .accepting(
            requests, atHead: head, by: SchemaFiles.appendEventsAtHead, values,
            leaving: streams.versions(from: versionsAtHead))
    }

    /// Two commands of one id: the second is known when the first is accepted, which is told one by one.
    private var hasRepeatedCommand: Bool {
        requests.count > 1 && Set(requests.map(\.commandID)).count < requests.count
    }

    /// The columns that both write, in the order in which both take them.
    private func appendRows(to values: inout PostgresBindings) {
        values.append(commandIDs)
        values.append(fingerprints)
        values.append(commandCallers)
        values.append(eventCounts)
        values.append(lastEvents)
        values.append(eventStreams)
        values.append(eventIDs)
        values.append(types)
        values.append(schemaVersions)
        values.append(eventCommands)
        values.append(ordinals)
        values.append(occurredOn)
        values.append(occurredAt)
        values.append(recordedBy)
        values.append(actorVerified)
        values.append(performedBy)
        values.append(roles)
        values.append(grounds)
        values.append(causationIDs)
        values.append(correlationIDs)
        values.append(secrecy)
        values.append(retentionClasses)
        values.append(provenances)
        values.append(payloads)
        values.append(tagEvents)
        values.append(tags)
        values.append(textEvents)
        values.append(textFields)
        values.append(textSecrecy)
        values.append(textSubjects)
        values.append(textKeyIDs)
        values.append(textValues)
    }
}
