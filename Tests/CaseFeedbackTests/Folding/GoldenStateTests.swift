import CanonicalJSON
import EventSourcing
import Foundation
import Testing

@testable import CaseFeedback

/// The states of the folds after the golden histories, in `GoldenStates/<projection>.r<revision>.txt`: what stands in
/// databases that were folded by that revision. There is one file a projection, that of its revision of today.
@Suite struct `The golden states` {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "GoldenStates")

    @Test func `are stored in the bytes of their fold's revision`() throws {
        try expectGolden(AnnualWheel.self)
        try expectGolden(ReportMatrix.self)
    }

    @Test func `of earlier revisions are gone`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == [Self.name(AnnualWheel.self), Self.name(ReportMatrix.self)])
    }

    private func expectGolden<Fold: Projection>(_: Fold.Type) throws where Fold.State: Decodable {
        let states = try foldedStates(Fold.self)
        #expect(!states.isEmpty)
        let file = Self.folder.appending(path: Self.name(Fold.self))
        if ProcessInfo.processInfo.environment["CASEFEEDBACK_WRITE_GOLDEN"] != nil,
            !FileManager.default.fileExists(atPath: file.path)
        {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try lines(of: states).write(to: file, options: .withoutOverwriting)
        }
        let golden = try? Data(contentsOf: file)
        #expect(
            golden == lines(of: states),
            """
            \(Fold.name) keeps other states than its revision \(Fold.revision) did, so databases hold what it would not \
            write. Raise its revision, which rebuilds them beside the old ones, remove the file of the old revision in \
            Tests/CaseFeedbackTests/GoldenStates, and write the new one with \
            CASEFEEDBACK_WRITE_GOLDEN=1 Scripts/test --filter 'golden states'.
            """)
        for (key, bytes) in states {
            let state = try StrictDecoder().decode(Fold.State.self, fromCanonical: bytes)
            #expect(try CanonicalEncoder().bytes(of: state) == bytes, "\(Fold.name), \(key)")
        }
    }

    /// By their keys, after a history of everything in an organisation and one of everything in a round.
    private func foldedStates<Fold: Projection>(_: Fold.Type) throws -> [String: [UInt8]] {
        var states: [String: [UInt8]] = [:]
        for (name, events) in [
            ("organisation", try GoldenHistory.organisation().events), ("round", try GoldenRound.history().log.events),
        ] {
            var folded = FoldedStates<Fold>()
            for event in events { try folded.fold(event.folded) }
            for (key, state) in folded.states { states["\(name) \(key)"] = try CanonicalEncoder().bytes(of: state) }
        }
        return states
    }

    /// A line a state, so that a change shows where it is.
    private func lines(of states: [String: [UInt8]]) -> Data {
        var data = Data()
        for (key, bytes) in states.sorted(by: { $0.key < $1.key }) {
            data += Data("\(key) ".utf8) + bytes + Data("\n".utf8)
        }
        return data
    }

    private static func name<Fold: Projection>(_: Fold.Type) -> String { "\(Fold.name).r\(Fold.revision).txt" }
}
