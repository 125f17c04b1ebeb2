// swift-tools-version: 6.1
import PackageDescription

// The targets stand in the order of the path of data; each imports only what stands above it.
// docs/architecture.md draws the path and the import rules.
let package = Package(
    name: "calfold",
    products: [
        .library(name: "ExchangeFormats", targets: ["ExchangeFormats"]),
        .library(name: "EventStore", targets: ["EventStore"]),
        .library(name: "Reconstruct", targets: ["Reconstruct"]),
        .library(name: "Decoding", targets: ["Decoding"]),
        .executable(name: "calfold", targets: ["Tool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        .target(name: "Encodings"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "Digest", dependencies: ["COpenSSL"]),
        .target(name: "Primitives", dependencies: ["Digest", "Encodings"]),
        .systemLibrary(name: "CPublicSuffix", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .target(name: "ExchangeFormats", dependencies: ["CIDN2", "Encodings"]),
        .target(name: "CSQLiteSettings"),
        .target(name: "CThreadShortage"),
        .target(name: "CAllocatorSettings"),
        .target(
            name: "EventStore",
            dependencies: [
                "Encodings", "Digest", "Primitives", "CSQLiteSettings",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "CByteMarks"),
        .target(
            name: "Intake",
            dependencies: [
                "CByteMarks", "CExpat", "CZlib", "Encodings", "Digest", "Primitives", "ExchangeFormats", "EventStore",
            ]),
        .target(name: "Reconstruct", dependencies: ["ExchangeFormats"]),
        .target(name: "Decoding", dependencies: ["ExchangeFormats", "EventStore", "Primitives", "Reconstruct"]),
        .target(
            name: "Projection",
            dependencies: [
                "Encodings", "ExchangeFormats", "EventStore", "Primitives", "Reconstruct", "Decoding",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Privacy", dependencies: ["CPublicSuffix", "Encodings", "Digest", "Primitives", "ExchangeFormats"]),
        .target(
            name: "Tables",
            dependencies: [
                "Encodings", "Digest", "Primitives", "ExchangeFormats", "EventStore", "Reconstruct", "Privacy",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Replay", dependencies: ["Encodings", "Primitives", "ExchangeFormats", "Reconstruct"]),
        .target(name: "Publishing", dependencies: ["Encodings", "Primitives"]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CCurlSettings", dependencies: ["CCurl"]),
        .target(name: "HTTP", dependencies: ["CCurl", "CCurlSettings", "Encodings", "ExchangeFormats", "Primitives"]),
        .target(
            name: "Polling", dependencies: ["COpenSSL", "Encodings", "Digest", "Primitives", "ExchangeFormats", "HTTP"]),
        .target(
            name: "Partner", dependencies: ["Encodings", "Digest", "Primitives", "ExchangeFormats", "Tables", "HTTP"]),
        .target(
            name: "Night",
            dependencies: [
                "Encodings", "Digest", "Primitives", "ExchangeFormats", "EventStore", "Intake", "Reconstruct",
                "Projection", "Privacy", "Tables", "Publishing", "HTTP", "Polling", "Partner",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Web",
            dependencies: [
                "Encodings", "Digest", "Primitives", "ExchangeFormats", "EventStore", "Reconstruct", "Projection",
                "Privacy", "Tables", "Replay", "Night",
            ]),
        .target(
            name: "WebServer",
            dependencies: ["Encodings", "Primitives", "Web", .product(name: "FlyingSocks", package: "FlyingFox")]),
        .target(
            name: "Stream",
            dependencies: [
                "Encodings", "Digest", "Primitives", "ExchangeFormats", "EventStore", "Intake", "Reconstruct",
                "Decoding", "Privacy", "Tables", "Night",
            ]),
        .executableTarget(
            name: "Tool",
            // Nothing imports CThreadShortage: it only has to be linked. Tests that run the program depend on Tool for it
            // to be built.
            dependencies: [
                "CThreadShortage", "CAllocatorSettings", "Encodings", "Primitives", "ExchangeFormats", "EventStore",
                "Intake", "Reconstruct", "Projection", "Privacy", "Tables", "Replay", "Publishing", "Partner", "Night",
                "Polling", "Web", "WebServer", "Stream",
                .product(name: "Yams", package: "Yams"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .target(name: "TestSupport", dependencies: ["Publishing"], path: "Tests/Support"),
        .target(name: "Simulation", dependencies: ["ExchangeFormats"], path: "Tests/Simulation"),
        .executableTarget(
            name: "SimulateOrganisation", dependencies: ["Simulation", "ExchangeFormats"],
            path: "Tests/SimulateOrganisation"),
        .executableTarget(
            name: "GenerateCalendarLog", dependencies: ["Simulation", "ExchangeFormats"], path: "Benchmarks/generator"),
        .executableTarget(
            name: "BenchmarkExpansion", dependencies: ["Reconstruct", "ExchangeFormats"], path: "Benchmarks/expansion"),
        .executableTarget(
            name: "FlipBytes", dependencies: ["EventStore", "ExchangeFormats", "Projection"], path: "Torture/flips"),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation", "ExchangeFormats"]),
        .testTarget(name: "EncodingsTests", dependencies: ["Encodings"]),
        .testTarget(name: "ExchangeFormatsTests", dependencies: ["ExchangeFormats"]),
        .executableTarget(
            name: "EventStoreCrashChild", dependencies: ["EventStore"], path: "Tests/EventStoreCrashChild"),
        .testTarget(
            name: "EventStoreTests",
            dependencies: [
                "EventStore", "EventStoreCrashChild", "Encodings", "Digest",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(name: "IntakeTests", dependencies: ["CZlib", "Intake", "EventStore", "ExchangeFormats"]),
        .testTarget(name: "ReconstructTests", dependencies: ["Reconstruct", "ExchangeFormats"]),
        .testTarget(
            name: "DecodingTests", dependencies: ["Decoding", "ExchangeFormats", "Reconstruct"]),
        .testTarget(
            name: "ProjectionTests",
            dependencies: [
                "Projection", "Decoding", "EventStore", "ExchangeFormats", "Reconstruct", "Intake", "Simulation",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "PrivacyTests", dependencies: ["Privacy", "Primitives", "ExchangeFormats"]),
        .testTarget(
            name: "TablesTests",
            dependencies: [
                "Tables", "Simulation", "Encodings", "Digest", "Primitives", "EventStore", "ExchangeFormats",
                "Reconstruct",
                "Privacy",
            ]),
        .testTarget(
            name: "ReplayTests", dependencies: ["Primitives", "ExchangeFormats", "Reconstruct", "Replay"]),
        .testTarget(
            name: "PublishingTests",
            dependencies: ["Publishing", "Tool", "TestSupport"]),
        .testTarget(
            name: "NightTests",
            dependencies: [
                "Night", "Intake", "Publishing", "Simulation", "Tool", "TestSupport", "EventStore", "ExchangeFormats",
            ]),
        .testTarget(
            name: "PollingTests",
            dependencies: ["Encodings", "HTTP", "Polling", "Night", "Tool", "TestSupport", "ExchangeFormats"]),
        .testTarget(
            name: "PartnerTests",
            dependencies: [
                "Digest", "HTTP", "Partner", "Publishing", "Night", "Tool", "TestSupport", "ExchangeFormats",
            ]),
        .testTarget(
            name: "WebTests",
            dependencies: ["Web", "Tool", "TestSupport"]),
        .testTarget(
            name: "StreamTests",
            dependencies: ["Tool", "TestSupport", "Simulation", "EventStore"]),
        .testTarget(
            name: "ToolTests",
            dependencies: ["Tool", "TestSupport", "Intake", "Privacy", "Simulation", "ExchangeFormats"]),
    ],
    swiftLanguageModes: [.v6]
)
