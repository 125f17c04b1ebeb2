import EventStore
import Foundation
import TestSupport
import Testing

/// Thousands of small files: no file waits for the disk alone.
@Suite struct SmallFilesTests {
    /// One of the sample organisation's logs as a file for every row, so that their sum is known.
    private static func scatter(into folder: String) throws -> Int {
        let log = try String(contentsOfFile: NightScratch.logs + "/felix.berg6@example.com.csv", encoding: .utf8)
        let lines = log.split(whereSeparator: \.isNewline)
        for (number, line) in lines.dropFirst().enumerated() {
            try Data((lines[0] + "\n" + line + "\n").utf8).write(
                to: URL(filePath: folder + "/felix.berg6@example.com_\(1000 + number).csv"))
        }
        return lines.count - 1
    }

    /// Links that share a moment were written together.
    private static func transactions(_ store: String) throws -> (links: Int, moments: Int) {
        let batches = try EventLog(path: store, access: .readOnly).batches()
        return (batches.count, Set(batches.map(\.takenInAt)).count)
    }

    @Test func manySmallFilesShareATransaction() throws {
        let scratch = try NightScratch()
        let count = try Self.scatter(into: scratch.folder + "/inbox")
        #expect(count > 80)
        let run = try scratch.calfold(["ingest", "inbox", "--store", "s.db"])
        #expect(run.status == 0 && run.output.contains("\(count) files: \(count) taken"), "\(run.output)\(run.errors)")
        let found = try Self.transactions(scratch.folder + "/s.db")
        #expect(found.links == count && found.moments < 10, "\(found)")
        #expect(try EventLog(path: scratch.folder + "/s.db", access: .readOnly).sources().allSatisfy(\.isComplete))
        #expect(try scratch.calfold(["verify", "--store", "s.db"]).status == 0)
    }

    /// The first night takes all, the second none, and what came between is found.
    @Test func aNightTakesThemTogetherToo() throws {
        let scratch = try NightScratch()
        let count = try Self.scatter(into: scratch.folder + "/inbox")
        #expect(try scratch.night().output.contains("\(count) files, \(count) of them not known yet"))
        let found = try Self.transactions(scratch.folder + "/calfold.db")
        #expect(found.links == count && found.moments < 10, "\(found)")
        try FileManager.default.copyItem(
            atPath: NightScratch.logs + "/felix.berg6@example.com.csv",
            toPath: scratch.folder + "/inbox/felix.berg6@example.com.csv")
        let second = try scratch.night()
        #expect(
            second.output.contains("\(count + 1) files, 1 of them not known yet")
                && second.output.contains("0 new + \(count) known"), "\(second.output)")
    }

    /// One that is no export, one that is refused and one that is cut in the middle keep nothing of the others out, and
    /// each is told once.
    @Test func aBadFileAmongThemConcernsNoOther() throws {
        let scratch = try NightScratch()
        let count = try Self.scatter(into: scratch.folder + "/inbox")
        try scratch.scratch.write("nothing\n", to: "inbox/aaa.txt")
        try scratch.scratch.write("", to: "inbox/felix.berg6@example.com_1010b.csv")
        let head = try String(contentsOfFile: NightScratch.logs + "/felix.berg6@example.com.csv", encoding: .utf8)
            .prefix { !$0.isNewline }
        try scratch.scratch.write(head + "\n;;;half a row\n", to: "inbox/felix.berg6@example.com_1020b.csv")
        let run = try scratch.calfold(["ingest", "inbox", "--store", "s.db"])
        #expect(run.output.contains("\(count) taken + 0 duplicate + 1 quarantined"), "\(run.output)\(run.errors)")
        #expect(
            run.errors.components(separatedBy: "1010b.csv: refused").count == 2
                && run.errors.contains("1 file is no export"), "\(run.errors)")
        #expect(run.output.components(separatedBy: "\n").filter { $0.contains(".csv: ") }.count == count + 1)
    }

    /// A file that is reported is in the log, whatever happens then.
    @Test func whatIsReportedOutlivesAKill() throws {
        let scratch = try NightScratch()
        _ = try Self.scatter(into: scratch.folder + "/inbox")
        for wait in [20_000, 60_000, 120_000] as [UInt32] {
            let process = try scratch.start(["ingest", "inbox", "--store", "k.db"])
            usleep(wait)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let reported = try String(contentsOfFile: scratch.folder + "/stdout", encoding: .utf8).split(
                separator: "\n"
            ).compactMap { $0.components(separatedBy: ": ").first }.filter { $0.hasSuffix(".csv") }
            guard FileManager.default.fileExists(atPath: scratch.folder + "/k.db"), !reported.isEmpty else { continue }
            let known = Set(
                try EventLog(path: scratch.folder + "/k.db", access: .readOnly).sources().filter(\.isComplete).map(
                    \.name))
            #expect(known.isSuperset(of: reported))
        }
        #expect(try scratch.calfold(["ingest", "inbox", "--store", "k.db"]).status == 0)
        #expect(try scratch.calfold(["verify", "--store", "k.db"]).status == 0)
    }
}
