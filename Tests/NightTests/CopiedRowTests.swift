import EventStore
import Foundation
import TestSupport
import Testing

@testable import Publishing

#if canImport(Glibc)
import Glibc
#endif

/// What may not come between a night's tables and those made anew from the whole log.
@Suite struct CopiedRowTests {
    private static let all = "tables: [meetings, participants, interactions, calendar_log]\n"

    private func put(_ names: some Sequence<String>, _ scratch: NightScratch) throws {
        for name in names {
            try FileManager.default.copyItem(
                atPath: NightScratch.logs + "/" + name, toPath: scratch.folder + "/inbox/" + name)
        }
    }

    private func expectSame(_ left: NightScratch, _ right: NightScratch) throws {
        let left = try NightScratch.files(in: left.tables, ending: ".csv"),
            right = try NightScratch.files(in: right.tables, ending: ".csv")
        #expect(Set(left.keys) == Set(right.keys))
        for (name, data) in right { #expect(left[name] == data, "\(name)") }
    }

    private func log(_ scratch: NightScratch) -> EventLog? {
        try? EventLog(path: scratch.folder + "/calfold.db", access: .readOnly)
    }

    /// Somebody runs `calfold fold --anew` while a night writes its tables.
    @Test func aFoldByHandDuringTheNightLosesNoRows() throws {
        let scratch = try NightScratch(CopiedRowTests.all), undisturbed = try NightScratch(CopiedRowTests.all)
        let names = try NightScratch.samples()
        try put(names, undisturbed)
        #expect(try undisturbed.night().status == 0)
        try put(names.dropLast(2), scratch)
        #expect(try scratch.night().status == 0)
        try put([names[names.count - 2]], scratch)
        let before = try log(scratch)?.checkpoint("night")?.position
        let night = try scratch.start(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"])
        while try log(scratch)?.checkpoint("night")?.position == before, night.isRunning {}
        kill(night.processIdentifier, SIGSTOP)
        let fold = try scratch.start(["fold", "--anew", "--store", "calfold.db"])
        while try log(scratch)?.checkpoint("meetings") != nil, fold.isRunning {}
        kill(fold.processIdentifier, SIGSTOP)
        kill(night.processIdentifier, SIGCONT)
        night.waitUntilExit()
        kill(fold.processIdentifier, SIGCONT)
        fold.waitUntilExit()
        try put(names.suffix(1), scratch)
        #expect(try scratch.night().status == 0)
        try expectSame(scratch, undisturbed)
    }

    /// A new export of the directory comes while the night takes in its files.
    @Test func aDirectoryThatComesDuringTheNightIsNotTakenForTheOneThatWasRead() throws {
        let lines = "directory: people.csv\n"
        let old = "address,aliases\nfelix.berg6@example.com,\n",
            new = "address,aliases\nfelix.merged@example.com,felix.berg6@example.com\n"
        let scratch = try NightScratch(lines), undisturbed = try NightScratch(lines)
        try undisturbed.scratch.write(new, to: "people.csv")
        try undisturbed.takeAll()
        #expect(try undisturbed.night().status == 0)
        try scratch.scratch.write(old, to: "people.csv")
        try scratch.takeAll()
        let night = try scratch.start(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"])
        while try log(scratch)?.head() == nil, night.isRunning {}
        try scratch.scratch.write(new, to: "people.csv")
        night.waitUntilExit()
        #expect(try scratch.night().status == 0)
        try expectSame(scratch, undisturbed)
    }

    /// A table of entries that is kept is one that nobody touched.
    @Test func aTouchedTableOfEntriesIsNotKept() throws {
        let scratch = try NightScratch(CopiedRowTests.all), undisturbed = try NightScratch(CopiedRowTests.all)
        let names = try NightScratch.samples(), last = try #require(names.last)
        try put(names, undisturbed)
        #expect(try undisturbed.night().status == 0)
        try put(names.dropLast(), scratch)
        #expect(try scratch.night().status == 0)
        for (name, data) in try NightScratch.files(in: scratch.tables, ending: "_calendar_log.csv") {
            var bytes = data
            bytes[bytes.endIndex - 4] ^= 1
            let file = try #require(FileHandle(forWritingAtPath: scratch.tables + "/" + name))
            try file.write(contentsOf: bytes)
            try file.close()
        }
        try put([last], scratch)
        #expect(try scratch.night().status == 0)
        try expectSame(scratch, undisturbed)
    }

    /// The loader's profile has a table of e-mails in every month, whenever the first mail came.
    @Test func theFirstMailGivesEveryMonthItsTable() throws {
        let lines = "profile: cli\ntables: [interactions]\n"
        let scratch = try NightScratch(lines), undisturbed = try NightScratch(lines)
        let mail = NightScratch.root.appending(path: "Fixtures/mail/tracking-logs/mbx1/MSGTRK2024030408-1.LOG").path
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        try undisturbed.takeAll()
        for each in [scratch, undisturbed] {
            try FileManager.default.copyItem(atPath: mail, toPath: each.folder + "/inbox/MSGTRK.LOG")
            #expect(try each.night().status == 0)
        }
        try expectSame(scratch, undisturbed)
    }
}
