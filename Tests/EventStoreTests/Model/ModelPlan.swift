import EventSourcing
import EventStore
import TestSupport

/// What is done in each round: drawn from the seed and the round's number, never from what happened.
struct ModelPlan: Sendable {
    /// Two logs of one organisation, and one each of two others; all positions and ids may be the same.
    static let logs = [
        OrganisationID.gothenburg.cases, OrganisationID.gothenburg.access, OrganisationID.kungsbacka.cases,
        OrganisationID.harryda.cases,
    ]
    static let processes = 3

    let seed: UInt64
    /// Whether the server is killed and its clock stepped; that takes a cluster of its own.
    var killsServer = false

    func round(_ number: Int) -> [ModelStep] {
        var draw = ModelDraw(plan: self, round: number)
        // The last log is opened by whoever comes upon it.
        if number == 0 { return (0..<3).map { .send(draw.opening(of: $0, place: $0), copies: 2, isAnswerLost: false) } }
        return (0..<draw.integer(4...10)).map { draw.step($0) }
    }

    /// The id of a command by the place where it is drawn, so that later rounds can name it.
    func id(round: Int, place: Int) -> UUIDValue {
        var generator = SeededGenerator(seed: seed ^ (UInt64(round) << 20 | UInt64(place)) &* 0xD6E8_FEB8_6659_FD93)
        return UUIDValue(
            version7At: Instant(microsecondsSince1970: 1_500_000_000_000_000),
            random: (generator.next(), generator.next()))
    }
}

extension OrganisationID {
    static let harryda: OrganisationID = {
        do { return try OrganisationID("1401") } catch { preconditionFailure("1401 is a code") }
    }()
}

/// Draws the steps of one round.
private struct ModelDraw {
    let plan: ModelPlan
    let round: Int
    private var generator: SeededGenerator
    private var isKilled = false

    init(plan: ModelPlan, round: Int) {
        self.plan = plan
        self.round = round
        generator = SeededGenerator(seed: plan.seed &+ UInt64(round) &* 0x9FB2_1C65_1E98_DF25)
    }

    mutating func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
    private mutating func happens(_ percent: Int) -> Bool { integer(1...100) <= percent }
    private mutating func log() -> Int { integer(0...ModelPlan.logs.count - 1) }
    private mutating func process() -> Int { integer(0...ModelPlan.processes - 1) }

    mutating func step(_ place: Int) -> ModelStep {
        switch integer(1...100) {
        case ...4:
            let log = log()
            return .burst((0..<40).map { command(place * 100 + 1_000 + $0, log: log) }, process: process())
        case ...52:
            let copies = happens(12) ? integer(2...5) : 1
            return .send(command(place), copies: copies, isAnswerLost: happens(15))
        case ...62:
            let commands = batch(place, to: log())
            let head: ModelHead = happens(50) ? .anywhere : happens(70) ? .current : .behind
            return .sendAll(commands, head: head, isInBulk: happens(50), process: process())
        case ...70: return .resend(id: earlierID(), log: log(), process: process())
        case ...82: return .read(log: log(), limit: integer(1...60), process: process())
        case ...90: return .follow(log: log(), process: process())
        case ...94: return .rebuild(log: log(), process: process())
        case ...98 where plan.killsServer && !isKilled && happens(40):
            isKilled = true
            return .killServer(afterMilliseconds: integer(0...120))
        case ...99 where plan.killsServer && happens(30): return .stepClock(seconds: integer(-2...2) * 10)
        default: return .endBackends([.appender, .projector, .reader, .claim][integer(0...3)])
        }
    }

    mutating func opening(of log: Int, place: Int) -> ModelCommand {
        ModelCommand(
            id: plan.id(round: round, place: place), log: log, process: process(), drafts: [draft()],
            expectation: .anything, opensLog: true)
    }

    /// Some of them stand in it twice. Half of the batches ask for nothing but their place.
    private mutating func batch(_ place: Int, to log: Int) -> [ModelCommand] {
        var commands: [ModelCommand] = []
        let isConditional = happens(50)
        for number in 0..<integer(2...6) {
            let isRepeated = !commands.isEmpty && happens(12)
            commands.append(
                isRepeated
                    ? commands[integer(0...commands.count - 1)]
                    : command(place * 10 + 100 + number, log: log, isInBatch: true))
            if !isConditional { commands[number].expectation = .anything }
        }
        return commands
    }

    private mutating func command(_ place: Int, log: Int? = nil, isInBatch: Bool = false) -> ModelCommand {
        let log = log ?? self.log()
        let opens = !isInBatch && log == 3 && happens(20)
        if opens { return opening(of: log, place: place) }
        var command = ModelCommand(
            id: happens(isInBatch ? 10 : 4) ? earlierID() : plan.id(round: round, place: place), log: log,
            process: process(),
            drafts: (0..<integer(1...3)).map { _ in draft() },
            expectation: isInBatch ? (happens(70) ? .anything : happens(50) ? .current : .behind) : expectation())
        if !isInBatch, happens(5) { command.fault = [.tooLarge, .badRow, .inFuture, .clockAhead][integer(0...3)] }
        return command
    }

    private mutating func draft() -> ModelCommand.Draft {
        .init(notebook: ["a", "b", "c"][integer(0...2)], number: integer(0...9), isSecret: happens(10))
    }

    private mutating func expectation() -> ModelCommand.Expectation {
        switch integer(1...100) {
        case ...40: .anything
        case ...70: .current
        case ...76: .absent
        case ...82: .behind
        case ...86: .ahead
        default: .nothingNew(back: Int64(integer(0...3)))
        }
    }

    /// Of this organisation's or of another's: an id means something within one organisation only.
    private mutating func earlierID() -> UUIDValue {
        plan.id(round: max(0, round - integer(0...6)), place: integer(0...9))
    }
}
