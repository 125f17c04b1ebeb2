import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What lies in an inbox beside exports, and what becomes of tables that nobody wants any more.
@Suite struct InboxTests {
    private static let name = "felix.berg6@example.com.csv"

    private func scratch(_ more: String = "") throws -> NightScratch {
        let scratch = try NightScratch(more)
        try FileManager.default.copyItem(
            atPath: NightScratch.logs + "/" + Self.name, toPath: scratch.folder + "/inbox/" + Self.name)
        return scratch
    }

    /// As 'calfold ingest' does: a note among the exports does not make every night a bad one.
    @Test func whatIsNoExportIsPassedOver() throws {
        let scratch = try scratch()
        try scratch.scratch.write("Put the exports here.\n", to: "inbox/README.txt")
        for _ in 0..<2 {
            let run = try scratch.night()
            #expect(run.status == 0 && run.output.contains("passed over 1 file"), "\(run.output)")
            #expect(!run.output.contains("README"))
        }
    }

    /// Only one who is not root can be kept from reading; nothing that cannot be read keeps the rest out, and no name
    /// is told.
    @Test func whatCannotBeReadKeepsNothingElseOut() throws {
        let scratch = try scratch()
        guard getuid() == 0 else { return print("only root can hand a folder to somebody else") }
        try scratch.scratch.write("x", to: "inbox/alice@example.com.csv", mode: 0o000)
        _ = try scratch.scratch.folder("inbox/bob@example.com")
        try scratch.scratch.write("x", to: "inbox/bob@example.com/1.csv")
        chmod(scratch.folder + "/inbox/bob@example.com", 0o000)
        defer { chmod(scratch.folder + "/inbox/bob@example.com", 0o700) }
        let run = try scratch.asNobody(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"])
        #expect(
            run.status == 65 && run.output.contains("85 new") && run.output.contains("2024-02_meetings.csv"),
            "\(run.output)\(run.errors)")
        #expect(run.output.contains("2 files or folders of the inbox cannot be read"), "\(run.output)")
        for text in [
            run.output, run.errors, try String(contentsOfFile: scratch.tables + "/last-night.json", encoding: .utf8),
        ] {
            #expect(!text.contains("alice") && !text.contains("bob"), "\(text)")
        }
    }

    /// A table that is taken out of the configuration leaves the folder and the target with the month's next tables.
    @Test func tablesThatAreNotWantedAnyMoreGo() throws {
        let scratch = try scratch("publish:\n  folder: partner\ntables: [meetings, participants]\n")
        let partner = try scratch.scratch.folder("partner")
        try scratch.scratch.write("somebody else's", to: "partner/2024-02_notes.csv")
        #expect(try scratch.night().status == 0)
        #expect(FileManager.default.fileExists(atPath: partner + "/2024-02_participants.csv"))
        try scratch.configure("publish:\n  folder: partner\ntables: [meetings]\n")
        let run = try scratch.night()
        #expect(run.status == 0, "\(run.output)")
        for folder in [scratch.tables, partner] {
            #expect(!FileManager.default.fileExists(atPath: folder + "/2024-02_participants.csv"), "\(folder)")
            #expect(FileManager.default.fileExists(atPath: folder + "/2024-02_meetings.csv"))
        }
        #expect(FileManager.default.fileExists(atPath: partner + "/2024-02_notes.csv"), "what is not ours stays")
    }

    /// A table that somebody took out of the folder is written again, and published.
    @Test func aTableThatIsGoneIsWrittenAgain() throws {
        let scratch = try scratch("publish:\n  folder: partner\n")
        let partner = try scratch.scratch.folder("partner")
        #expect(try scratch.night().status == 0)
        let before = try NightScratch.files(in: scratch.tables, ending: ".csv")
        for folder in [scratch.tables, partner] {
            try FileManager.default.removeItem(atPath: folder + "/2024-02_meetings.csv")
        }
        let run = try scratch.night()
        #expect(run.status == 0 && run.output.contains("months     2024-02\n"), "\(run.output)")
        for folder in [scratch.tables, partner] {
            #expect(try NightScratch.files(in: folder, ending: ".csv") == before)
        }
    }

    /// The report of the night that publishes what an earlier one could not says so.
    @Test func theReportSaysWhatWasSent() throws {
        let scratch = try scratch("publish:\n  folder: partner\n")
        let failed = try scratch.night()
        #expect(
            failed.status == 69 && failed.output.contains("not everything was polled, published or pushed")
                && !failed.output.contains(": not done"), "\(failed.output)")
        _ = try scratch.scratch.folder("partner")
        let count =
            try NightScratch.files(in: scratch.tables, ending: ".csv").count
            + NightScratch.files(in: scratch.tables, ending: "_datapackage.json").count
        #expect(try scratch.night().output.contains("partner: \(count) files sent"))
        #expect(try scratch.night().output.contains("partner: 0 files sent, \(count) there already"))
    }

    /// Cron mails what is printed: nothing after a good night, everything after another.
    @Test func aQuietNightPrintsOnlyWhatNeedsALook() throws {
        let scratch = try scratch("publish:\n  folder: partner\n")
        let failed = try scratch.night("--quiet")
        #expect(failed.status == 69 && failed.output.contains("there is no folder"), "\(failed.output)")
        _ = try scratch.scratch.folder("partner")
        let good = try scratch.night("--quiet")
        #expect(good.status == 0 && good.output.isEmpty && good.errors.isEmpty, "\(good.output)\(good.errors)")
    }

    /// Store, tables and manifests hold what people wrote, or show it: others on the machine are not to read them.
    @Test func nobodyElseCanReadWhatANightWrites() throws {
        let scratch = try scratch()
        #expect(try scratch.night().status == 0)
        for name in [
            "calfold.db", "tables/2024-02_manifest.json", "tables/2024-02_meetings.csv", "tables/last-night.json",
        ] {
            let mode =
                try FileManager.default.attributesOfItem(atPath: scratch.folder + "/" + name)[.posixPermissions]
                as? NSNumber
            #expect((mode?.intValue ?? 0o777) & 0o007 == 0, "\(name)")
        }
    }

    /// A copy of a log that is being written: the half row is left for the next copy, and the report says so.
    @Test func aLogThatWasCopiedWhileItGrewHasAHalfRow() throws {
        let scratch = try NightScratch("tables: [emails]\n")
        let whole = try Data(
            contentsOf: NightScratch.root.appending(path: "Fixtures/mail/tracking-logs/mbx1/MSGTRK2024030408-1.LOG"))
        let path = scratch.folder + "/inbox/MSGTRK.LOG"
        try whole.prefix(whole.count / 2 + 11).write(to: URL(filePath: path))
        let run = try scratch.night()
        #expect(
            run.status == 0 && run.output.contains("+ 0 quarantined")
                && run.output.contains("its last line has no end"), "\(run.output)")
        try (whole + Data("2024-03-04T10".utf8)).write(to: URL(filePath: path))
        #expect(try scratch.night().output.contains("its last line has no end"))
        try whole.write(to: URL(filePath: path))
        let last = try scratch.night()
        #expect(last.output.contains(" 0 new") && !last.output.contains("its last line has no end"), "\(last.output)")
    }

    /// What the script of Exchange Server could not split into columns it keeps beside the exports, for people.
    @Test func whatTheCollectorCouldNotReadIsLeftAlone() throws {
        let scratch = try scratch()
        _ = try scratch.scratch.folder("inbox/unread")
        try scratch.scratch.write(
            "Local Log Time,NormalizedSubject\r\n2/1/2024,a,b\r\n",
            to: "inbox/unread/felix.berg6@example.com_2024-02-01.csv.unread")
        let run = try scratch.night()
        #expect(run.status == 0 && run.output.contains("inbox      1 file,"), "\(run.output)")
    }

    /// The same remark on many files is made once.
    @Test func aRemarkOnManyFilesIsMadeOnce() throws {
        let scratch = try scratch()
        for name in ["one.csv", "two.csv", "three.csv"] {
            try FileManager.default.copyItem(
                atPath: NightScratch.logs + "/" + (try NightScratch.samples()[name.count]),
                toPath: scratch.folder + "/inbox/" + name)
        }
        let output = try scratch.night().output
        #expect(output.components(separatedBy: "nothing says whose log it is").count == 2, "\(output)")
        #expect(output.contains("note on 3 files"))
    }
}
