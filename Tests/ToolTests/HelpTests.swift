import Foundation
import Testing

/// What a stranger is told.
@Suite struct HelpTests {
    /// The names in the list of subcommands of the program's own help.
    private static func subcommands(_ help: String) -> [String] {
        let list = help.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
        return list.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  "), line.dropFirst(2).first?.isLetter == true else { return nil }
            return line.dropFirst(2).split(separator: " ").first.map(String.init)
        }.filter { $0 != "See" }
    }

    @Test func withoutArgumentsTheFirstStepsAreTold() throws {
        let scratch = try CommandLineTests.Scratch()
        let run = try scratch.calfold()
        #expect(run.status == 0)
        #expect(run.output.contains("First steps") && run.output.contains("calfold ingest exports/"))
        for status in ["0 done", "64 usage", "69 service", "77 refused"] {
            #expect(run.output.replacing("\n", with: " ").contains(status))
        }
    }

    /// Examples are typed from the screen: none may be broken by the wrapping to 80 columns.
    @Test func everyCommandHasExamplesThatStandWhole() throws {
        let scratch = try CommandLineTests.Scratch()
        let names = Self.subcommands(try scratch.calfold("--help").output)
        try #require(names.count >= 9, "\(names)")
        for name in names {
            let help = try scratch.calfold(name, "--help").output
            let part = try #require(
                help.components(separatedBy: "\nExamples:\n").dropFirst().first, "\(name) has no examples")
            let examples = part.components(separatedBy: "\n\n")[0].split(separator: "\n")
            #expect(examples.contains { $0.contains("calfold \(name)") }, "\(name)")
            for line in examples { #expect(line.hasPrefix("  "), "'\(line)' of \(name) was broken") }
        }
    }

    /// Every long option that an example names exists.
    @Test func examplesNameOptionsThatExist() throws {
        let scratch = try CommandLineTests.Scratch()
        for name in Self.subcommands(try scratch.calfold("--help").output) {
            let help = try scratch.calfold(name, "--help").output
            let parts = help.components(separatedBy: "\nUSAGE:")
            let options = Set(parts.dropFirst().joined().matches(of: /--[a-z-]+/).map { String($0.output) })
            let used = Set(
                parts[0].components(separatedBy: "\nExamples:\n").dropFirst().joined().matches(of: /--[a-z-]+/).map {
                    String($0.output)
                })
            #expect(used.isSubset(of: options), "\(name): \(used.subtracting(options))")
        }
    }
}
