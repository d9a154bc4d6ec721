package import CanonicalJSON
package import EventSourcing

/// What holds for a child across cycles: who the case worker was, on any day.
package struct ChildHistory: StreamState, Codable, Hashable {
    package private(set) var caseWorkers = Timeline<CaseWork>()

    /// Whose case it is; without a person the child has no case worker.
    package struct CaseWork: Hashable, Sendable, Codable {
        package let caseWorker: Identifier?
    }

    package init() {}

    /// Nobody when none was recorded, or the case is closed.
    package func caseWorker(on day: Day) -> Identifier? { caseWorkers.value(on: day)?.caseWorker }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any ChildEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func set(caseWorker: Identifier?, from day: Day, by fact: RecordedFact) {
        caseWorkers.set(CaseWork(caseWorker: caseWorker), from: day, by: fact)
    }
}

extension ChildHistory.CaseWork: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        caseWorker = try reader.fieldIfPresent("caseWorker")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("caseWorker", caseWorker)
    }
}

extension ChildHistory: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        caseWorkers = try reader.field("caseWorkers")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("caseWorkers", caseWorkers)
    }
}

/// What happens in the stream of a child.
package protocol ChildEvent: EventPayload {
    func apply(to child: inout ChildHistory, as fact: RecordedFact)
}
