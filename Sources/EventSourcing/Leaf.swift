/// Leaf v1: the bytes of an event over which tamper evidence is made.
///
/// `casefeedback/event/v1\n`, then each field of the envelope in its order and the payload as a big-endian `u32` length and
/// that many bytes: integers as big-endian `i64`, times as microseconds since 1970, days and names as UTF-8, UUIDs as 16
/// bytes, booleans as one byte, an absent field as the length `0xFFFFFFFF` without bytes. Then for each protected field, in
/// the order of its name, its name and the SHA-256 of its stored value in the same form.
public enum Leaf {
    /// A protected field of the event, with the SHA-256 of what is stored for it.
    public struct ProtectedField {
        public let field: String
        public let digest: [UInt8]

        public init(field: String, digest: [UInt8]) {
            self.field = field
            self.digest = digest
        }
    }

    public static func bytes(of event: RecordedEvent, protectedFields: [ProtectedField]) -> [UInt8] {
        let envelope = event.envelope
        var leaf = LeafWriter()
        leaf.text(envelope.log.organisation.text)
        leaf.text(envelope.log.kind.rawValue)
        leaf.integer(envelope.position.value)
        leaf.integer(envelope.recordedAt.microsecondsSince1970)
        leaf.text(envelope.stream.text)
        leaf.integer(envelope.version)
        leaf.field(envelope.eventID.bytes)
        leaf.text(envelope.type.text)
        leaf.integer(Int64(envelope.schemaVersion))
        leaf.field(envelope.commandID.bytes)
        leaf.integer(Int64(envelope.ordinal))
        leaf.text(envelope.occurred.day.description)
        leaf.integer(envelope.occurred.instant?.microsecondsSince1970)
        leaf.text(envelope.recordedBy)
        leaf.field([envelope.actorVerified ? 1 : 0])
        leaf.text(envelope.performedBy)
        leaf.text(envelope.role)
        leaf.text(envelope.ground)
        leaf.field(envelope.causationID?.bytes)
        leaf.field(envelope.correlationID?.bytes)
        leaf.text(envelope.secrecy.rawValue)
        leaf.text(envelope.retention.rawValue)
        leaf.text(envelope.programVersion)
        leaf.field(envelope.provenance)
        leaf.field(event.payload)
        for protected in protectedFields.sorted(by: { $0.field.utf8.lexicographicallyPrecedes($1.field.utf8) }) {
            leaf.text(protected.field)
            leaf.field(protected.digest)
        }
        return leaf.bytes
    }
}

private struct LeafWriter {
    private(set) var bytes = Array("casefeedback/event/v1\n".utf8)

    mutating func field(_ value: [UInt8]?) {
        guard let value else { return bigEndian(UInt32.max) }
        bigEndian(UInt32(value.count))
        bytes += value
    }

    mutating func text(_ value: String?) { field(value.map { Array($0.utf8) }) }

    mutating func integer(_ value: Int64?) {
        guard let value else { return field(nil) }
        bigEndian(UInt32(8))
        bigEndian(value)
    }

    private mutating func bigEndian(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }
}
