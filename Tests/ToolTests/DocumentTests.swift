import Foundation
import TestSupport
import Testing

/// What documents show in blocks of code: commands are run, unless they say why not.
@Suite struct DocumentTests {
    struct Block {
        var language: String
        var text: String
        /// Of the fence, from 1.
        var line: Int
        /// Why it is not run; nil where it is.
        var reason: String?
        /// The lines around it that are not empty.
        var before: String
        var after: String
    }

    static let documents: [String] = {
        let root = CommandLineTests.root.path
        let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return files.filter { file in
            file.hasSuffix(".md") && !file.hasPrefix(".") && !file.hasPrefix("out/") && !file.contains("/.build/")
                // Their steps stand in what CaseTests run.
                && !file.hasPrefix("Fixtures/cases/")
        }.sorted()
    }()

    /// Languages whose blocks are commands or programs.
    private static let runnable: Set<String> = ["sh", "python", "r", "powershell"]
    private static let mark = "<!-- not run: "

    static func blocks(of document: String) throws -> [Block] {
        let text = try String(contentsOf: CommandLineTests.root.appending(path: document), encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        var blocks: [Block] = [], start: Int?
        for (index, line) in lines.enumerated() where line.hasPrefix("```") {
            guard let first = start else {
                start = index
                continue
            }
            let above = first > 0 ? lines[first - 1] : ""
            let reason =
                above.hasPrefix(mark) && above.hasSuffix(" -->")
                ? String(above.dropFirst(mark.count).dropLast(4)) : nil
            blocks.append(
                Block(
                    language: String(lines[first].dropFirst(3)),
                    text: lines[(first + 1)..<index].joined(separator: "\n"),
                    line: first + 1, reason: reason,
                    before: lines[..<(reason == nil ? first : first - 1)].last { !$0.isEmpty } ?? "",
                    after: lines[(index + 1)...].first { !$0.isEmpty } ?? ""))
            start = nil
        }
        return blocks
    }

    /// A sentence does not run through a block, and what is typed stands in a block that says so.
    @Test(arguments: documents)
    func blocksStandBetweenSentences(document: String) throws {
        let commands = ["calfold ", "make ", "sqlite3 ", "curl ", "python3 ", "duckdb ", "systemctl ", "./"]
        for block in try Self.blocks(of: document) {
            let place = "\(document):\(block.line)"
            #expect(
                [".", ":", "!", "?", ")", "|", ">", "`"].contains(block.before.last.map(String.init) ?? ".")
                    || block.before.hasPrefix("#"), "\(place): a sentence runs into the block: \(block.before)")
            #expect(
                block.after.first.map { !$0.isLowercase } ?? true,
                "\(place): a sentence goes on after it: \(block.after)")
            guard !Self.runnable.contains(block.language) else { continue }
            for line in block.text.split(separator: "\n") where commands.contains(where: line.hasPrefix) {
                Issue.record("\(place): '\(line)' is typed: write ```sh, and above it '\(Self.mark)…' if need be")
            }
        }
    }

    // MARK: Blocks that are run

    private static let tools = CommandLineTests.root.appending(path: ".build/recipe-tools")
    private static var toolsAreThere: Bool {
        FileManager.default.fileExists(atPath: tools.appending(path: "made-of").path)
    }
    static let documentsThatRun = documents.filter { document in
        (try? blocks(of: document))?.contains { runnable.contains($0.language) && $0.reason == nil } == true
    }

    /// Where they have to be there, tests that were skipped would hide it.
    @Test func toolsOfRecipesAreThereWhereTheyAreRequired() {
        let isRequired = ProcessInfo.processInfo.environment["CALFOLD_RECIPE_TOOLS"] == "required"
        if !Self.toolsAreThere { print("The recipes are not tried: Scripts/recipes/prepare says why.") }
        #expect(Self.toolsAreThere || !isRequired, "Scripts/recipes/prepare says what is missing")
    }

    @Test func somethingIsRun() {
        #expect(Self.documentsThatRun.contains("README.md") && Self.documentsThatRun.contains("docs/recipes.md"))
    }

    /// In a folder that looks like the project after `make run`, with a folder of exports and a directory beside it.
    @Test(arguments: documentsThatRun)
    func blocksRunAsTheyStand(document: String) throws {
        guard document != "docs/recipes.md" || Self.toolsAreThere else { return }
        let scratch = try Self.folder()
        for block in try Self.blocks(of: document) where Self.runnable.contains(block.language) && block.reason == nil {
            let run = try Self.run(block, in: scratch)
            #expect(run.status == 0, "\(document):\(block.line): \(run.status)\n\(run.output)")
        }
    }

    private static func folder() throws -> CommandLineTests.Scratch {
        let scratch = try CommandLineTests.Scratch(), files = FileManager.default
        let root = CommandLineTests.root
        for name in ["out", "bin", "exports"] {
            try files.createDirectory(at: scratch.folder.appending(path: name), withIntermediateDirectories: true)
        }
        for name in ["Fixtures", "docs"] {
            try files.createSymbolicLink(
                at: scratch.folder.appending(path: name), withDestinationURL: root.appending(path: name))
        }
        try files.createSymbolicLink(
            at: scratch.folder.appending(path: "bin/calfold"), withDestinationURL: CommandLineTests.program())
        for name in try files.contentsOfDirectory(atPath: CommandLineTests.sample) {
            try files.copyItem(
                atPath: CommandLineTests.sample + "/" + name, toPath: scratch.path("exports/" + name))
        }
        try Data("a key that only this test knows\n".utf8).write(to: scratch.folder.appending(path: "key.txt"))
        for (from, to) in [("directory.csv", "people.csv"), ("users.csv", "users.csv")] {
            try files.copyItem(
                at: root.appending(path: "Fixtures/partner/\(from)"), to: scratch.folder.appending(path: to))
        }
        let mail = ["tracking-logs", "trace-csv"].map { root.appending(path: "Fixtures/mail/\($0)").path }
        for store in ["out/calfold.db", "calfold.db"] {
            _ = try scratch.calfold(["ingest", CommandLineTests.sample, "--store", store] + mail)
            #expect(try scratch.calfold("fold", "--store", store).status == 0)
        }
        return scratch
    }

    private static func run(_ block: Block, in scratch: CommandLineTests.Scratch) throws -> ProgramRun {
        let process = Process(), file = scratch.folder.appending(path: "said-\(block.line)")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        switch block.language {
        case "sh":
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = ["-euo", "pipefail", "-c", block.text]
        default:
            process.executableURL = tools.appending(path: "bin/python")
            process.arguments = ["-c", block.text]
        }
        process.currentDirectoryURL = scratch.folder
        process.environment = [
            "PATH": "\(scratch.path("bin")):\(tools.appending(path: "bin").path):/usr/bin:/bin",
            "HOME": scratch.folder.path,
        ]
        process.standardInput = FileHandle.nullDevice
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return ProgramRun(
            status: process.terminationStatus, output: try String(contentsOf: file, encoding: .utf8), errors: "")
    }
}
