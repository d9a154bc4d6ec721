package import CanonicalJSON
import EventSourcing

/// The steps of a round in the order of their recording. There is one for nearly every event, and most follow on one of
/// their own kind, so they are stored in runs: `[{"facts":[[1234,17787],[1235,17787]],"step":"interview"}]`.
@propertyWrapper
package struct StepRuns: Hashable, Sendable {
    package var wrappedValue: [StepTaken]

    package init(wrappedValue: [StepTaken]) { self.wrappedValue = wrappedValue }

    fileprivate struct Run: Codable {
        var facts: [RecordedFact]
        let step: Step
    }

    private init(_ runs: [Run]) {
        wrappedValue = runs.flatMap { run in run.facts.map { StepTaken(fact: $0, step: run.step) } }
    }

    private var runs: [Run] {
        var runs: [Run] = []
        for taken in wrappedValue {
            if let last = runs.indices.last, runs[last].step == taken.step {
                runs[last].facts.append(taken.fact)
            } else {
                runs.append(Run(facts: [taken.fact], step: taken.step))
            }
        }
        return runs
    }
}

extension StepRuns: Codable {
    package init(from decoder: any Decoder) throws { self.init(try [Run](from: decoder)) }
    package func encode(to encoder: any Encoder) throws { try runs.encode(to: encoder) }
}

extension StepRuns: CanonicalForm {
    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self.init(try [Run](reading: &reader))
    }
    package func write(to writer: inout CanonicalWriter) { runs.write(to: &writer) }
}

extension StepRuns.Run: CanonicalObject {
    init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        facts = try reader.field("facts")
        step = try reader.field("step")
    }

    func write(fields writer: inout CanonicalWriter) {
        writer.field("facts", facts)
        writer.field("step", step)
    }
}
