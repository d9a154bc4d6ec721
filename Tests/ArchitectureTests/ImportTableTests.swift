import Testing

/// The layers, from the ground to the roof: what each target may import.
@Suite struct `The import table` {
    private static let platform: Set<String> = ["Foundation", "Dispatch", "Glibc", "Darwin", "Synchronization"]

    /// No clock, no socket, no random number: these import nothing of the platform.
    static let pure = ["CanonicalJSON", "EventSourcing", "CaseFeedback", "TamperEvidence"]

    private static let own: [String: Set<String>] = [
        "CLibPQ": [],
        "SchemaFiles": [],
        "CanonicalJSON": ["Swift"],
        "EventSourcing": ["CanonicalJSON"],
        "CaseFeedback": ["CanonicalJSON", "EventSourcing"],
        "TamperEvidence": ["Crypto"],
        "Postgres": ["CLibPQ", "Logging"],
        "EventStore": [
            "Postgres", "SchemaFiles", "EventSourcing", "CanonicalJSON", "Crypto", "DequeModule", "Logging", "Metrics",
        ],
        "CaseFeedbackService": [
            "CanonicalJSON", "EventSourcing", "CaseFeedback", "TamperEvidence", "Postgres", "SchemaFiles", "EventStore",
            "Crypto", "Logging", "Metrics", "ServiceLifecycle", "AsyncHTTPClient",
        ],
        "CaseFeedbackDocuments": ["EventSourcing", "CaseFeedback", "CanonicalJSON", "Mustache"],
        "CaseFeedbackHTTP": [
            "CanonicalJSON", "EventSourcing", "CaseFeedback", "CaseFeedbackDocuments", "CaseFeedbackService",
            "Hummingbird", "NIOCore", "HTTPTypes", "JWTKit", "Logging", "ServiceLifecycle",
        ],
    ]

    /// The executable wires everything.
    private static var roof: Set<String> {
        own.values.reduce(Set(own.keys)) { $0.union($1) }.union(["ArgumentParser", "Configuration", "UnixSignals"])
            .subtracting(["CLibPQ", "Swift"])
    }

    private static func allowed(in target: String) -> Set<String>? {
        guard let listed = target == "casefeedback" ? roof : own[target] else { return nil }
        return pure.contains(target) ? listed : listed.union(platform)
    }

    @Test func `names every target`() throws {
        for target in try SourceTree.folders(in: "Sources") {
            #expect(Self.allowed(in: target) != nil, "\(target) has no row in the table")
        }
    }

    @Test func `holds for every import`() throws {
        var count = 0
        for target in try SourceTree.folders(in: "Sources") {
            let allowed = Self.allowed(in: target) ?? []
            for (path, text) in try SourceTree.swiftFiles(in: "Sources/\(target)") {
                for module in SourceCode(text).imports {
                    count += 1
                    #expect(allowed.contains(module), "Sources/\(target)/\(path) imports \(module)")
                }
            }
        }
        #expect(count > 200)
    }

    @Test func `leaves the schema without imports`() throws {
        for (path, text) in try SourceTree.swiftFiles(in: "Schema") {
            #expect(SourceCode(text).imports == [], "Schema/\(path)")
        }
    }

    /// `Swift` is imported for its normal forms alone, in one file.
    @Test func `opens the standard library's own names in one file`() throws {
        let files = try SourceTree.swiftFiles(in: "Sources/CanonicalJSON").filter {
            SourceCode($0.text).imports.contains("Swift")
        }
        #expect(files.map(\.path) == ["NormalizationFormC.swift"])
    }

    @Test func `sees an import in every form`() {
        let code = SourceCode(
            """
            import Foundation
            package import EventSourcing
            @testable internal import CaseFeedback
            @_spi(_Unicode) import Swift
            public import struct Crypto.SHA256
            // import Commented
            /* import Commented
            import Commented */
            let text = "import Quoted"
              import Indented
            """)
        #expect(code.imports == ["Foundation", "EventSourcing", "CaseFeedback", "Swift", "Crypto", "Indented"])
    }
}
