import CaseFeedback
import EventSourcing
import EventStore

extension Installation {
    /// Refuses a unit or a cycle that the organisation never had: an empty answer would look like one about it.
    package func checkNames(of question: Question) async throws(Problem) {
        if let unit = question.unit, try await isUnknown(.unit(unit), question.log) {
            throw Problem(.notFound, "unit-not-registered", ["unit": unit.text], field: "unit", value: unit.text)
        }
        if let cycle = question.cycle, try await isUnknown(.cycle(cycle), question.log) {
            throw Problem(.notFound, "cycle-not-opened", ["cycle": cycle.text], field: "cycle", value: cycle.text)
        }
    }

    private func isUnknown(_ stream: StreamName, _ log: LogID) async throws(Problem) -> Bool {
        try await storing { () async throws(StoreError) in try await self.log.stream(stream, of: log).isEmpty }
    }
}
