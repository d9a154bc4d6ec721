package import CanonicalJSON
package import EventSourcing

/// Where a fact is from: a published source, an invention, or both for different fields.
///
/// Pointers name fields of the event as it is exported, where the payload stands under `/data`, as in the command.
package struct Provenance: Hashable, Sendable, Codable {
    package let source: Identifier?
    /// JSON pointers to invented fields, `""` for all; absent where nothing is invented.
    package let synthetic: [String]?

    /// A command's marks as they hold for one of its events: a mark on a field that the event does not have marks the whole
    /// event, since it may rest on that field anywhere; and a field that the command does not have was worked out from
    /// others, so it is marked as soon as any of them is. `commandFields` are the names of the fields of its `data`.
    package init?(
        of header: CommandHeader, event: ProposedEvent, payload: JSONDocument, commandFields: Set<String>
    ) {
        var pointers: [String]?
        if let own = event.synthetic {
            pointers = own.isEmpty ? nil : own
        } else if let marked = header.synthetic {
            let fields = payload.root.object.map { Set($0.keys) } ?? []
            pointers =
                marked.map { Self.isField($0, of: payload) ? $0 : "" }
                + fields.subtracting(commandFields).map { "/data/\($0)" }
        }
        if let all = pointers, all.contains("") { pointers = [""] }
        guard header.source != nil || pointers != nil else { return nil }
        source = header.source
        synthetic = pointers.map { Array(Set($0)).sorted() }
    }

    /// What an event says of itself; nothing where it says nothing.
    package init?(reading event: RecordedEvent) {
        guard let bytes = event.envelope.provenance,
            let provenance = try? StrictDecoder().decode(Provenance.self, fromCanonical: bytes)
        else { return nil }
        self = provenance
    }

    private static func isField(_ pointer: String, of payload: JSONDocument) -> Bool {
        if ["/occurredOn", "/occurredAt", "/performedBy"].contains(pointer) { return true }
        guard pointer.hasPrefix("/data/") else { return false }
        return payload.value(at: String(pointer.dropFirst("/data".count))) != nil
    }
}
