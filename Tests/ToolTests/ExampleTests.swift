import Foundation
import Testing

/// What the README shows is what the package under Examples compiles, and what the program prints.
@Suite struct ExampleTests {
    private static func readme() throws -> String {
        try String(contentsOf: CommandLineTests.root.appending(path: "README.md"), encoding: .utf8)
    }

    @Test func theReadmeShowsLinesOfTheExample() throws {
        let program = try String(
            contentsOf: CommandLineTests.root.appending(path: "Examples/Sources/Meetings/main.swift"), encoding: .utf8)
        let shown = try Self.readme().components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(!shown.isEmpty)
        // They stand further in there.
        func plain(_ lines: String) -> String { lines.replacing(/\n +/, with: "\n") }
        for lines in shown { #expect(plain(program).contains(plain(lines)), "\(lines)") }
    }

    @Test func theReadmeShowsAStoryAsItIsPrinted() throws {
        let shown = try #require(
            Self.readme().components(separatedBy: "```\n").first { $0.hasPrefix("2024-02-02 11:52") })
        let scratch = try CommandLineTests.Scratch()
        #expect(try scratch.calfold("ingest", CommandLineTests.sample).status == 0)
        #expect(try scratch.calfold("fold").status == 0)
        #expect(try scratch.calfold("replay", "8B907496").output.contains(shown))
    }
}
