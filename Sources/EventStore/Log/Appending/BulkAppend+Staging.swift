import EventSourcing
import Postgres
import SchemaFiles

extension BulkAppend {
    /// Nothing where a command is refused, or known: nothing was appended then.
    func appendStaged(_ plan: BulkPlan, on session: PostgresSession) throws(StoreError) -> [Verdict]? {
        try session.inTenant(log.organisation, isolation: .readCommitted, readOnly: false) {
            (session) throws(StoreError) in
            try session.run(script: SchemaFiles.stageAppend)
            do throws(PostgresError) { try stage(plan, on: session) } catch { throw StoreError(error) }
            let opens = plan.appended.first == 0 && requests[0].opening != nil
            // The clock as it is now: rows may have come over for long.
            let result = try session.run(
                SchemaFiles.appendStaged, log.organisation.text, log.kind.rawValue, clock().timestamp, programVersion,
                opens, head?.value)
            guard let row = result.first else { throw .corrupt("append_staged gave no verdict") }
            return try decoding { () throws(PostgresError) in
                guard try row.decode(0, as: String.self) == "accepted" else { return nil }
                let recordedAt = try row.decode(5, as: PostgresTimestamp.self)
                return plan.verdicts(
                    on: requests, from: Position(try row.decode(4, as: Int64.self)),
                    recordedAt: Instant(microsecondsSince1970: recordedAt.microsecondsSince1970))
            }
        }
    }

    private func stage(_ plan: BulkPlan, on session: PostgresSession) throws(PostgresError) {
        try stageStreams(of: plan, on: session)
        try stageCommands(of: plan, on: session)
        try stageEvents(of: plan, on: session)
        try stageTagsAndTexts(of: plan, on: session)
    }

    private func stageStreams(of plan: BulkPlan, on session: PostgresSession) throws(PostgresError) {
        let numbers = Dictionary(uniqueKeysWithValues: plan.appended.enumerated().map { ($1, Int32($0 + 1)) })
        try session.copyIn(SchemaFiles.stageStreams.sql) { (writer) throws(PostgresError) in
            for (number, stream) in plan.streams.enumerated() {
                try writer.row { fields in
                    fields.write(Int32(number))
                    fields.write(stream.name.text)
                    fields.write(stream.required?.version)
                    fields.write(stream.required.flatMap { numbers[$0.by] })
                    fields.write(stream.required?.offset)
                }
            }
        }
    }

    private func stageCommands(of plan: BulkPlan, on session: PostgresSession) throws(PostgresError) {
        try session.copyIn(SchemaFiles.stageCommands.sql) { (writer) throws(PostgresError) in
            var events: Int64 = 0
            for (number, index) in plan.appended.enumerated() {
                let request = requests[index]
                try writer.row { fields in
                    fields.write(Int32(number + 1))
                    fields.write(request.commandID.uuid)
                    fields.write(request.fingerprint)
                    fields.write(request.caller.identity)
                    fields.write(events + 1)
                    fields.write(events + Int64(request.events.count))
                }
                events += Int64(request.events.count)
            }
        }
    }

    private func stageEvents(of plan: BulkPlan, on session: PostgresSession) throws(PostgresError) {
        try session.copyIn(SchemaFiles.stageEvents.sql) { (writer) throws(PostgresError) in
            var number = 0
            for (command, index) in plan.appended.enumerated() {
                let request = requests[index]
                for (ordinal, event) in request.events.enumerated() {
                    let place = plan.places[number]
                    number += 1
                    try writer.row { fields in
                        fields.write(Int64(number))
                        fields.write(Int32(command + 1))
                        fields.write(place.stream)
                        fields.write(place.offset)
                        fields.write(event, ordinal: Int32(clamping: ordinal), of: request)
                    }
                }
            }
        }
    }

    private func stageTagsAndTexts(of plan: BulkPlan, on session: PostgresSession) throws(PostgresError) {
        let events = plan.appended.lazy.flatMap { requests[$0].events }
        try session.copyIn(SchemaFiles.stageTags.sql) { (writer) throws(PostgresError) in
            for (index, event) in events.enumerated() {
                for tag in event.tags {
                    try writer.row { fields in
                        fields.write(Int64(index + 1))
                        fields.write(tag.text)
                    }
                }
            }
        }
        try session.copyIn(SchemaFiles.stageTexts.sql) { (writer) throws(PostgresError) in
            for (index, event) in events.enumerated() {
                for text in event.texts {
                    try writer.row { fields in
                        fields.write(Int64(index + 1))
                        fields.write(text.field)
                        fields.write(text.secrecy.rawValue)
                        fields.write(text.subject.text)
                        fields.write(nil as String?)
                        fields.write(Array(text.words.utf8))
                    }
                }
            }
        }
    }
}

extension PostgresCopyFields {
    /// The columns of `stage_events` behind the event's place.
    fileprivate func write(_ event: EncodedEvent, ordinal: Int32, of request: AppendRequest) {
        write(event.eventID.uuid)
        write(event.type.text)
        write(Int32(clamping: event.schemaVersion))
        write(request.commandID.uuid)
        write(ordinal)
        write(event.occurred.day.date)
        write(event.occurred.instant?.timestamp)
        write(request.caller.identity)
        write(request.caller.isVerified)
        write(event.performedBy)
        write(request.caller.role)
        write(request.caller.ground)
        write(request.causationID?.uuid)
        write(request.correlationID?.uuid)
        write(event.secrecy.rawValue)
        write(event.retention.rawValue)
        write(event.provenance)
        write(event.payload)
    }
}
