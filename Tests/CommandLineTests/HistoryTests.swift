import Foundation
import Postgres
import TestSupport
import Testing

/// Bringing a log from one installation to another, as a shell does it.
@Suite struct `Exporting and importing events` {
    private static let published = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/casefeedback/Cases/goteborg-2017-2021.ndjson").standardizedFileURL.path()

    /// Lends a folder of a test's own.
    private func withFolder<Answer>(_ body: (URL) async throws -> Answer) async throws -> Answer {
        let folder = FileManager.default.temporaryDirectory.appending(component: "history-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `brings a log into another installation, and back to the same file`() async throws {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                let imported = try await casefeedback("import", "commands", Self.published)
                try #require(imported.status == 0, "\(imported.errors)")
                let exported = try await casefeedback("export", "events", "--output", "history.ndjson", "--json")
                #expect(exported.status == 0, "\(exported.errors)")
                #expect(try exported.json()["log"] as? String == "cases/1480")
                #expect(try exported.json()["events"] as? Int == (try exported.json()["last"] as? Int))
                #expect(try names(in: folder) == ["history.ndjson"])
                let mode = try FileManager.default.attributesOfItem(
                    atPath: folder.appending(component: "history.ndjson").path)[.posixPermissions]
                #expect(mode as? Int == 0o600)
                // People are warned, since words stand in clear; standard output takes the same bytes.
                let piped = try await casefeedback("export", "events", "--output", "-")
                #expect(piped.errors.contains("in clear"))
                #expect(
                    Data(piped.output.utf8) == (try Data(contentsOf: folder.appending(component: "history.ndjson"))))
                let again = try await casefeedback("export", "events", "--output", "history.ndjson", "--json")
                #expect(again.status == 1)
                #expect(try again.json(\.errors)["type"] as? String == "urn:casefeedback:problem:file-exists")
            }
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                let checked = try await casefeedback("import", "events", "history.ndjson", "--dry-run")
                #expect(checked.status == 0, "\(checked.errors)")
                #expect(try await casefeedback("status", "--json").json()["head"] as? Int == 0)
                let wrong = try await casefeedback(
                    "import", "events", "history.ndjson", "--organisation", "1384", "--json")
                #expect(wrong.status == 3)
                #expect(try wrong.json(\.errors)["field"] as? String == "/organisation")
                let taken = try await casefeedback("import", "events", "history.ndjson", "--json")
                #expect(taken.status == 0, "\(taken.errors)")
                #expect(try await casefeedback("verify").status == 0)
                let full = try await casefeedback("import", "events", "history.ndjson", "--json")
                #expect(full.status == 1)
                #expect(try full.json(\.errors)["type"] as? String == "urn:casefeedback:problem:log-not-empty")
                let exported = try await casefeedback("export", "events", "--output", "again.ndjson")
                #expect(exported.status == 0, "\(exported.errors)")
                #expect(
                    try Data(contentsOf: folder.appending(component: "again.ndjson"))
                        == Data(contentsOf: folder.appending(component: "history.ndjson")))
            }
        }
    }

    @Test(arguments: ["0002-01-01 BC", "10000-01-01"])
    func `says which event is of a year that can't be written`(day: String) async throws {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                try await casefeedback.join()
                try await database.run(
                    """
                    SET session_replication_role = replica;
                    UPDATE casefeedback.events SET occurred_on = '\(day)' WHERE log = 'cases' AND position = 1
                    """)
                let exported = try await casefeedback("export", "events", "--output", "history.ndjson", "--json")
                #expect(exported.status == 1, "\(exported.errors)")
                #expect(
                    try exported.json(\.errors)["type"] as? String == "urn:casefeedback:problem:unreadable-event")
                #expect(exported.errors.contains("occurred_on"))
            }
        }
    }

    @Test func `goes on with what an interrupted export left behind, if it is told to`() async throws {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                _ = try await casefeedback("import", "commands", Self.published)
                _ = try await casefeedback("export", "events", "--output", "whole.ndjson")
                let whole = try Data(contentsOf: folder.appending(component: "whole.ndjson"))
                let partial = folder.appending(component: "history.ndjson.partial")
                #expect(
                    try await casefeedback("export", "events", "--output", "history.ndjson", "--resume").status == 1)
                try whole.prefix(100_001).write(to: partial)
                let fresh = try await casefeedback("export", "events", "--output", "history.ndjson", "--json")
                #expect(fresh.status == 1)
                #expect(try fresh.json(\.errors)["type"] as? String == "urn:casefeedback:problem:partial-file-exists")
                let resumed = try await casefeedback("export", "events", "--output", "history.ndjson", "--resume")
                #expect(resumed.status == 0, "\(resumed.errors)")
                #expect(try Data(contentsOf: folder.appending(component: "history.ndjson")) == whole)
                #expect(try names(in: folder) == ["history.ndjson", "whole.ndjson"])
                // One word of it was changed meanwhile, or it is a file of somebody's own: both stay as they are.
                let edited = String(decoding: whole, as: UTF8.self).replacing(#""ground":""#, with: #""ground":"x"#)
                for (name, left) in [("edited", String(edited.prefix(60_000))), ("notes", "my notes")] {
                    let file = folder.appending(component: "\(name).ndjson.partial")
                    try Data(left.utf8).write(to: file)
                    let other = try await casefeedback(
                        "export", "events", "--output", "\(name).ndjson", "--resume", "--json")
                    #expect(other.status == 1)
                    let problem = try other.json(\.errors)
                    #expect(problem["type"] as? String == "urn:casefeedback:problem:history-partial-differs")
                    let place = problem["parameters"] as? [String: String]
                    #expect(place?["file"] == "\(name).ndjson.partial")
                    let same = Array(whole[..<zip(left.utf8, whole).prefix { $0 == $1 }.count])
                    #expect(place?["byte"] == "\(same.count + 1)", "\(name)")
                    #expect(place?["line"] == "\(same.count { $0 == UInt8(ascii: "\n") } + 1)", "\(name)")
                    #expect(try String(contentsOf: file, encoding: .utf8) == left)
                }
                let nameless = try await casefeedback("export", "events", "--output", "")
                #expect(nameless.status == 2)
                // What was left by an export of something else is not gone on with.
                try whole.prefix(100_001).write(to: folder.appending(component: "later.ndjson.partial"))
                let other = try await casefeedback(
                    "export", "events", "--output", "later.ndjson", "--resume", "--after", "7", "--json")
                #expect(other.status == 1)
                #expect(
                    try other.json(\.errors)["type"] as? String == "urn:casefeedback:problem:history-partial-differs")
            }
        }
    }

    @Test func `says how to go on where the device is full, and where the connection is lost`() async throws {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                _ = try await casefeedback("import", "commands", Self.published)
                var bounded = casefeedback
                bounded.shell = #"trap '' XFSZ; ulimit -f 100; exec "$0" "$@""#
                let full = try await bounded("export", "events", "--output", "history.ndjson")
                #expect(full.status == 4, "\(full.errors)")
                #expect(full.errors.contains("file-not-writable"))
                #expect(full.errors.contains("stays in history.ndjson.partial; give --resume"), "\(full.errors)")
                let gate = try await PostgresConnection.connect(
                    PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
                try await gate.withSession { session in
                    try session.run(script: "BEGIN; LOCK TABLE casefeedback.protected_texts IN ACCESS EXCLUSIVE MODE")
                }
                let running = try casefeedback.start(
                    ["export", "events", "--output", "history.ndjson", "--resume", "--json"])
                while try await database.endBackends(where: "wait_event_type = 'Lock'") == 0, running.process.isRunning
                {
                    try await Task.sleep(for: .milliseconds(25))
                }
                let lost = try await running.end()
                await gate.close()
                #expect(lost.status == 4, "\(lost.errors)")
                #expect(try lost.json(\.errors)["partialFile"] as? String == "history.ndjson.partial")
                let resumed = try await casefeedback("export", "events", "--output", "history.ndjson", "--resume")
                #expect(resumed.status == 0, "\(resumed.errors)")
            }
        }
    }

    @Test func `takes no file from an export that writes to it, and gives none its name that it did not write`()
        async throws
    {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                _ = try await casefeedback("import", "commands", Self.published)
                let gate = try await PostgresConnection.connect(
                    PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
                try await gate.withSession { session in
                    try session.run(script: "BEGIN; LOCK TABLE casefeedback.protected_texts IN ACCESS EXCLUSIVE MODE")
                }
                let export = ["export", "events", "--output", "history.ndjson", "--json"]
                let running = try casefeedback.start(export)
                let partial = folder.appending(component: "history.ndjson.partial")
                while running.process.isRunning, !FileManager.default.fileExists(atPath: partial.path) {
                    try await Task.sleep(for: .milliseconds(25))
                }
                for resuming in [[], ["--resume"]] {
                    let other = try await casefeedback.start(export + resuming).end()
                    #expect(other.status == 4, "\(other.errors)")
                    #expect(
                        try other.json(\.errors)["type"] as? String == "urn:casefeedback:problem:partial-file-in-use")
                }
                try FileManager.default.removeItem(at: partial)
                try Data("somebody's own".utf8).write(to: partial)
                await gate.close()
                let ended = try await running.end()
                #expect(ended.status == 1, "\(ended.errors)")
                #expect(
                    try ended.json(\.errors)["type"] as? String == "urn:casefeedback:problem:partial-file-replaced")
                #expect(try names(in: folder) == ["history.ndjson.partial"])
                #expect(try String(contentsOf: partial, encoding: .utf8) == "somebody's own")
            }
        }
    }

    @Test func `writes nothing where a link leads nowhere, or where its partial file would be no ordinary one`()
        async throws
    {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                try await casefeedback.join()
                let nowhere = folder.appending(component: "nowhere").path
                try FileManager.default.createSymbolicLink(
                    atPath: folder.appending(component: "link").path, withDestinationPath: nowhere)
                #expect(mkfifo(folder.appending(component: "pipe.partial").path, 0o600) == 0)
                for (name, code) in [("link", "file-is-dangling-link"), ("pipe", "partial-file-not-regular")] {
                    for resuming in [[], ["--resume"]] {
                        let call = try await casefeedback.start(
                            ["export", "events", "--output", name, "--json"] + resuming
                        ).end()
                        #expect(call.status == 1, "\(name) \(resuming)")
                        #expect(try call.json(\.errors)["type"] as? String == "urn:casefeedback:problem:\(code)")
                    }
                }
                #expect(try names(in: folder) == ["link", "pipe.partial"])
            }
        }
    }

    @Test func `warns of texts in clear where there are some, and only there`() async throws {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                try await casefeedback.join()
                let bare = try await casefeedback("export", "events", "--output", "bare.ndjson")
                #expect(bare.status == 0 && !bare.errors.contains("in clear"), "\(bare.errors)")
                let json = try await casefeedback("export", "events", "--output", "json.ndjson", "--json")
                #expect(try json.json()["textsInClear"] as? Bool == false)
            }
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                _ = try await casefeedback("import", "commands", Self.published)
                let full = try await casefeedback("export", "events", "--output", "full.ndjson", "--json")
                #expect(try full.json()["textsInClear"] as? Bool == true)
                #expect(full.errors == "")
                let words = try await casefeedback("export", "events", "--output", "words.ndjson")
                #expect(words.errors.contains("in clear"))
            }
        }
    }

    @Test func `ends with 3 and line and field for a changed file, with 2 for an option out of range`() async throws {
        try await withFolder { folder in
            try await withTestDatabase { database in
                var casefeedback = Program(on: database)
                casefeedback.folder = folder
                try await casefeedback.join()
                _ = try await casefeedback("export", "events", "--output", "history.ndjson")
                let url = folder.appending(component: "history.ndjson")
                let text = try String(contentsOf: url, encoding: .utf8).replacing("Göteborg", with: "Malmö")
                let changed = try await casefeedback("import", "events", "-", "--json", "--dry-run", input: text)
                #expect(changed.status == 3)
                let problem = try changed.json(\.errors)
                #expect(problem["type"] as? String == "urn:casefeedback:problem:history-changed")
                #expect(problem["line"] as? Int == 4)
                #expect(problem["field"] as? String == "/sha256")
                #expect(try await casefeedback("import", "events", "nowhere.ndjson").status == 3)
                let long = "unit:" + String(repeating: "a", count: 65)
                for arguments in [
                    ["--after", "-1"], ["--log", "words"], ["--tag", "majorna"], ["--tag", long],
                    ["--tag", "units:majorna"], ["--tag", "reference:majorna"], ["--after", "99"], ["--resume"],
                ] {
                    let call = try await casefeedback.start(["export", "events", "--output", "-"] + arguments).end()
                    #expect(call.status == 2, "\(arguments): \(call.errors)")
                }
                let beyond = try await casefeedback("export", "events", "--output", "x", "--after", "99", "--json")
                #expect(beyond.status == 2)
                #expect(try beyond.json(\.errors)["field"] as? String == "--after")
                let kinds = try await casefeedback("export", "events", "--output", "x", "--tag", "units:majorna")
                #expect(kinds.errors.contains("committee, unit, cycle, child, person, report, exchange-seminar"))
                #expect(!FileManager.default.fileExists(atPath: folder.appending(component: "x").path))
                #expect(try await casefeedback("export", "events", "--output", "no/where").status == 1)
            }
        }
    }
}
