import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird

extension Routes {
    /// Records a command, or the commands of all lines or none of them: 201 with an outcome for each, now and whenever they
    /// are sent again.
    func commands(_ request: Request, of organisation: OrganisationID) async throws -> Response {
        let format = try request.commandsFormat()
        let caller = try request.caller()
        let sent = try CommandsInRequest(reading: try await request.bytes(), as: format)
        try sent.check(organisation: organisation, idempotencyKey: request.headers[.idempotencyKey])
        let outcomes = try await record(sent, by: caller, as: format)
        let log = LogID(organisation: organisation, kind: .cases)
        let last = outcomes.map(\.reached.position).max() ?? .beginning
        let bytes = outcomes.map { canonicalBytes(of: OutcomeDocument($0)) }
        return Response(
            .created, bytes: format == .single ? Array(bytes.joined()) : bytes.flatMap { $0 + [UInt8(ascii: "\n")] },
            type: format == .single ? Response.json : Response.lines, at: LogPosition(log: log, position: last))
    }

    private func record(
        _ sent: CommandsInRequest, by caller: Caller, as format: CommandsFormat
    ) async throws(Problem) -> [CommandOutcome] {
        if format == .single, let command = sent.commands.first {
            do throws(Problem) { return [try await installation.commands.handle(command, by: caller)] } catch {
                throw sent.place(error, ofCommand: 0)
            }
        }
        do throws(BatchProblem) { return try await installation.commands.handle(all: sent.commands, by: caller) } catch
        {
            throw sent.place(error.problem, ofCommand: error.index)
        }
    }
}
