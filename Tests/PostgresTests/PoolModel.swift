@testable import Postgres

/// Plays the shell for a machine, in random order, and notes what must not be.
struct PoolModel {
    var machine: PoolStateMachine
    var now: ContinuousClock.Instant
    var asked = 0
    var waiting: Set<Int> = []
    var leased: Set<Int> = []
    var withdrawn: Set<Int> = []
    var opening: Set<Int> = []
    var checking: Set<Int> = []
    var closing: Set<Int> = []
    var isFinished = false
    var faults: [String] = []

    mutating func step(_ random: inout SplitMix) {
        now += .milliseconds(Int.random(in: 0...700, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
            waiting.insert(asked)
            asked += 1
            perform(machine.requested(asked - 1, at: now))
        case 3: if let id = waiting.randomElement(using: &random) { perform(machine.withdrew(id)) }
        case 4, 5:
            guard let id = leased.randomElement(using: &random) else { return }
            leased.remove(id)
            perform(machine.returned(id, isUsable: .random(using: &random), at: now))
        case 6, 7:
            guard let id = opening.randomElement(using: &random) else { return }
            opening.remove(id)
            perform(
                Bool.random(using: &random)
                    ? machine.opened(id, at: now)
                    : machine.openFailed(id, .connectionFailed("x"), at: now))
        case 8:
            if let id = checking.randomElement(using: &random) {
                checking.remove(id)
                perform(machine.checked(id, isAlive: .random(using: &random), at: now))
            }
            if let id = closing.randomElement(using: &random) {
                closing.remove(id)
                perform(machine.closed(id))
            }
        default:
            if let id = leased.randomElement(using: &random), Bool.random(using: &random) {
                leased.remove(id)
                // The shell found it dead: its caller waits again, unless it withdrew meanwhile.
                returnCaller(of: id, isWithdrawn: .random(using: &random))
            } else {
                if let tick = machine.nextTick { now = max(now, tick) }
                perform(machine.ticked(at: now))
            }
        }
        check()
    }

    private var holders: [Int: Int] = [:]

    init(machine: PoolStateMachine, now: ContinuousClock.Instant) {
        self.machine = machine
        self.now = now
    }

    private mutating func returnCaller(of id: Int, isWithdrawn: Bool) {
        if let waiter = holders[id] {
            waiting.insert(waiter)
            if isWithdrawn {
                withdrawn.insert(waiter)
                perform(machine.withdrew(waiter))
            }
        }
        perform(machine.foundDead(id, at: now))
    }

    mutating func end() {
        perform(machine.close())
        for id in leased { perform(machine.returned(id, isUsable: true, at: now)) }
        for id in checking { perform(machine.checked(id, isAlive: true, at: now)) }
        for id in opening { perform(machine.openFailed(id, .cancelled, at: now)) }
        while let id = closing.popFirst() { perform(machine.closed(id)) }
        if !waiting.isEmpty { faults.append("callers without an answer: \(waiting)") }
        if !isFinished { faults.append("never finished") }
    }

    private mutating func perform(_ actions: [PoolStateMachine.Action]) {
        for action in actions {
            switch action {
            case .open(let id): opening.insert(id)
            case .check(let id): checking.insert(id)
            case .close(let id): if !opening.contains(id) { closing.insert(id) }
            case .finish: isFinished = true
            case .refuse(let waiter, _):
                if waiting.remove(waiter) == nil { faults.append("\(waiter) was refused, but did not wait") }
            case .lease(let id, let waiter):
                if waiting.remove(waiter) == nil { faults.append("\(waiter) was served, but did not wait") }
                if withdrawn.contains(waiter) { faults.append("\(waiter) was served, but had withdrawn") }
                if !leased.insert(id).inserted { faults.append("\(id) was leased twice") }
                holders[id] = waiter
            }
        }
    }

    private mutating func check() {
        let statistics = machine.statistics
        let total = statistics.leased + statistics.idle + statistics.opening
        if total > 3 { faults.append("\(total) connections") }
        if statistics.leased != leased.count { faults.append("\(statistics.leased) leased, not \(leased.count)") }
        if statistics.waiting != waiting.count { faults.append("\(statistics.waiting) wait, not \(waiting.count)") }
        if statistics.idle > checking.count, statistics.waiting > 0 { faults.append("idle while somebody waits") }
        // A timer that is due has something to do, once.
        var later = machine
        _ = later.ticked(at: now)
        if let tick = later.nextTick, tick <= now { faults.append("ticks without end") }
    }
}
