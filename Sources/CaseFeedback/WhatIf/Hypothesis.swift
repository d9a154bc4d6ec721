import CanonicalJSON
package import EventSourcing

/// Other instruments that a past cycle is replayed under: a matrix template, a consent rule, or both.
///
/// ```json
/// {"matrixTemplate": {"label": {"sv": "Prövad mall"}, "columns": [{"code": "…", "label": {"sv": "…"}, "kind": "other"}]},
///  "consentRule": {"bands": [{"fromAge": 0, "needs": ["guardian", "child"]}, {"fromAge": 15, "needs": ["child"]}]}}
/// ```
package struct Hypothesis: Decodable, Hashable, Sendable {
    package struct Template: Decodable, Hashable, Sendable {
        package let label: LocalizedLabel
        package let columns: [MatrixColumn]

        fileprivate var content: MatrixContent {
            MatrixContent(label: label, columns: columns, isNeutralDefault: false)
        }
    }

    package struct Rule: Decodable, Hashable, Sendable {
        package let bands: [ConsentBand]

        package var content: ConsentContent { ConsentContent(bands: bands, isNeutralDefault: false) }
    }

    package let matrixTemplate: Template?
    package let consentRule: Rule?

    /// - Throws: `nothing-supposed`, and what adopting such a template or rule would be refused for.
    package func check() throws(Refusal) {
        guard matrixTemplate != nil || consentRule != nil else { throw Refusal("nothing-supposed", field: "") }
        try matrixTemplate?.content.check(at: "/matrixTemplate")
        try consentRule?.content.check(at: "/consentRule")
    }

    /// The event as it would stand in a history in which the supposed template had been adopted, in place of every other.
    package func supposing(_ event: RecordedEvent) throws(UnreadableEvent) -> RecordedEvent {
        guard let template = matrixTemplate else { return event }
        switch event.type {
        case MatrixTemplateAdopted.type:
            let adopted = try event.decode(MatrixTemplateAdopted.self)
            return try event.holding(
                MatrixTemplateAdopted(
                    template: adopted.template, version: adopted.version, validFrom: adopted.validFrom,
                    label: template.label, columns: template.columns, isNeutralDefault: false))
        case ReportDraftStarted.type:
            let started = try event.decode(ReportDraftStarted.self)
            return try event.holding(
                ReportDraftStarted(
                    cycle: started.cycle, unit: started.unit, report: started.report, template: started.template,
                    templateVersion: started.templateVersion, columns: template.columns.map(\.code)))
        default:
            return event
        }
    }
}

extension RecordedEvent {
    /// The same event with another payload, of today's version.
    fileprivate func holding<Payload: EventPayload>(_ payload: Payload) throws(UnreadableEvent) -> RecordedEvent {
        var envelope = envelope
        envelope.schemaVersion = Payload.schemaVersion
        do throws(JSONFault) {
            return RecordedEvent(envelope: envelope, payload: try CanonicalEncoder().bytes(of: payload))
        } catch {
            throw UnreadableEvent(event: self, reason: .malformed("\(error)"))
        }
    }
}
