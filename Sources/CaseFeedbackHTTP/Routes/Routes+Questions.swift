import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird

extension Routes {
    /// Where each unit stands in each cycle.
    func wheel(_ request: Request, of organisation: OrganisationID) async throws -> Response {
        _ = try request.callerOrAnonymous()
        let parameters = try QueryParameters(of: request, known: ["asOf", "knownAt", "unit", "cycle"])
        let question = try request.question(of: organisation, parameters)
        let mark = try await installation.wheel.mark(question)
        if let mark, let bytes = wheelCache.bytes(for: question, at: mark) {
            return Response(
                bytes: bytes, type: Response.json, at: LogPosition(log: question.log, position: mark.position))
        }
        let answer = try await installation.wheel.answer(question)
        let document = WheelDocument(answer.content, from: answer.standpoint)
        let bytes = try document.bytes
        // The rows may have moved on since; then they are kept by whoever asks next.
        if let mark, mark.position == answer.standpoint.position.position {
            wheelCache.keep(bytes, for: question, at: mark)
        }
        return Response(bytes: bytes, type: Response.json, at: answer.standpoint.position)
    }

    /// The report matrix of a unit in a cycle. It shows people's words, so it asks who wants to see them.
    func matrix(_ request: Request, of organisation: OrganisationID) async throws -> Response {
        let caller = try request.caller()
        let parameters = try QueryParameters(of: request, known: ["cycle", "unit", "asOf", "knownAt"])
        _ = try parameters.required("cycle", as: Identifier.self)
        _ = try parameters.required("unit", as: Identifier.self)
        let answer = try await installation.matrix.answer(request.question(of: organisation, parameters))
        let texts = try await installation.matrix.reveal(answer, to: caller)
        return try Response(MatrixDocument(answer.content, texts: texts, from: answer.standpoint))
    }

    /// Who did what, when, on what; sentences are in the language of the request.
    func trail(_ request: Request, of organisation: OrganisationID) async throws -> Response {
        _ = try request.callerOrAnonymous()
        let parameters = try QueryParameters(
            of: request,
            known: [
                "asOf", "knownAt", "unit", "cycle", "child", "actor", "from", "to", "limit", "cursor", "order",
            ], repeatable: ["type"])
        let question = try request.question(of: organisation, parameters)
        let filter = AuditTrail(
            unit: question.unit, cycle: question.cycle, child: try parameters.value("child"),
            actor: parameters.text("actor"), types: Set(try parameters.values("type")),
            from: try parameters.value("from"), to: try parameters.value("to"))
        let page = TrailPage(
            after: try parameters.position("cursor", of: organisation),
            limit: try parameters.number("limit", in: 1...Limits.rowsMax, else: Limits.rowsDefault),
            isNewestFirst: try parameters.choice("order", of: ["oldest": false, "newest": true], else: false))
        let answer = try await installation.trail.answer(question, filter: filter, page: page)
        let language = request.language(else: language)
        var response = try Response(
            TrailDocument(
                answer.content.lines, in: language, next: answer.content.next?.description, from: answer.standpoint))
        response.headers[.contentLanguage] = language.rawValue
        return response
    }

    /// The summary of a finalised report for its committee, in which every text stands by its reference.
    func summaries(_ request: Request, of organisation: OrganisationID) async throws -> Response {
        _ = try request.callerOrAnonymous()
        let parameters = try QueryParameters(of: request, known: ["report", "asOf", "knownAt"])
        let material = try await installation.summaries.material(
            of: parameters.required("report"), in: request.question(of: organisation, parameters))
        return try Response(summary(of: material))
    }

    private func summary(of material: Answered<SummaryMaterial>) throws(Problem) -> CommitteeSummary {
        do throws(Refusal) {
            return try CommitteeSummary(
                cycle: material.content.cycle, unit: material.content.unit, from: material.standpoint,
                wheel: material.content.wheel, matrix: material.content.matrix, provenance: material.content.provenance)
        } catch {
            throw Problem(error)
        }
    }
}
