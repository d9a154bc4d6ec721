package import CanonicalJSON
package import EventSourcing

/// The unit's annual report: a draft until it is finalised, and never changed afterwards.
package struct Report: Codable, Hashable, Sendable {
    package let report: Identifier
    package let template: Identifier
    /// Kept, whatever the template becomes later.
    package let templateVersion: Int
    /// The template's columns in that version, in their order.
    package let columns: [Identifier]
    package let started: RecordedFact
    /// In the order of their writing; of two rows for one topic and aspect the later holds.
    package internal(set) var rows: [MatrixRow] = []
    package internal(set) var reviews: [Review] = []
    package internal(set) var finalised: RecordedFact?
    package internal(set) var registrations: [Registration] = []
    package internal(set) var submissions: [Submission] = []
    package internal(set) var corrections: [Correction] = []
    package internal(set) var officersReports: [RecordedFact] = []
    package internal(set) var presentations: [Presentation] = []

    /// The rows that hold, in the order of topics and aspects.
    package func currentRows(asOf: AsOf) -> [MatrixRow] {
        var latest: [String: MatrixRow] = [:]
        for row in rows.filter({ asOf.includes($0.fact) }).sorted(by: { $0.fact < $1.fact }) { latest[row.place] = row }
        return Topic.allCases.flatMap { topic in
            Aspect.allCases.compactMap { latest[MatrixRow.place(topic, $0)] }
        }
    }

    package func isFinalised(asOf: AsOf) -> Bool { finalised.map(asOf.includes) ?? false }

    package struct Review: Codable, Hashable, Sendable {
        package let isReturned: Bool
        package let fact: RecordedFact
    }

    package struct Registration: Codable, Hashable, Sendable {
        package let number: RegistrationNumber
        package let fact: RecordedFact
    }

    package struct Submission: Codable, Hashable, Sendable {
        package let committee: Identifier
        package let fact: RecordedFact
    }

    package struct Correction: Codable, Hashable, Sendable {
        package let text: TextReference
        package let topic: Topic?
        package let aspect: Aspect?
        package let fact: RecordedFact
    }

    package struct Presentation: Codable, Hashable, Sendable {
        package let committee: Identifier
        package let by: Identifier
        package let fact: RecordedFact
    }
}

extension Report.Presentation: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        by = try reader.field("by")
        committee = try reader.field("committee")
        fact = try reader.field("fact")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("by", by)
        writer.field("committee", committee)
        writer.field("fact", fact)
    }
}

extension Report.Correction: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.fieldIfPresent("aspect")
        fact = try reader.field("fact")
        text = try reader.field("text")
        topic = try reader.fieldIfPresent("topic")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("aspect", aspect)
        writer.field("fact", fact)
        writer.field("text", text)
        writer.fieldIfPresent("topic", topic)
    }
}

extension Report.Submission: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committee = try reader.field("committee")
        fact = try reader.field("fact")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("committee", committee)
        writer.field("fact", fact)
    }
}

extension Report.Registration: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        number = try reader.field("number")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("number", number)
    }
}

extension Report.Review: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        isReturned = try reader.field("isReturned")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("isReturned", isReturned)
    }
}

extension Report: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        columns = try reader.field("columns")
        corrections = try reader.field("corrections")
        finalised = try reader.fieldIfPresent("finalised")
        officersReports = try reader.field("officersReports")
        presentations = try reader.field("presentations")
        registrations = try reader.field("registrations")
        report = try reader.field("report")
        reviews = try reader.field("reviews")
        rows = try reader.field("rows")
        started = try reader.field("started")
        submissions = try reader.field("submissions")
        template = try reader.field("template")
        templateVersion = try reader.field("templateVersion")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("columns", columns)
        writer.field("corrections", corrections)
        writer.fieldIfPresent("finalised", finalised)
        writer.field("officersReports", officersReports)
        writer.field("presentations", presentations)
        writer.field("registrations", registrations)
        writer.field("report", report)
        writer.field("reviews", reviews)
        writer.field("rows", rows)
        writer.field("started", started)
        writer.field("submissions", submissions)
        writer.field("template", template)
        writer.field("templateVersion", templateVersion)
    }
}

/// A row of the matrix: general words on one topic and aspect, and what they rest on.
package struct MatrixRow: Codable, Hashable, Sendable {
    package let topic: Topic
    package let aspect: Aspect
    package let cells: [Cell]
    package let findings: [Identifier]
    package let proposals: [Identifier]
    package let fact: RecordedFact

    package struct Cell: Codable, Hashable, Sendable {
        package let column: Identifier
        package let text: TextReference
    }

    package var place: String { Self.place(topic, aspect) }
    static func place(_ topic: Topic, _ aspect: Aspect) -> String { "\(topic.rawValue)/\(aspect.rawValue)" }
}

extension MatrixRow.Cell: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        column = try reader.field("column")
        text = try reader.field("text")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("column", column)
        writer.field("text", text)
    }
}

extension MatrixRow: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        cells = try reader.field("cells")
        fact = try reader.field("fact")
        findings = try reader.field("findings")
        proposals = try reader.field("proposals")
        topic = try reader.field("topic")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("aspect", aspect)
        writer.field("cells", cells)
        writer.field("fact", fact)
        writer.field("findings", findings)
        writer.field("proposals", proposals)
        writer.field("topic", topic)
    }
}

extension Turn {
    func begunReport(_ report: Identifier) throws(Refusal) -> Report {
        guard let found = round.reports[report.text], asOf.includes(found.started) else {
            throw Refusal("report-not-begun", ["report": report.text], field: "/data/report")
        }
        return found
    }

    /// A report that may still be changed. Whatever the day: nothing is slipped into a finalised report as a late entry.
    func draft(_ report: Identifier) throws(Refusal) -> Report {
        let found = try begunReport(report)
        guard found.finalised == nil else {
            throw Refusal("report-finalised", ["report": report.text], field: "/data/report")
        }
        return found
    }

    func finalisedReport(_ report: Identifier) throws(Refusal) -> Report {
        let found = try begunReport(report)
        guard found.isFinalised(asOf: asOf) else {
            throw Refusal("report-not-finalised", ["report": report.text], field: "/data/report")
        }
        return found
    }
}
