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

    func run(_ organisations: [OrganisationID]) async throws(Failure) -> [RebuiltProjection] {
        let heads = try await storeFailure { () async throws(StoreError) in try await installation.log.heads() }
        let found = organisations.map { ($0, heads[LogID(organisation: $0, kind: .cases)]?.value ?? 0) }
        let largestFirst = found.filter { heads[LogID(organisation: $0.0, kind: .cases)] != nil }
            .sorted { $0.1 > $1.1 }.map(\.0)
        let label = projections.count == 1 ? projections[0].name : "rebuild"
        let bar = ProgressBar(label, of: found.reduce(0) { $0 + $1.1 }, on: console)
        defer { bar.finish() }
        let done = ProgressOfMany()
        let logsAtOnce = min(
            largestFirst.count, ProcessInfo.processInfo.activeProcessorCount, Self.logsAtOnceMax)
        let states = RebuildMemory.states(of: memory, logs: logsAtOnce)
        var rebuilt: [RebuiltProjection] = []
        var failure: Failure?
        await withTaskGroup(of: Result<[RebuiltProjection], Failure>.self) { group in
            var waiting = largestFirst[...]
            func startNext() {
                guard !Task.isCancelled, let organisation = waiting.popFirst() else { return }
                group.addTask {
                    let settings = RebuildSettings(
                        memory: states, progress: { bar.show(done.update(organisation, $0.value)) })
                    return await rebuild(organisation, settings)
                }
            }
            for _ in 0..<logsAtOnce { startNext() }
            while let outcome = await group.next() {
                switch outcome {
                case .success(let projections): rebuilt += projections
                case .failure(let error): failure = failure ?? error
                }
                startNext()
            }
        }
        if let failure { throw failure }
        return rebuilt.sorted { ($0.organisation, $0.projection) < ($1.organisation, $1.projection) }
    }

    private func rebuild(
        _ organisation: OrganisationID, _ settings: RebuildSettings
    ) async -> Result<[RebuiltProjection], Failure> {
        do throws(Failure) {
            let outcomes = try await storeFailure { () async throws(StoreError) in
                isDryRun
                    ? try await installation.runner.compare(projections, of: organisation, settings: settings)
                    : try await installation.runner.rebuild(projections, of: organisation, settings: settings)
            }
            var rebuilt: [RebuiltProjection] = []
            for outcome in outcomes {
                let report = try await storeFailure { () async throws(StoreError) in try outcome.result.get() }
                rebuilt.append(RebuiltProjection(organisation, report, isReplaced: !isDryRun))
            }
            return .success(rebuilt)
        } catch {
            return .failure(error)
        }
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
