/// Where a child's participation stands after some of its turns: a small machine with one answer, so that no child is ever
/// counted twice or not at all.
struct Standing: Hashable, Sendable {
    /// What somebody who is asked has said last.
    enum Voice: Hashable, Sendable {
        case silent, yes, no, withdrawn
    }

    private(set) var child = Voice.silent
    private(set) var guardian = Voice.silent
    private var isSelected = false
    private var replyIsMissing = false
    private var isCancelled = false
    private var isInterrupted = false
    private var isHeld = false

    mutating func take(_ turn: ChildTurn.Kind) {
        switch turn {
        case .selected: isSelected = true
        case .invited:
            // Whoever is asked anew may answer anew. A withdrawal stands until the same voice says yes.
            if child == .no { child = .silent }
            if guardian == .no { guardian = .silent }
            replyIsMissing = false
        case .declinedByChild: answer { $0.child = .no }
        case .declinedByGuardian, .consentRefused: answer { $0.guardian = .no }
        case .replyMissing: replyIsMissing = true
        case .consentGiven: answer { $0.guardian = .yes }
        case .consentWithdrawn: answer { $0.guardian = .withdrawn }
        case .assentGiven: answer { $0.child = .yes }
        case .assentWithdrawn: answer { $0.child = .withdrawn }
        case .scheduled: isCancelled = false
        case .cancelled: isCancelled = true
        case .interrupted: isInterrupted = true
        case .held: isHeld = true
        }
    }

    private mutating func answer(_ change: (inout Standing) -> Void) {
        replyIsMissing = false
        change(&self)
    }

    /// An interview that took place is a fact that nothing takes back; what comes after it hides words, never the count.
    var outcome: Outcome? {
        guard isSelected else { return nil }
        if isHeld { return .held }
        if isInterrupted { return .interrupted }
        if child == .withdrawn || guardian == .withdrawn { return .withdrawn }
        if child == .no { return .declinedByChild }
        if guardian == .no { return .refusedByGuardian }
        if replyIsMissing { return .noReply }
        return isCancelled ? .cancelled : .pending
    }

    /// Whether those whom the rule asks have said yes, and nobody has said no.
    func isLive(by needed: ConsentNeeded) -> Bool { lacking(by: needed) == nil }

    /// The code of what stands in the way of speaking with the child.
    func lacking(by needed: ConsentNeeded) -> String? {
        if child == .withdrawn || guardian == .withdrawn { return "consent-withdrawn" }
        if child == .no { return "child-has-declined" }
        if guardian == .no { return "guardian-has-refused" }
        if needed.guardian, guardian != .yes { return "guardian-consent-not-given" }
        if needed.child, child != .yes { return "assent-not-given" }
        return nil
    }
}

/// Who must say yes before a child of some age is interviewed, by a version of the consent rule.
package struct ConsentNeeded: Hashable, Sendable {
    package let guardian: Bool
    package let child: Bool
    package let ruleVersion: Int

    /// For asking whether anybody has said no.
    static let nobody = ConsentNeeded(guardian: false, child: false, ruleVersion: 0)
}
