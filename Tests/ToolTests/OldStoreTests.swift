import Foundation
import Testing

/// Stores of older versions, through the whole program.
@Suite struct OldStoreTests {
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures/store")

    /// A store that is brought forward exports the bytes that it exported before.
    @Test(arguments: [
        ("version-1", ["meetings", "participants"]), ("version-3", ["meetings", "participants", "emails"]),
    ])
    func anOldStoreIsBroughtForwardAndExportsTheSameBytes(version: String, tables: [String]) throws {
        let scratch = try CommandLineTests.Scratch()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "sqlite3", "-batch", scratch.path("calfold.db"),
            ".read \(Self.fixtures.appending(path: "\(version).sql").path)",
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try scratch.calfold("fold", "--anew").status == 0)
        #expect(try scratch.calfold("verify").status == 0)
        let window = ["--from", "2020-01-01", "--to", "2030-01-01"]
        #expect(
            try scratch.calfold(["export"] + tables + ["--plain", "--out", scratch.path("tables")] + window).status == 0
        )
        for table in tables {
            let golden = Self.fixtures.appending(path: "\(version)/\(table).csv")
            #expect(
                try Data(contentsOf: golden) == Data(contentsOf: URL(filePath: scratch.path("tables/\(table).csv"))),
                "\(table)")
        }
    }
}
