import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Synchronization

/// How much of `--memory` the states that a rebuild holds may take, as they are estimated.
enum RebuildMemory {
    /// In MiB: with less there is no room beside the program itself.
    static let range = 96...65_536
    /// What the program takes without any state.
    private static let program = 64

    /// In bytes, for each of some logs that are rebuilt at once.
    ///
    /// A fourth of it is left for what they are written and read through, and for what no estimate sees.
    static func states(of memory: Int, logs: Int) -> Int { (memory - program) << 20 / max(1, logs) * 3 / 4 }
}

/// The rebuild of some organisations: as many at a time as there are processors, the largest log first.
struct RebuildWork: Sendable {
    let projections: [any StoredProjection]
    let isDryRun: Bool
    let memory: Int
    let installation: Installation
    let console: Console

    /// A rebuild takes two connections, and one for each projection.
    private static let logsAtOnceMax = 4

    func run(_ organisations: [OrganisationID]) async throws(Failure) -> RebuildAnswer {
        let heads = try await storeFailure { () async throws(StoreError) in try await installation.log.heads() }
        let found = organisations.map { ($0, heads[LogID(organisation: $0, kind: .cases)]?.value ?? 0) }
        let largestFirst = found.filter { heads[LogID(organisation: $0.0, kind: .cases)] != nil }
            .sorted { $0.1 > $1.1 }.map(\.0)
        let label = projections.count == 1 ? projections[0].name : "rebuild"
        let bar = ProgressBar(label, of: found.reduce(0) { $0 + $1.1 }, on: console)
        defer { bar.finish() }
        let done = ProgressOfMany()
        let phases = PhasesOfMany()
        let logsAtOnce = min(
            largestFirst.count, ProcessInfo.processInfo.activeProcessorCount, Self.logsAtOnceMax)
        let states = RebuildMemory.states(of: memory, logs: logsAtOnce)
        var answer = RebuildAnswer()
        await withTaskGroup(of: RebuildAnswer.self) { group in
            var waiting = largestFirst[...]
            func startNext() {
                guard !Task.isCancelled, let organisation = waiting.popFirst() else { return }
                group.addTask {
                    let settings = RebuildSettings(
                        memory: states, progress: { bar.show(done.update(organisation, $0.value)) },
                        begins: { phase in
                            if let named = phases.begins(phase, of: organisation) { bar.show(named.words) }
                        })
                    let head = heads[LogID(organisation: organisation, kind: .cases)] ?? .beginning
                    return await rebuild(organisation, to: head, settings)
                }
            }
            for _ in 0..<logsAtOnce { startNext() }
            while let part = await group.next() {
                answer.add(part)
                startNext()
            }
            for organisation in waiting { answer.leave(projections, of: organisation) }
        }
        return answer
    }

    private func rebuild(
        _ organisation: OrganisationID, to head: Position, _ settings: RebuildSettings
    ) async -> RebuildAnswer {
        var answer = RebuildAnswer()
        do throws(StoreError) {
            let outcomes =
                isDryRun
                ? try await installation.runner.compare(projections, of: organisation, settings: settings)
                : try await installation.runner.rebuild(projections, of: organisation, settings: settings)
            for outcome in outcomes {
                do throws(StoreError) {
                    let report = try outcome.result.get()
                    answer.rebuilt.append(RebuiltProjection(organisation, report, isReplaced: !isDryRun, head: head))
                    if isDryRun { try await requireReadable(organisation, from: report, to: head) }
                } catch {
                    answer.failed.append(FailedProjection(organisation, outcome.projection, Failure(error)))
                }
            }
        } catch {
            answer.failed += projections.map { FailedProjection(organisation, $0.name, Failure(error)) }
        }
        return answer
    }

    /// A dry run compares where what is served stands: what a rebuild would stop before may be behind that.
    private func requireReadable(
        _ organisation: OrganisationID, from report: RebuildReport, to head: Position
    ) async throws(StoreError) {
        guard let projection = projections.first(where: { $0.name == report.projection }) else { return }
        let unreadable = try await installation.log.firstUnreadable(
            by: projection, of: LogID(organisation: organisation, kind: .cases), after: report.position, to: head)
        if let unreadable { throw .unreadable(unreadable) }
    }
}

/// How far several logs have come together.
private final class ProgressOfMany: Sendable {
    private let done = Mutex<[OrganisationID: Int64]>([:])

    func update(_ organisation: OrganisationID, _ position: Int64) -> Int64 {
        done.withLock { done in
            done[organisation] = position
            return done.values.reduce(0, +)
        }
    }
}

/// What several logs are at together: folding is what is counted, and hides the rest.
final class PhasesOfMany: Sendable {
    private let phases = Mutex<[OrganisationID: RebuildPhase]>([:])

    /// What is to be named now that one begins with a phase; nothing while something is folded.
    func begins(_ phase: RebuildPhase, of organisation: OrganisationID) -> RebuildPhase? {
        phases.withLock { phases in
            phases[organisation] = phase
            if phases.values.contains(.folding) { return nil }
            return phases.values.contains(.clearing) ? .clearing : .comparing
        }
    }
}

extension RebuildPhase {
    fileprivate var words: Sentence {
        switch self {
        case .clearing: Sentence(sv: "tar bort det som inte längre visas", en: "removing what is no longer shown")
        case .folding: Sentence(sv: "räknar", en: "counting")
        case .comparing: Sentence(sv: "jämför med det som visas", en: "comparing with what is shown")
        }
    }
}
