import CanonicalJSON
import EventSourcing
import EventStore
import Foundation

/// Reads lines that ``HistoryLineWriter`` wrote, and no others: a line must be what it would write of the row.
struct HistoryLineReader {
    enum Line {
        case row(LogRow)
        case end(HistoryEnd)
    }

    private let log: LogID
    private let source: String
    private var writer: HistoryLineWriter
    /// The id of the last event, to which texts belong.
    private var event: UUIDValue?

    init(log: LogID) {
        self.log = log
        source = HistoryFormat.source(of: log)
        writer = HistoryLineWriter(log: log)
    }

    /// A line without its end; `number` is its own, from 1.
    mutating func read(_ line: [UInt8], number: Int) throws(Problem) -> Line {
        // Names ascend within a line, so its kind shows in the first.
        let row: LogRow
        do throws(JSONFault) {
            if line.starts(with: Self.eventStart) {
                row = .event(try event(line), tags: [])
            } else if line.starts(with: Self.textStart) {
                row = .text(try text(line))
            } else if line.starts(with: Self.commandStart) {
                row = .command(try command(line))
            } else if line.starts(with: Self.endStart) {
                return .end(try StrictDecoder().decode(HistoryEnd.self, from: JSONDocument(parsing: line)))
            } else {
                throw JSONFault(.malformedJSON, innerCode: "history-line-unknown")
            }
        } catch {
            if let damage = FileDamage(of: line) { throw Problem(.badInput, damage.rawValue, line: number) }
            var problem = Problem(error)
            problem.line = number
            throw problem
        }
        if case .event(let read, _) = row { event = read.envelope.eventID }
        try compare(line, with: row, number: number)
        return .row(row)
    }

    private static let eventStart = Array(#"{"actorverified":"#.utf8)
    private static let textStart = Array(#"{"data_base64":"#.utf8)
    private static let commandStart = Array(#"{"commandid":"#.utf8)
    private static let endStart = Array(#"{"commands":"#.utf8)

    /// What stands otherwise than an export writes it would be lost when it is taken in.
    private mutating func compare(_ line: [UInt8], with row: LogRow, number: Int) throws(Problem) {
        writer.removeAll()
        writer.write(row, of: event)
        let written = writer.bytes.dropLast()
        guard !written.elementsEqual(line) else { return }
        let offset = zip(written, line).prefix { $0 == $1 }.reduce(0) { count, _ in count + 1 }
        let column = String(decoding: line.prefix(offset), as: UTF8.self).count + 1
        throw Problem(.badInput, "history-line-differs", line: number, column: column)
    }
}

extension HistoryLineReader {
    private func event(_ line: [UInt8]) throws(JSONFault) -> RecordedEvent {
        try CanonicalFields.read(line) { (fields) throws(JSONFault) in
            let actorVerified = try fields.required("actorverified") == "true"
            let causationID = try fields.identifier("causationid")
            let commandID = try fields.requiredIdentifier("commandid")
            let correlationID = try fields.identifier("correlationid")
            guard let data = try fields.bytes(of: "data") else { throw fields.missing("data") }
            let payload = Array(data)
            let ground = try fields.required("ground")
            let eventID = try fields.requiredIdentifier("id")
            let occurredAt = try fields.value(Instant.self, "occurredat")
            let occurredOn = try fields.requiredValue(Day.self, "occurredon")
            let ordinal = try fields.number("ordinal")
            let performedBy = try fields.string("performedby")
            let position = try fields.number("position")
            let programVersion = try fields.required("programversion")
            let provenance = try fields.string("provenance")
            let recordedBy = try fields.required("recordedby")
            let retention: RetentionClass = try fields.code("retentionclass")
            let role = try fields.required("role")
            let schemaVersion = try fields.number("schemaversion")
            let secrecy: SecrecyClass = try fields.code("secrecy")
            try checkSource(&fields)
            let stream = try fields.required("stream")
            let time = try fields.requiredValue(Instant.self, "time")
            let type = try fields.requiredValue(TypeName.self, "type")
            let version = try fields.number("version")
            return RecordedEvent(
                envelope: EventEnvelope(
                    log: log, position: Position(position), recordedAt: time, stream: StreamName(stored: stream),
                    version: version, eventID: eventID, type: type, schemaVersion: Int(Int32(clamping: schemaVersion)),
                    commandID: commandID, ordinal: Int(Int32(clamping: ordinal)),
                    occurred: Occurrence(day: occurredOn, instant: occurredAt), recordedBy: recordedBy,
                    actorVerified: actorVerified, performedBy: performedBy, role: role, ground: ground,
                    causationID: causationID, correlationID: correlationID, secrecy: secrecy, retention: retention,
                    programVersion: programVersion, provenance: provenance.map { Array($0.utf8) }),
                payload: payload)
        }
    }

    private func text(_ line: [UInt8]) throws(JSONFault) -> StoredText {
        try CanonicalFields.read(line) { (fields) throws(JSONFault) in
            guard let value = Data(base64Encoded: try fields.required("data_base64")) else {
                throw .notAsExported("/data_base64")
            }
            let field = try fields.required("field")
            let keyID = try fields.string("keyid")
            let position = try fields.number("position")
            let secrecy: SecrecyClass = try fields.code("secrecy")
            try checkSource(&fields)
            return StoredText(
                position: Position(position), field: field, secrecy: secrecy, subject: try fields.required("subject"),
                keyID: keyID, value: Array(value))
        }
    }

    private func command(_ line: [UInt8]) throws(JSONFault) -> StoredCommand {
        try CanonicalFields.read(line) { (fields) throws(JSONFault) in
            let id = try fields.requiredIdentifier("commandid")
            let digits = try fields.required("fingerprint")
            guard let fingerprint = HistoryFormat.bytes(hexadecimal: digits), fingerprint.count == 32 else {
                throw .notAsExported("/fingerprint", digits)
            }
            let first = try fields.number("firstposition")
            let last = try fields.number("lastposition")
            let recordedBy = try fields.required("recordedby")
            try checkSource(&fields)
            return StoredCommand(
                id: id, fingerprint: fingerprint, recordedBy: recordedBy, first: Position(first), last: Position(last))
        }
    }

    private func checkSource(_ fields: inout CanonicalFields) throws(JSONFault) {
        guard try fields.required("source") == source else {
            throw JSONFault(
                .invalidValue, pointer: "/source", innerCode: "history-of-another-log",
                parameters: ["log": log.description])
        }
    }
}

extension JSONFault {
    /// `value` is not shown where it is somebody's words.
    fileprivate static func notAsExported(_ pointer: String, _ value: String? = nil) -> JSONFault {
        JSONFault(.invalidValue, pointer: pointer, value: value, innerCode: "history-value")
    }
}

extension CanonicalFields {
    fileprivate mutating func required(_ name: StaticString) throws(JSONFault) -> String {
        guard let text = try string(name) else { throw missing(name) }
        return text
    }

    fileprivate mutating func number(_ name: StaticString) throws(JSONFault) -> Int64 {
        let text = try required(name)
        guard let number = Int64(text) else { throw .notAsExported("/\(name)", text) }
        return number
    }

    fileprivate mutating func code<Code: RawRepresentable<String>>(_ name: StaticString) throws(JSONFault) -> Code {
        let text = try required(name)
        guard let code = Code(rawValue: text) else { throw .notAsExported("/\(name)", text) }
        return code
    }

    fileprivate mutating func value<Value: JSONStringConvertible>(
        _: Value.Type, _ name: StaticString
    ) throws(JSONFault) -> Value? {
        guard let text = try string(name) else { return nil }
        do throws(InvalidValue) { return try Value(jsonString: text) } catch {
            throw JSONFault(
                .invalidValue, pointer: "/\(name)", value: text, innerCode: error.code, parameters: error.parameters)
        }
    }

    fileprivate mutating func requiredValue<Value: JSONStringConvertible>(
        _ type: Value.Type, _ name: StaticString
    ) throws(JSONFault) -> Value {
        guard let value = try value(type, name) else { throw missing(name) }
        return value
    }

    fileprivate mutating func identifier(_ name: StaticString) throws(JSONFault) -> UUIDValue? {
        try value(UUIDValue.self, name)
    }

    fileprivate mutating func requiredIdentifier(_ name: StaticString) throws(JSONFault) -> UUIDValue {
        try requiredValue(UUIDValue.self, name)
    }
}
