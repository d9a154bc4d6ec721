import EventSourcing

/// What the cells of one matrix are made of, as of a day.
struct MatrixMaterial {
    let round: Round
    let report: Report?
    let asOf: AsOf
    private let rows: [String: MatrixRow]
    /// By topic and aspect, since a round has very many statements, and what is asked of them for every cell.
    private let statements: [[Statements.Outline]]
    /// Those that had been proposed by then and were not rejected, by topic and aspect.
    private let findings: [[Finding]]
    private let proposals: [Proposal]
    /// Without a withdrawal a statement is hidden only by its own retraction.
    private let hasWithdrawals: Bool

    init(round: Round, report: Report?, asOf: AsOf) {
        self.round = round
        self.report = report
        self.asOf = asOf
        rows = Dictionary(
            (report?.currentRows(asOf: asOf) ?? []).map { ($0.place, $0) }, uniquingKeysWith: { $1 })
        statements = Self.byPlace(round.statements.outlines.lazy.filter { asOf.includes($0.fact) }) {
            ($0.topic, $0.aspect)
        }
        findings = Self.byPlace(
            round.findings.values.lazy.filter {
                asOf.includes($0.fact) && $0.judgement(asOf: asOf)?.isAccepted != false
            }
        ) { ($0.topic, $0.aspect) }
        proposals = round.standingProposals(asOf: asOf)
        hasWithdrawals = round.children.values.contains { !$0.withdrawals.isEmpty }
    }

    private static func byPlace<Item>(
        _ items: some Sequence<Item>, _ place: (Item) -> (Topic, Aspect)
    ) -> [[Item]] {
        var groups = Array(repeating: [Item](), count: Topic.allCases.count * Aspect.allCases.count)
        for item in items {
            let (topic, aspect) = place(item)
            groups[index(topic, aspect)].append(item)
        }
        return groups
    }

    private static func index(_ topic: Topic, _ aspect: Aspect) -> Int {
        (Topic.allCases.firstIndex(of: topic) ?? 0) * Aspect.allCases.count
            + (Aspect.allCases.firstIndex(of: aspect) ?? 0)
    }

    func cell(_ topic: Topic, _ aspect: Aspect, _ column: MatrixColumn, settledBy template: RecordedFact?) -> MatrixCell
    {
        let row = rows[MatrixRow.place(topic, aspect)]
        let written = row?.cells.first { $0.column == column.code }
        var origin = CellOrigin()
        if let row, written != nil {
            origin.add(row.fact.position, .row)
            cite(row, for: column.kind, in: &origin)
        } else {
            gather(topic, aspect, for: column.kind, in: &origin)
        }
        if written != nil { settle(topic, aspect, column.code, in: &origin) }
        if let template { origin.settledBy.insert(template.position) }
        let sources = origin.sources
        return MatrixCell(
            topic: topic, aspect: aspect, column: column.code, text: written?.text, sources: sources,
            settledBy: origin.settledBy.subtracting(sources.lazy.map(\.position)).sorted())
    }

    /// What a written row says that it rests on, as far as it concerns the column.
    private func cite(_ row: MatrixRow, for kind: ColumnKind, in origin: inout CellOrigin) {
        for finding in row.findings.compactMap({ round.findings[$0.text] }) where kind.concerns(finding.kind) {
            add(finding, to: &origin)
        }
        guard kind.takesProposals else { return }
        for proposal in row.proposals { add(proposal: proposal, to: &origin) }
    }

    /// What there is to write from: statements, findings that nobody rejected, and proposals that stand.
    private func gather(_ topic: Topic, _ aspect: Aspect, for kind: ColumnKind, in origin: inout CellOrigin) {
        if kind.takesStatements {
            for outline in statements[Self.index(topic, aspect)] { add(outline, to: &origin) }
        }
        let findings = findings[Self.index(topic, aspect)]
        for finding in findings where kind.concerns(finding.kind) { add(finding, to: &origin) }
        guard kind.takesProposals else { return }
        let names = Set(findings.map(\.finding))
        for proposal in proposals where !names.isDisjoint(with: proposal.findings) {
            add(proposal: proposal.proposal, to: &origin)
        }
    }

    private func add(_ outline: Statements.Outline, to origin: inout CellOrigin) {
        guard asOf.includes(outline.fact) else { return }
        guard hasWithdrawals || outline.isTouched else { return origin.add(outline.fact.position, .statement) }
        let statement = round.statements[outline]
        let hiding = round.hiding(of: statement).map {
            MatrixSource.Hiding(ground: $0.ground, on: $0.fact.day, position: $0.fact.position)
        }
        origin.add(statement.fact.position, .statement, hidden: hiding)
        origin.settledBy.formUnion(statement.corrections.map(\.fact.position))
        if let hiding { origin.settledBy.insert(hiding.position) }
    }

    private func add(_ finding: Finding, to origin: inout CellOrigin) {
        guard asOf.includes(finding.fact) else { return }
        origin.add(finding.fact.position, .finding)
        let facts = finding.judgements.map(\.fact) + (finding.strengthConfirmed.map { [$0] } ?? [])
        origin.settledBy.formUnion(facts.filter(asOf.includes).map(\.position))
        for statement in finding.statements {
            if let outline = round.statements.outline(of: statement.text) { add(outline, to: &origin) }
        }
    }

    /// With what it was merged from, and with the findings that it rests on.
    private func add(proposal name: Identifier, to origin: inout CellOrigin) {
        guard let proposal = round.proposals[name.text], asOf.includes(proposal.fact),
            !origin.holds(proposal.fact.position)
        else { return }
        origin.add(proposal.fact.position, .proposal)
        let endings = [proposal.withdrawn, proposal.mergedInto].compactMap { $0?.fact }.filter(asOf.includes)
        origin.settledBy.formUnion(endings.map(\.position))
        for finding in proposal.findings.compactMap({ round.findings[$0.text] }) { add(finding, to: &origin) }
        for merged in proposal.mergedFrom { add(proposal: merged, to: &origin) }
    }

    /// Earlier wordings of the cell, and what made the last one final.
    private func settle(_ topic: Topic, _ aspect: Aspect, _ column: Identifier, in origin: inout CellOrigin) {
        guard let report else { return }
        let wordings = report.rows.filter { row in
            row.topic == topic && row.aspect == aspect && row.cells.contains { $0.column == column }
        }
        let corrections = report.corrections.filter {
            ($0.topic ?? topic) == topic && ($0.aspect ?? aspect) == aspect
        }
        let facts = wordings.map(\.fact) + corrections.map(\.fact) + (report.finalised.map { [$0] } ?? [])
        origin.settledBy.formUnion(facts.filter(asOf.includes).map(\.position))
    }
}

/// The events behind one cell.
private struct CellOrigin {
    /// As they came; some more than once, and then the same.
    private var added: [MatrixSource] = []
    var settledBy: Set<Position> = []

    mutating func add(_ position: Position, _ kind: MatrixSource.Kind, hidden: MatrixSource.Hiding? = nil) {
        added.append(MatrixSource(position: position, kind: kind, hidden: hidden))
    }

    func holds(_ position: Position) -> Bool { added.contains { $0.position == position } }

    /// Each once, by position. Statements come in that order.
    var sources: [MatrixSource] {
        var isAscending = true
        for index in added.indices.dropFirst() where added[index - 1].position >= added[index].position {
            isAscending = false
            break
        }
        if isAscending { return added }
        var sources: [MatrixSource] = []
        for source in added.sorted(by: { $0.position < $1.position }) where sources.last?.position != source.position {
            sources.append(source)
        }
        return sources
    }
}

extension ColumnKind {
    /// Whether a finding of that kind belongs in the column.
    fileprivate func concerns(_ finding: FindingKind) -> Bool {
        switch self {
        case .strength: finding == .strength
        case .developmentArea: finding == .development
        case .experience, .proposal, .other: true
        }
    }

    /// Whether statements that no finding cites are material for it.
    fileprivate var takesStatements: Bool { self == .experience || self == .other }

    fileprivate var takesProposals: Bool { self == .proposal || self == .other }
}
