import Foundation
import TestSupport
import Testing

/// What is held at once is bounded by its bytes: a log of large texts takes as little as one of many small ones.
@Suite struct `Memory of a history of large texts` {
    /// In MiB, with which a program that holds nothing ends at some 50.
    private static let most = 90.0
    private static let texts = 100

    @Test func `is far less than the texts`() async throws {
        try await withTestDatabase { database in
            try await Self.record(in: database)
            let peak = try await Self.peak(of: ["export", "events", "--output", "-"], on: database)
            #expect(peak < Self.most)
        }
    }

    /// Events with a mebibyte of text each, as far as an export looks at them.
    private static func record(in database: TestDatabase) async throws {
        try await Program(on: database).join()
        try await database.run(
            """
            INSERT INTO casefeedback.events
            SELECT organisation, log, position + n, recorded_at + n * interval '1 microsecond', stream, version + n,
                gen_random_uuid(), type, schema_version, gen_random_uuid(), 0, occurred_on, occurred_at, recorded_by,
                actor_verified, performed_by, role, ground, NULL, NULL, secrecy, retention_class, program_version, provenance,
                payload
            FROM casefeedback.events, generate_series(1, \(texts)) AS n;
            INSERT INTO casefeedback.protected_texts
            SELECT organisation, log, position, '/text', 'general', 'record:x', NULL, convert_to(repeat('x', 1048576), 'UTF8')
            FROM casefeedback.events WHERE position > 1;
            UPDATE casefeedback.logs SET head = head + \(texts), recorded_at = recorded_at + interval '1 second';
            """)
    }

    /// The most memory that a call of the program held at once, in MiB.
    private static func peak(of arguments: [String], on database: TestDatabase) async throws -> Double {
        let running = try Program(on: database).start(arguments)
        var peak = 0.0
        while running.process.isRunning {
            peak = max(peak, Self.peak(of: running.process.processIdentifier))
            try await Task.sleep(for: .milliseconds(10))
        }
        let outcome = try await running.end()
        try #require(outcome.status == 0, "\(outcome.errors)")
        try #require(peak > 0)
        return peak
    }

    /// `VmHWM` of `/proc`, which only rises while the process lives.
    private static func peak(of process: Int32) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Double($0) }
        return (kibibytes ?? 0) / 1_024
    }
}
