package import EventSourcing

extension ReportMatrix {
    /// The matrices as they were on a day, of every unit that took part by then, by cycle and unit.
    package static func answers(asOf: AsOf, from states: [String: MatrixState]) -> [MatrixAnswer] {
        states.values.compactMap { $0.round.enrolment }
            .sorted { ($0.cycle, $0.unit) < ($1.cycle, $1.unit) }
            .compactMap { answer(cycle: $0.cycle, unit: $0.unit, asOf: asOf, from: states) }
    }

    /// One matrix; nothing before the unit was enrolled.
    package static func answer(
        cycle: Identifier, unit: Identifier, asOf: AsOf, from states: [String: MatrixState]
    ) -> MatrixAnswer? {
        guard let round = states[roundKey(cycle: cycle, unit: unit)]?.round, let enrolment = round.enrolment,
            asOf.includes(enrolment.fact)
        else { return nil }
        let report = round.reports.values.filter { asOf.includes($0.started) }
            .min { $0.started.position < $1.started.position }
        let template = report?.template ?? enrolment.template
        let versions = states[templateKey(template)]?.template.versions
        let version = report.map { versions?.version(numbered: $0.templateVersion) } ?? versions?.version(asOf: asOf)
        let columns = columns(of: report, version: version?.content)
        let material = MatrixMaterial(round: round, report: report, asOf: asOf)
        return MatrixAnswer(
            cycle: enrolment.cycle, unit: enrolment.unit, report: report?.report, state: report?.state(asOf: asOf),
            template: template, templateVersion: report?.templateVersion ?? version?.number,
            templateLabel: version?.content.label, isNeutralDefault: version?.content.isNeutralDefault ?? false,
            columns: columns,
            cells: Topic.allCases.flatMap { topic in
                Aspect.allCases.flatMap { aspect in
                    columns.map { material.cell(topic, aspect, $0, settledBy: version?.fact) }
                }
            },
            corrections: (report?.corrections ?? []).filter { asOf.includes($0.fact) }.map {
                MatrixCorrection(topic: $0.topic, aspect: $0.aspect, text: $0.text, on: $0.fact.day)
            },
            grounds: MatrixGrounds(
                enrolled: enrolment.fact.position, started: report?.started.position,
                settled: report?.settled(asOf: asOf) ?? [], adopted: version?.fact.position))
    }

    /// The columns that the report keeps, with the labels of its version; a fold is total, so a version that isn't known
    /// leaves the codes.
    private static func columns(of report: Report?, version: MatrixContent?) -> [MatrixColumn] {
        guard let report else { return version?.columns ?? [] }
        return report.columns.compactMap { code in
            version?.column(code)
                ?? (try? Label(code.text)).map { MatrixColumn(code: code, label: LocalizedLabel(sv: $0), kind: .other) }
        }
    }
}

extension Report {
    package func state(asOf: AsOf) -> ReportState {
        if submissions.contains(where: { asOf.includes($0.fact) }) { return .submitted }
        return isFinalised(asOf: asOf) ? .finalised : .draft
    }

    /// What made it more than a draft.
    fileprivate func settled(asOf: AsOf) -> [Position] {
        ((finalised.map { [$0] } ?? []) + submissions.map(\.fact)).filter(asOf.includes).map(\.position).sorted()
    }
}

extension Versions {
    /// The version in force; for `now` the last one that is adopted, whatever its day.
    package func version(asOf: AsOf) -> Version? {
        all.filter { asOf.includes($0.validFrom) }.max { ($0.validFrom, $0.number) < ($1.validFrom, $1.number) }
    }
}
