import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// The rows of the wheel as they are kept: the answer about now, at the position of their generation.
extension PostgresSession {
    func wheelRows(
        of generation: ProjectionGeneration, cycle: Identifier?, unit: Identifier?
    ) throws(StoreError) -> [WheelRow] {
        try run(
            SchemaFiles.readAnnualWheel, generation.organisation.text, generation.number, cycle?.text, unit?.text
        ).wheelRows()
    }

    /// Those of some rounds.
    func wheelRows(
        of generation: ProjectionGeneration, rounds: [RoundName]
    ) throws(StoreError) -> [WheelRow] {
        guard !rounds.isEmpty else { return [] }
        return try run(
            SchemaFiles.readWheelOfRounds, generation.organisation.text, generation.number, rounds.map(\.cycle),
            rounds.map(\.unit)
        ).wheelRows()
    }
}

extension PostgresResult {
    fileprivate func wheelRows() throws(StoreError) -> [WheelRow] {
        do {
            return try rows.map { row in
                try StrictDecoder().decode(WheelRow.self, fromCanonical: row.decode(0, as: [UInt8].self))
            }
        } catch let error as PostgresError {
            throw StoreError(error)
        } catch {
            throw .corrupt("a row of the annual wheel: \(error)")
        }
    }
}
