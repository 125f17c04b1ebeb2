import Foundation
import Testing

/// What docs/reliability.md says of the tests.
@Suite struct ReliabilityTests {
    @Test func everyPromiseNamesATestThatExists() throws {
        let page = try String(contentsOf: CommandLineTests.root.appending(path: "docs/reliability.md"), encoding: .utf8)
        let tests = try Self.text(below: "Tests", ending: ".swift"),
            attacks = try Self.text(below: "Torture", ending: ".py")
        var seen = 0
        for line in page.split(separator: "\n") where line.hasPrefix("| ") {
            for match in line.matches(of: /`(\w+)\.(\w+)`/) {
                let (suite, name) = (match.output.1, match.output.2)
                seen += 1
                let isTest = tests.contains { $0.contains("struct \(suite) ") && $0.contains("func \(name)(") }
                let isAttack = attacks.contains { $0.contains("class \(suite):") && $0.contains("def \(name)(self") }
                #expect(isTest || isAttack, "\(suite).\(name)")
            }
        }
        #expect(seen > 40, "only \(seen) tests are named")
    }

    private static func text(below folder: String, ending: String) throws -> [String] {
        let root = CommandLineTests.root.appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(ending) }
        return try names.map { try String(contentsOf: root.appending(path: $0), encoding: .utf8) }
    }
}
