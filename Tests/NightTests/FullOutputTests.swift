import Foundation
import TestSupport
import Testing

/// Nights, publications and what checks them, where what they print finds no room: a sentence and 73, and the work is
/// done.
@Suite struct FullOutputTests {
    private func program(_ scratch: NightScratch, _ command: String, _ how: String) throws -> NightScratch.Run {
        try scratch.program(
            "/bin/bash", ["-c", "cd '\(scratch.folder)'; '\(try BuiltProgram.url().path)' \(command) \(how)"])
    }

    @Test(arguments: [">/dev/full", ">&-", "<&- >&-"]) func everyStepOfANightIsDone(how: String) throws {
        let scratch = try NightScratch("publish:\n  folder: partner\n")
        try FileManager.default.createDirectory(atPath: scratch.folder + "/partner", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: NightScratch.logs, toPath: scratch.folder + "/inbox/logs")
        for command in [
            "nightly --config calfold.yaml --today 2024-04-15",
            "nightly --config calfold.yaml --today 2024-04-16 --format json",
            "publish tables --to partner", "export --check tables", "export --check tables --format json",
            "hash --key-file key.txt anna@example.com", "status --check",
        ] {
            let run = try program(scratch, command, how)
            #expect(run.status == 73, "\(command) \(how): \(run.status) \(run.errors)")
            #expect(run.errors.contains("Standard output cannot be written"), "\(command) \(how): \(run.errors)")
        }
        let published = try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/partner")
        #expect(published.contains { $0.hasSuffix("_manifest.json") })
        #expect(try scratch.calfold(["export", "--check", "tables"]).status == 0)
        #expect(try scratch.calfold(["verify"]).status == 0)
    }
}
