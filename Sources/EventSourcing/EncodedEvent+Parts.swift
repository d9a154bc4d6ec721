extension EncodedEvent {
    /// An event that was encoded elsewhere: read from a file, or made by a program that knows the stored form.
    ///
    /// The payload must be canonical JSON of its type, and stream, tags and classes those that the payload gives: nothing
    /// is checked here.
    package init(
        stream: StreamName, eventID: UUIDValue, type: TypeName, schemaVersion: Int, occurred: Occurrence,
        performedBy: String?, secrecy: SecrecyClass, retention: RetentionClass, provenance: [UInt8]?,
        payload: [UInt8], texts: [EncodedText], tags: [Tag]
    ) {
        self.stream = stream
        self.eventID = eventID
        self.type = type
        self.schemaVersion = schemaVersion
        self.occurred = occurred
        self.performedBy = performedBy
        self.secrecy = secrecy
        self.retention = retention
        self.provenance = provenance
        self.payload = payload
        self.texts = texts
        self.tags = tags
        cited = []
    }
}

extension EncodedText {
    package init(field: String, of secrecy: SecrecyClass, about subject: TextSubject, words: String) {
        self.init(field: field, secrecy: secrecy, subject: subject, words: words)
    }
}
