import EventSourcing

/// Whether a log has the protected texts that its events refer to, and no others.
struct TextCheck {
    private var expected = RowSums()
    private var stored = RowSums()

    mutating func receive(_ references: [TextReference]) {
        for reference in references {
            expected.add(Self.row(reference.field, reference.secrecy.rawValue), at: reference.position)
        }
    }

    mutating func receiveStored(field: String, secrecy: String, at position: Position) {
        stored.add(Self.row(field, secrecy), at: position)
    }

    private static func row(_ field: String, _ secrecy: String) -> [UInt8] {
        Array(field.utf8) + [0] + Array(secrecy.utf8)
    }

    /// The stretches of positions in which they are not the same, as `after < position ≤ to`.
    var differences: [(after: Position, to: Position)] { expected.differences(from: stored) }

    /// What is wrong with the texts of one event.
    static func fault(of references: [TextReference], stored: [StoredText]) -> (code: String, detail: String)? {
        let places = stored.map { TextReference(position: $0.position, field: $0.field, secrecy: $0.secrecy) }
        if let missing = references.first(where: { !places.contains($0) }) {
            return ("text-missing", "the payload refers to \(missing.field) of class \(missing.secrecy.rawValue)")
        }
        if let other = places.first(where: { !references.contains($0) }) {
            return ("text-unknown", "the payload refers to no \(other.field) of class \(other.secrecy.rawValue)")
        }
        return nil
    }
}
