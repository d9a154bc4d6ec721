import EventSourcing
import Synchronization

/// Measures for how long whoever reads stood still, while the server was up and there was something to read.
final class StandstillWatch: Sendable {
    fileprivate struct Place {
        var reached: Int64 = 0
        /// Since when it has something to read and did not get on.
        var since: ContinuousClock.Instant?
    }

    fileprivate struct State {
        var isUp = true
        var upSince: ContinuousClock.Instant?
        var heads: [LogID: Int64] = [:]
        var places: [FaultHistory.Reading: Place] = [:]
        var standstill = Standstill()
    }

    private let state = Mutex(State())

    var standstill: Standstill { state.withLock { $0.standstill } }

    /// Where the acknowledged events of a log end.
    var heads: [LogID: Int64] { state.withLock { $0.heads } }

    func reached(by reader: String, in log: LogID) -> Int64 {
        state.withLock { $0.places[FaultHistory.Reading(reader: reader, log: log)]?.reached ?? 0 }
    }

    func expect(_ readings: [FaultHistory.Reading]) {
        state.withLock { state in for reading in readings { state.places[reading] = Place() } }
    }

    func acknowledged(_ log: LogID, at position: Int64) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.heads[log] = max(state.heads[log] ?? 0, position)
            for (reading, place) in state.places
            where reading.log == log && place.reached < position && place.since == nil {
                state.places[reading]?.since = now
            }
        }
    }

    func progressed(_ reading: FaultHistory.Reading, to position: Int64) {
        let now = ContinuousClock.now
        state.withLock { state in
            guard var place = state.places[reading], place.reached < position else { return }
            state.measure(place, reading, at: now)
            place.reached = position
            place.since = position < state.heads[reading.log] ?? 0 ? now : nil
            state.places[reading] = place
        }
    }

    func serverWentDown() {
        look()
        state.withLock { $0.isUp = false }
    }

    func serverIsUp() {
        let now = ContinuousClock.now
        state.withLock { state in
            state.isUp = true
            state.upSince = now
            for reading in state.places.keys where state.places[reading]?.since != nil {
                state.places[reading]?.since = now
            }
        }
    }

    /// Counts those who stand still at this moment.
    func look() {
        let now = ContinuousClock.now
        state.withLock { state in
            for (reading, place) in state.places { state.measure(place, reading, at: now) }
        }
    }
}

extension StandstillWatch.State {
    fileprivate mutating func measure(
        _ place: StandstillWatch.Place, _ reading: FaultHistory.Reading, at now: ContinuousClock.Instant
    ) {
        guard isUp, let since = place.since else { return }
        let standing = since.duration(to: now)
        if standing > standstill.longest {
            let when = since == upSince ? "when the server came back" : "while it ran"
            standstill = Standstill(longest: standing, who: "\(reading.reader) of \(reading.log), \(when)")
        }
    }
}
