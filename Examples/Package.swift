// swift-tools-version: 6.1
import PackageDescription

// What the README shows, as a program of its own: `swift run --package-path Examples Meetings calfold.db`.
let package = Package(
    name: "calfold-examples",
    dependencies: [.package(name: "calfold", path: "..")],
    targets: [
        .executableTarget(
            name: "Meetings",
            dependencies: [
                .product(name: "Decoding", package: "calfold"), .product(name: "EventStore", package: "calfold"),
                .product(name: "ExchangeFormats", package: "calfold"),
                .product(name: "Reconstruct", package: "calfold"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
