/// Measures: every side for a moment to warm up, but what works through a whole history anyway; then all sides in turn as
/// often as the scale says, the order turned round each time so that none always comes first.
struct BenchRun {
    let stage: BenchStage

    func figures(of measurement: Measurement, turnDone: () -> Void) async throws(Failure) -> [Figure] {
        let sides = try await measurement.prepare(stage)
        try await stage.settle()
        for side in sides where !side.isWhole { _ = try await side.run(stage.scale.turn / 4) }
        var turns = Turns(sides: sides.map(\.name))
        for turn in 0..<stage.scale.pairs {
            for side in turn.isMultiple(of: 2) ? sides : sides.reversed() {
                turns.add(try await side.run(stage.scale.turn), of: side.name)
            }
            turnDone()
        }
        return measurement.figures(turns)
    }
}
