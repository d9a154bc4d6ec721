package import CanonicalJSON
package import EventSourcing

/// A child in one round: everything that happened between the selection and the interview, in the order of the days.
package struct SelectedChild: Codable, Hashable, Sendable {
    package let child: ChildReference
    package internal(set) var fact: RecordedFact
    package internal(set) var ageBand: AgeBand
    package internal(set) var service: Identifier
    package internal(set) var caseStatus: CaseStatus
    package internal(set) var interviewers: [InterviewerAssignment] = []
    package internal(set) var feedback: [RecordedFact] = []
    /// Sorted by `RecordedFact`'s order.
    package private(set) var turns: [ChildTurn] = []

    mutating func add(_ kind: ChildTurn.Kind, _ fact: RecordedFact) {
        let place = turns.firstIndex { $0.fact > fact } ?? turns.endIndex
        turns.insert(ChildTurn(kind: kind, fact: fact), at: place)
    }

    package func interviewer(asOf: AsOf) -> Identifier? {
        interviewers.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }?.interviewer
    }

    /// What had become of the selection by then; nothing before it was made.
    package func outcome(asOf: AsOf) -> Outcome? {
        var standing = Standing()
        for turn in turns where asOf.includes(turn.fact) { standing.take(turn.kind) }
        return standing.outcome
    }

    /// Why a fact that is recorded should not have been, by everything known today, and the turn that makes it so.
    func objection(to fact: RecordedFact) -> (code: String, turn: ChildTurn)? {
        var standing = Standing()
        var objection: (code: String, turn: ChildTurn)?
        for turn in turns where turn.fact.precedes(fact) {
            standing.take(turn.kind)
            let code = standing.lacking(by: .nobody)
            if code != objection?.code { objection = code.map { ($0, turn) } }
        }
        return objection
    }

    /// Whether somebody has ever said no: without one there is no objection to anything.
    var mayObject: Bool {
        turns.contains {
            switch $0.kind {
            case .declinedByChild, .declinedByGuardian, .consentRefused, .consentWithdrawn, .assentWithdrawn: true
            case .selected, .invited, .replyMissing, .consentGiven, .assentGiven, .scheduled, .cancelled, .interrupted,
                .held:
                false
            }
        }
    }

    /// Where it stands by all that is known, whatever its day.
    var standing: Standing {
        var standing = Standing()
        for turn in turns { standing.take(turn.kind) }
        return standing
    }

    /// What child and guardian had said, when something of that time is decided about.
    func standing(at occurred: Occurrence) -> Standing {
        var standing = Standing()
        for turn in turns where turn.fact.stands(at: occurred) { standing.take(turn.kind) }
        return standing
    }

    /// All withdrawals that are known, whatever their day.
    package var withdrawals: [ChildTurn] {
        turns.filter { $0.kind == .consentWithdrawn || $0.kind == .assentWithdrawn }
    }
}

extension SelectedChild: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        ageBand = try reader.field("ageBand")
        caseStatus = try reader.field("caseStatus")
        child = try reader.field("child")
        fact = try reader.field("fact")
        feedback = try reader.field("feedback")
        interviewers = try reader.field("interviewers")
        service = try reader.field("service")
        turns = try reader.field("turns")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("ageBand", ageBand)
        writer.field("caseStatus", caseStatus)
        writer.field("child", child)
        writer.field("fact", fact)
        writer.field("feedback", feedback)
        writer.field("interviewers", interviewers)
        writer.field("service", service)
        writer.field("turns", turns)
    }
}

/// One step on the way from selection to interview.
package struct ChildTurn: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CanonicalForm {
        case selected
        case invited
        case declinedByChild = "declined-by-child"
        case declinedByGuardian = "declined-by-guardian"
        case replyMissing = "reply-missing"
        case consentGiven = "consent-given"
        case consentRefused = "consent-refused"
        case consentWithdrawn = "consent-withdrawn"
        case assentGiven = "assent-given"
        case assentWithdrawn = "assent-withdrawn"
        case scheduled
        case cancelled
        case interrupted
        case held
    }

    package let kind: Kind
    package let fact: RecordedFact
}

extension ChildTurn: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        kind = try reader.field("kind")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("kind", kind)
    }
}

package struct InterviewerAssignment: Codable, Hashable, Sendable {
    package let interviewer: Identifier
    package let fact: RecordedFact
}

extension InterviewerAssignment: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        interviewer = try reader.field("interviewer")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("interviewer", interviewer)
    }
}
