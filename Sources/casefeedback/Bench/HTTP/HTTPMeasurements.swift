import CaseFeedbackService
import EventSourcing

extension Measurement {
    /// POSTs of commands of one log, against the same commands through the handler in process.
    static let httpAppend = Measurement(name: "http.append.128") { stage async throws(Failure) in
        [
            try await .postedCommands("ours", by: 128, on: stage),
            try await .handledCommands("raw", by: 128, on: stage),
        ]
    }

    /// The wheel of forty units, against a route that answers a constant.
    static let httpWheel = Measurement(name: "http.wheel.32") { stage async throws(Failure) in
        let log = try await stage.history(events: BenchScale.oneCycleOfEvents)[0]
        try await asFailure { () async throws(Problem) in try await stage.installation.catchUp(log.organisation) }
        let server = try await BenchServer(stage.installation, logger: stage.logger)
        return [
            .gets("ours", of: "/v1/organisations/\(log.organisation)/wheel", by: 32, to: server),
            .gets("raw", of: "/livez", by: 32, to: server),
        ]
    }
}
