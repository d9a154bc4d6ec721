import EventSourcing
import EventStore
import Foundation

/// Writes rows of a log as lines of canonical JSON: the fields of each stand in the order of their names' bytes.
///
/// An event is a CloudEvent 1.0 with `data` as it is stored; the rest of its envelope are extension attributes, whose names
/// are lower-case letters and whose values are strings, as CloudEvents demands of what travels everywhere.
struct HistoryLineWriter {
    private(set) var bytes: [UInt8] = []
    private let source: [UInt8]
    private var needsComma = false

    init(log: LogID) { source = Array(HistoryFormat.source(of: log).utf8) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// `of` is the id of the event that a text belongs to.
    mutating func write(_ row: LogRow, of event: UUIDValue?) {
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        switch row {
        case .event(let event, _): write(event)
        case .text(let text): write(text, of: event)
        case .command(let command): write(command)
        }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(HistoryFormat.lineFeed)
    }

    private mutating func write(_ event: RecordedEvent) {
        let envelope = event.envelope
        field("actorverified", envelope.actorVerified ? "true" : "false")
        field("causationid", envelope.causationID)
        field("commandid", envelope.commandID)
        field("correlationid", envelope.correlationID)
        name("data")
        bytes += event.payload
        field("datacontenttype", "application/json")
        field("ground", envelope.ground)
        field("id", envelope.eventID)
        field("occurredat", envelope.occurred.instant?.description)
        field("occurredon", envelope.occurred.day.description)
        field("ordinal", "\(envelope.ordinal)")
        field("performedby", envelope.performedBy)
        field("position", "\(envelope.position)")
        field("programversion", envelope.programVersion)
        if let provenance = envelope.provenance { field("provenance", utf8: provenance) }
        field("recordedby", envelope.recordedBy)
        field("retentionclass", envelope.retention.rawValue)
        field("role", envelope.role)
        field("schemaversion", "\(envelope.schemaVersion)")
        field("secrecy", envelope.secrecy.rawValue)
        field("source", utf8: source)
        field("specversion", "1.0")
        field("stream", envelope.stream.text)
        field("time", envelope.recordedAt.description)
        field("type", envelope.type.text)
        field("version", "\(envelope.version)")
    }

    private mutating func write(_ text: StoredText, of event: UUIDValue?) {
        name("data_base64")
        quoted { bytes in bytes += Data(text.value).base64EncodedData() }
        field("field", text.field)
        field("id", "\(event.map(\.description) ?? "")#\(text.field)")
        field("keyid", text.keyID)
        field("position", "\(text.position)")
        field("secrecy", text.secrecy.rawValue)
        field("source", utf8: source)
        field("specversion", "1.0")
        field("subject", text.subject)
        field("type", HistoryType.protectedText)
    }

    private mutating func write(_ command: StoredCommand) {
        field("commandid", command.id)
        field("fingerprint", HistoryFormat.hexadecimal(command.fingerprint))
        field("firstposition", "\(command.first)")
        field("id", "command:\(command.id)")
        field("lastposition", "\(command.last)")
        field("recordedby", command.recordedBy)
        field("source", utf8: source)
        field("specversion", "1.0")
        field("type", HistoryType.command)
    }
}

extension HistoryLineWriter {
    private mutating func name(_ name: StaticString) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        quoted { bytes in name.withUTF8Buffer { bytes += $0 } }
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func field(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        self.name(name)
        quoted { bytes in Self.append(text.utf8, to: &bytes) }
    }

    private mutating func field(_ name: StaticString, utf8 text: [UInt8]) {
        self.name(name)
        quoted { bytes in Self.append(text, to: &bytes) }
    }

    private mutating func field(_ name: StaticString, _ id: UUIDValue?) {
        guard let id else { return }
        self.name(name)
        quoted { bytes in
            for (index, shift) in stride(from: 124, through: 0, by: -4).enumerated() {
                if [8, 12, 16, 20].contains(index) { bytes.append(UInt8(ascii: "-")) }
                let half = shift >= 64 ? id.high >> UInt64(shift - 64) : id.low >> UInt64(shift)
                bytes.append(HistoryFormat.digits[Int(half & 15)])
            }
        }
    }

    private mutating func quoted(_ write: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        write(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The escapes of canonical JSON, and no other.
    private static func append(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        let isPlain = text.withContiguousStorageIfAvailable { text in
            let plain = text.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            if plain { bytes += text }
            return plain
        }
        if isPlain == true { return }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""): bytes += #"\""#.utf8
            case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
            case 0x08: bytes += #"\b"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0C: bytes += #"\f"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0x00..<0x20:
                bytes += #"\u00"#.utf8
                bytes.append(HistoryFormat.digits[Int(byte >> 4)])
                bytes.append(HistoryFormat.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }
}
