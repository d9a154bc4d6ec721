import CanonicalJSON
import EventSourcing
import Foundation
import Testing

@testable import CaseFeedback

@Suite struct `The words of the round` {
    /// Every code that the sources of the round refuse with, and the parameters that it is given there.
    private static let refusals: [(code: String, parameters: Set<String>)] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/CaseFeedback/Round").standardizedFileURL
        let files =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
        return files.flatMap { file -> [(String, Set<String>)] in
            guard let source = try? String(contentsOf: file, encoding: .utf8) else { return [] }
            return source.matches(of: /Refusal\(\s*"([a-z-]+)"(?:,\s*\[([^\]]*)\])?/).map { match in
                let parameters = (match.2 ?? "").matches(of: /"(\w+)":/).map { String($0.1) }
                return (String(match.1), Set(parameters))
            }
        }
    }()

    @Test func `are there in both languages for every refusal, with slots that it fills`() throws {
        #expect(Self.refusals.count > 80)
        for (code, parameters) in Self.refusals {
            let sentence = try #require(Refusals.sentence(for: code), "no sentence for \(code)")
            #expect(!sentence.swedish.isEmpty && !sentence.english.isEmpty)
            #expect(sentence.slots.isSubset(of: parameters), "\(code) has a slot that nothing fills")
        }
    }

    @Test func `are there for every term and everything that can be missing`() throws {
        let terms: [any Term] =
            Phase.allCases + Outcome.allCases + Milestone.allCases + CaseStatus.allCases + DecliningParty.allCases
            + FindingKind.allCases + DecisionKind.allCases + GoalAudience.allCases + GoalResult.allCases
        for term in terms {
            for language in Language.allCases {
                #expect(Terms.label(of: term.rawValue, in: type(of: term).vocabulary, language: language) != nil)
            }
        }
        var codes: Set<String> = []
        for phase in Phase.allCases {
            for scenario in [try RoundScenario.enrolled(), try .interviewed(), try .drafting(), try .followingUp()] {
                codes.formUnion(try scenario.round.missing(before: phase, asOf: .now).map(\.code))
            }
        }
        #expect(codes.count > 15)
        for code in codes { #expect(Terms.label(of: code, in: "missingStep", language: .swedish) != nil, "\(code)") }
    }

    /// Vocabularies are found by the name of a field, so another table's of the same name would hide one of ours.
    @Test func `are hidden by no other table`() {
        for (vocabulary, terms) in Terms.round {
            for (term, sentence) in terms {
                #expect(Terms.label(of: term, in: vocabulary, language: .swedish) == sentence.swedish, "\(vocabulary)")
            }
        }
    }

    @Test func `never show what a child said`() throws {
        for event in try RoundScenario.interviewed().log.events where event.type == StatementRecorded.type {
            #expect(!String(decoding: event.payload, as: UTF8.self).contains("träffas"))
        }
    }
}
