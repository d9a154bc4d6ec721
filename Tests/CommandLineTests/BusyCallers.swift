import CaseFeedbackService
import EventSourcing
import Foundation
import TestSupport

@testable import casefeedback

/// Eight callers who keep a server busy over HTTP until they are told to stop, one half appending, the other reading.
final class BusyCallers: Sendable {
    /// What some of them did.
    struct Outcome: Sendable {
        var latencies: [Duration] = []
        /// An answer that was none, or none at all: it ended them.
        var failure: String?

        var longest: Duration { latencies.max() ?? .zero }
    }

    /// Of each half.
    private static let count = 4
    private static let requestsAtOnce = 2

    private let organisation: OrganisationID
    private let history: SyntheticHistory
    private let isDone = Shared(false)
    private let port: Int

    init(of history: SyntheticHistory, port: Int) {
        self.history = history
        organisation = history.organisation
        self.port = port
    }

    func stop() { isDone.value = true }

    func append() async -> Outcome {
        await ask(expecting: "201") { [self] in
            let body = command()
            return Array(
                """
                POST /v1/organisations/\(organisation)/commands HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                Casefeedback-Caller: \(SyntheticEvent.caller.identity)\r
                Casefeedback-Role: \(SyntheticEvent.caller.role)\r
                Casefeedback-Ground: \(SyntheticEvent.caller.ground)\r
                Content-Length: \(body.count)\r
                \r

                """.utf8) + body
        }
    }

    func read() async -> Outcome {
        await ask(expecting: "200") { [self] in
            let (cycle, unit) = round()
            let questions = [
                "wheel?cycle=\(cycle)&unit=\(unit)", "matrix?cycle=\(cycle)&unit=\(unit)", "trail?limit=20",
            ]
            let question = questions.randomElement() ?? ""
            return Array(
                """
                GET /v1/organisations/\(organisation)/\(question) HTTP/1.1\r
                Host: 127.0.0.1\r
                Casefeedback-Caller: \(SyntheticEvent.caller.identity)\r
                Casefeedback-Role: \(SyntheticEvent.caller.role)\r
                Casefeedback-Ground: \(SyntheticEvent.caller.ground)\r
                \r

                """.utf8)
        }
    }

    /// What can be done in every round at any time.
    private func command() -> [UInt8] {
        let (cycle, unit) = round()
        return Array(
            #"{"id":"\#(UUIDValue.random())","type":"note-gap","organisation":"\#(organisation)","occurredOn":"2025-06-15","synthetic":[""],"data":{"cycle":"\#(cycle)","text":"De yngsta hörs inte.","unit":"\#(unit)"}}"#
                .utf8)
    }

    private func round() -> (cycle: String, unit: String) {
        let (cycle, unit) = (Int.random(in: 0..<history.cycleCount), Int.random(in: 0..<history.unitCount))
        return ((try? history.cycle(cycle).text) ?? "", (try? history.unit(unit).text) ?? "")
    }

    private func ask(expecting status: String, _ next: @Sendable @escaping () -> [UInt8]) async -> Outcome {
        await withCheckedContinuation { continuation in
            // It blocks, so it has a thread of its own.
            Thread { [isDone, port] in
                var outcome = Outcome()
                do throws(Failure) {
                    let load = try HTTPLoad(connections: Self.count, port: port)
                    while !isDone.value {
                        let requests = (0..<Self.count).map { _ in (0..<Self.requestsAtOnce).map { _ in next() } }
                        outcome.latencies += try load.run(requests, expecting: status)
                        // A server that is never at rest is never at the head, where what is built is compared.
                        usleep(100_000)
                    }
                } catch {
                    outcome.failure = "\(error.problem.code) \(error.problem.parameters)"
                }
                continuation.resume(returning: outcome)
            }.start()
        }
    }
}
