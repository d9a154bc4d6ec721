package import EventSourcing

extension EncodedEvent {
    /// What the table of events takes of what callers choose, in bytes: payload, provenance and the texts of the envelope.
    package static var bytesMax: Int { 61_440 }

    fileprivate func byteCount(from caller: Caller) -> Int {
        let texts = [stream.text, caller.identity, performedBy ?? "", caller.role, caller.ground]
        return payload.count + (provenance?.count ?? 0) + texts.reduce(0) { $0 + $1.utf8.count }
    }
}

extension AppendRequest {
    /// Refuses an event that is too large before others wait with it: the database would refuse the whole transaction.
    func checkSizes() throws(StoreError) {
        for event in events {
            let bytes = event.byteCount(from: caller)
            guard bytes <= EncodedEvent.bytesMax else { throw .eventTooLarge(bytes: bytes) }
        }
    }
}
