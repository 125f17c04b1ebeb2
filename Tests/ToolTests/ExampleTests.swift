import Foundation
import Testing

/// What the README shows an engineer is what the package under Examples compiles.
@Suite struct ExampleTests {
    @Test func theReadmeShowsLinesOfTheExample() throws {
        let readme = try String(contentsOf: CommandLineTests.root.appending(path: "README.md"), encoding: .utf8)
        let program = try String(
            contentsOf: CommandLineTests.root.appending(path: "Examples/Sources/Meetings/main.swift"), encoding: .utf8)
        let shown = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(!shown.isEmpty)
        for lines in shown { #expect(program.contains(lines), "\(lines)") }
    }
}
