// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 everywhere; imports are internal unless an API shows them; a warning is an error in CI.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

/// The layers, from the ground to the roof. `Tests/ArchitectureTests` compares every import line with this table.
let package = Package(
    name: "casefeedback",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "casefeedback", targets: ["casefeedback"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "SchemaFiles",
            path: "Schema",
            resources: [
                .embedInCode("migrations"), .embedInCode("functions"), .embedInCode("queries"),
                .embedInCode("projections"), .embedInCode("privileges"), .embedInCode("bench"),
            ],
            swiftSettings: settings),
        .target(name: "CanonicalJSON", swiftSettings: settings),
        .target(name: "EventSourcing", dependencies: ["CanonicalJSON"], swiftSettings: settings),
        .target(name: "CaseFeedback", dependencies: ["CanonicalJSON", "EventSourcing"], swiftSettings: settings),
        .target(name: "Postgres", dependencies: ["CLibPQ", logging], swiftSettings: settings),
        .target(
            name: "EventStore",
            dependencies: [
                "Postgres", "SchemaFiles", "EventSourcing", "CanonicalJSON", crypto, logging,
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: settings),
        .target(
            name: "CaseFeedbackService",
            dependencies: [
                "CanonicalJSON", "EventSourcing", "CaseFeedback", "Postgres", "SchemaFiles", "EventStore", crypto,
                logging, serviceLifecycle,
            ],
            swiftSettings: settings),
        .target(
            name: "CaseFeedbackDocuments",
            dependencies: ["EventSourcing", "CaseFeedback", "CanonicalJSON"],
            swiftSettings: settings),
        .target(
            name: "CaseFeedbackHTTP",
            dependencies: [
                "CanonicalJSON", "EventSourcing", "CaseFeedback", "CaseFeedbackDocuments", "CaseFeedbackService",
                hummingbird, nioCore, httpTypes, logging, serviceLifecycle,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "casefeedback",
            dependencies: [
                "CanonicalJSON", "EventSourcing", "CaseFeedback", "Postgres", "SchemaFiles", "EventStore",
                "CaseFeedbackService", "CaseFeedbackDocuments", "CaseFeedbackHTTP", crypto, logging, serviceLifecycle,
                unixSignals,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            exclude: ["Cases"],
            swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: ["Postgres", "EventStore", "EventSourcing", "CaseFeedback", "CaseFeedbackService"],
            path: "Tests/Support",
            swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", dependencies: ["SchemaFiles"], swiftSettings: settings),
        .testTarget(name: "CanonicalJSONTests", dependencies: ["CanonicalJSON"], swiftSettings: settings),
        .testTarget(
            name: "EventSourcingTests", dependencies: ["EventSourcing", "CanonicalJSON", crypto],
            swiftSettings: settings),
        .testTarget(
            name: "CaseFeedbackTests",
            dependencies: ["CaseFeedback", "EventSourcing", "CanonicalJSON"],
            exclude: ["Golden", "GoldenStates"],
            swiftSettings: settings),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "EventStoreTests",
            dependencies: ["EventStore", "EventSourcing", "Postgres", "SchemaFiles", "TestSupport", crypto],
            swiftSettings: settings),
        .testTarget(
            name: "CaseFeedbackServiceTests",
            dependencies: ["CaseFeedbackService", "CaseFeedback", "EventStore", "EventSourcing", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CaseFeedbackDocumentsTests",
            dependencies: ["CaseFeedbackDocuments", "CaseFeedback", "EventSourcing", "CanonicalJSON"],
            exclude: ["Golden"],
            swiftSettings: settings),
        .testTarget(
            name: "CaseFeedbackHTTPTests",
            dependencies: [
                "CaseFeedbackHTTP", "CaseFeedbackService", "CaseFeedback", "CanonicalJSON", "EventSourcing", "Postgres",
                "TestSupport", logging, serviceLifecycle, hummingbird, httpTypes, nioCore,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "casefeedback", "CanonicalJSON", "CaseFeedback", "CaseFeedbackService", "EventSourcing", "Postgres",
                "TestSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
