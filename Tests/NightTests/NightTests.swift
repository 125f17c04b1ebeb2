import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct NightTests {
    /// From `init` to the first published month.
    /// A report stands beside the tables, and a name that nobody knows may be anything.
    @Test func noAddressInAnUnknownClassLeavesWithTheReport() throws {
        let scratch = try NightScratch()
        let name = "felix.berg6@example.com.csv"
        var lines = try String(contentsOfFile: NightScratch.logs + "/" + name, encoding: .utf8).components(
            separatedBy: "\r\n")
        let column = try #require(lines[0].components(separatedBy: ";").firstIndex(of: "itemclass"))
        for (line, itemClass) in [
            (3, "IPM.Form.zq@example.com"), (4, "IPM.Form.Room"), (5, "/o=Org/cn=zqdn"), (6, "IPM.Form.Zqorb Berg"),
            (7, "zq_example.com#EXT#@x.y"), (8, "Zqorb Berg"),
        ] {
            var cells = lines[line].components(separatedBy: ";")
            cells[column] = itemClass
            lines[line] = cells.joined(separator: ";")
        }
        try scratch.scratch.write(lines.joined(separator: "\r\n"), to: "inbox/" + name)
        let night = try scratch.night()
        let report = try String(contentsOfFile: scratch.tables + "/last-night.txt", encoding: .utf8)
        for text in [night.output, night.errors, report] { #expect(!text.lowercased().contains("zq"), "\(text)") }
        #expect(
            report.contains("IPM.Form.Room is not known") && report.contains("(a text)"),
            "\(report)")
    }

    @Test func aNewFolderWorksFromTheFirstNight() throws {
        let scratch = try NightScratch()
        let made = try scratch.calfold(["init", "new"])
        #expect(made.status == 0 && made.output.contains("calfold nightly"), "\(made.errors)")
        #expect(try scratch.calfold(["init", "new"]).status == 77)
        let key =
            try FileManager.default.attributesOfItem(atPath: scratch.folder + "/new/key.txt")[.posixPermissions]
            as? NSNumber
        #expect(key?.intValue == 0o600)
        _ = try scratch.scratch.folder("partner")
        let file = scratch.folder + "/new/calfold.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data((text + "accepted-domain: example.com\npublish:\n  folder: ../partner\n").utf8).write(
            to: URL(filePath: file))
        let name = "felix.berg6@example.com.csv"
        try FileManager.default.copyItem(
            atPath: NightScratch.logs + "/" + name, toPath: scratch.folder + "/new/inbox/" + name)
        let run = try scratch.calfold(["nightly", "--config", "new/calfold.yaml", "--today", "2024-04-15"])
        #expect(
            run.status == 0 && run.output.contains("2024-04_meetings.csv") && run.output.contains(", published"),
            "\(run.output)\(run.errors)")
        #expect(
            try NightScratch.files(in: scratch.folder + "/partner", ending: ".csv")
                == NightScratch.files(in: scratch.folder + "/new/tables", ending: ".csv"))
    }

    @Test func everythingWrongInAConfigurationIsNamedAtOnce() throws {
        let scratch = try NightScratch(
            "time_zone: Mars\nculture: xx-YY\npublish:\n  sfpt: a@b:/c\n  attempts: many\ntables: [meeting]\nsubjects: maybe\nwindow-time-zone: Nowhere/City\n"
        )
        let run = try scratch.night()
        #expect(run.status == 64)
        for words in [
            "line 5: the key time_zone is not known. Did you mean time-zone?",
            "line 8: the key sfpt (below publish) is not known. Did you mean sftp?",
            "line 9: publish.attempts: is a number from 1 to 20",
            "line 10: tables: meeting is not known. Did you mean meetings?", "line 11: subjects: is true or false",
        ] { #expect(run.errors.contains(words), "\(words) in \(run.errors)") }
        try scratch.configure("culture: xx-YY\nwindow-time-zone: Nowhere/City\nview: seen\n")
        let values = try scratch.night()
        #expect(values.status == 64)
        for words in ["line 5: culture: --culture xx-YY is not known.", "line 6: window-time-zone:", "line 7: view:"] {
            #expect(values.errors.contains(words), "\(words) in \(values.errors)")
        }
        try scratch.configure("store: [a\n")
        #expect(try scratch.night().errors.contains("this is not YAML"))
        try scratch.configure("store: a.db\nstore: b.db\n")
        #expect(try scratch.night().errors.contains("stands there twice"))
    }

    @Test func theConfigurationCanBeShownWithItsSources() throws {
        let scratch = try NightScratch("view: as-held\n")
        let key = try scratch.scratch.write("another key of this test\n", to: "elsewhere.txt")
        let run = try scratch.night(
            "--print-config",
            environment: ["CALFOLD_KEY_FILE": key, "CALFOLD_KEY": "a secret that must never be shown"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("\(key)  (the variable CALFOLD_KEY_FILE)"))
        #expect(run.output.contains("as-held  (\(scratch.folder)/calfold.yaml, line 5)"))
        #expect(run.output.contains("inbox  (the standard value)"))
        #expect(!run.output.contains("must never be shown"))
    }

    @Test func aDryRunLeavesNothing() throws {
        let scratch = try NightScratch()
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        try FileManager.default.removeItem(atPath: scratch.tables)
        _ = try scratch.scratch.folder("tables")
        let store = try NightScratch.files(in: scratch.folder, ending: ".db")
        let run = try scratch.night("--dry-run")
        #expect(run.status == 0 && run.output.contains("2024-04_meetings.csv"), "\(run.output)")
        #expect(try NightScratch.files(in: scratch.folder, ending: ".db") == store)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.tables).isEmpty)
    }

    @Test func aSecondRunSaysWhoHoldsTheLock() throws {
        let scratch = try NightScratch()
        try scratch.scratch.write("process 4711, since 2024-04-15T02:00:00Z\n", to: "calfold.db.night")
        let held = open(scratch.folder + "/calfold.db.night", O_RDWR)
        #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
        let refused = try scratch.night()
        #expect(
            refused.status == 75 && refused.errors.contains("process 4711, since 2024-04-15T02:00:00Z"),
            "\(refused.errors)")
        // What a dead process leaves is a file without a lock.
        close(held)
        #expect(try scratch.night().status == 0)
    }

    @Test func whatWasNotPublishedIsPublishedTheNextTime() throws {
        let scratch = try NightScratch("publish:\n  folder: partner\n")
        try scratch.takeAll()
        let failed = try scratch.night()
        #expect(
            failed.status == 69 && failed.output.contains("not published")
                && failed.output.contains("there is no folder"), "\(failed.output)")
        #expect(try scratch.calfold(["status", "--check"]).status == 2)
        _ = try scratch.scratch.folder("partner")
        #expect(try scratch.night().status == 0)
        #expect(
            try NightScratch.files(in: scratch.folder + "/partner", ending: ".csv")
                == NightScratch.files(in: scratch.tables, ending: ".csv"))
        let check = try scratch.calfold(["status", "--check", "--verify"])
        #expect(check.output.hasPrefix("OK - ") || check.output.contains("MB left"), "\(check.output)")
        #expect(check.output.contains("chain verified") && check.output.contains("last good night"))
        // A night that ran while the clock was ahead does not make nights look fresh for as long.
        _ = try scratch.sqlite3("UPDATE night_run SET ended = ended + 315360000000")
        let future = try scratch.calfold(["status", "--check"])
        #expect(future.status == 1 && future.output.contains("lies in the future"), "\(future.output)")
    }

    @Test func doubtsAreInTheStatusAndTheReport() throws {
        let scratch = try NightScratch()
        let name = "felix.berg6@example.com.csv"
        var lines = try String(contentsOfFile: NightScratch.logs + "/" + name, encoding: .utf8).components(
            separatedBy: "\r\n")
        lines[3] = lines[3].replacingOccurrences(of: "2024-", with: "someday-")
        try scratch.scratch.write(lines.joined(separator: "\r\n"), to: "inbox/" + name)
        try scratch.scratch.write("", to: "inbox/empty.csv")
        let run = try scratch.night()
        #expect(
            run.status == 65 && run.output.contains("84 new + 0 known + 1 quarantined")
                && run.output.contains("refused"), "\(run.output)")
        try FileManager.default.removeItem(atPath: scratch.folder + "/inbox/empty.csv")
        #expect(try scratch.night().status == 0, "the file with the bad row is known, and its row is in quarantine")
        let check = try scratch.calfold(["status", "--check"])
        #expect(
            check.status == 1 && check.output.hasPrefix("WARN - ") && check.output.contains("1 row in quarantine"),
            "\(check.output)")
        #expect(try scratch.calfold(["status", "--check", "--store", "nowhere.db"]).status == 2)
    }

    /// What was hashed already cannot be hashed for a table, and what is in the log stays there: so it must not get in
    /// by night.
    @Test func aFinishedTableInTheInboxIsSetAside() throws {
        let scratch = try NightScratch("tables: [calendar_log]\n")
        try scratch.takeAll()
        #expect(try scratch.night().status == 0)
        let tables = try NightScratch.files(in: scratch.tables, ending: ".csv")
        try FileManager.default.copyItem(
            atPath: scratch.tables + "/2024-03_calendar_log.csv",
            toPath: scratch.folder + "/inbox/2024-03_calendar_log.csv")
        let run = try scratch.night()
        #expect(run.status == 65 && run.output.contains("refused: its people are pseudonyms"), "\(run.output)")
        // Where the first rows do not show it, each row is judged.
        let name = "felix.berg6@example.com.csv"
        let rows = try String(contentsOfFile: NightScratch.logs + "/" + name, encoding: .utf8)
        let pseudonym = String(repeating: "A", count: 43) + "="
        let late =
            rows
            + rows.components(separatedBy: "\r\n").dropFirst().joined(separator: "\r\n").replacingOccurrences(
                of: ";felix.berg6@example.com;", with: ";\(pseudonym);")
        try FileManager.default.removeItem(atPath: scratch.folder + "/inbox/2024-03_calendar_log.csv")
        _ = try scratch.scratch.folder("inbox/felix.berg6@example.com")
        try scratch.scratch.write(
            String(repeating: rows, count: 20) + late, to: "inbox/felix.berg6@example.com/more.csv")
        #expect(try scratch.night().status == 1)
        #expect(try scratch.calfold(["quarantine"]).output.contains("pseudonym"))
        #expect(try scratch.night().status == 0)
        #expect(try NightScratch.files(in: scratch.tables, ending: ".csv") == tables)
    }

    /// A row that comes late writes the month again in which its meeting stands, and only months that it touches: from
    /// what stands there, unless somebody has touched it.
    @Test(arguments: [false, true]) func aLateRowWritesItsMonthAgain(somebodyTouchesTheTables: Bool) throws {
        let scratch = try NightScratch("tables: [meetings, participants, interactions, calendar_log]\n")
        try scratch.takeAll()
        let name = "felix.berg6@example.com.csv"
        let text = try String(contentsOfFile: NightScratch.logs + "/" + name, encoding: .utf8)
        var lines = text.components(separatedBy: "\r\n")
        // The last row of a meeting that is no series, of the window's months.
        let late = try #require(
            lines.lastIndex { $0.contains("2024-03-") && $0.contains(";False;") || $0.contains("2024-03-") })
        let row = lines.remove(at: late)
        try scratch.scratch.write(lines.joined(separator: "\r\n"), to: "inbox/" + name)
        #expect(try scratch.night().status == 0)
        if somebodyTouchesTheTables { try scratch.touchTables() }
        try scratch.scratch.write(lines[0] + "\r\n" + row + "\r\n", to: "inbox/late_" + name)
        try FileManager.default.createDirectory(
            atPath: scratch.folder + "/inbox/felix.berg6@example.com", withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: scratch.folder + "/inbox/late_" + name,
            toPath: scratch.folder + "/inbox/felix.berg6@example.com/late.csv")
        let run = try scratch.night()
        #expect(
            run.status == 0 && run.output.contains("1 calendar") && run.output.contains("2024-03_meetings.csv"),
            "\(run.output)")
        #expect(run.output.contains("made, the others copied") != somebodyTouchesTheTables, "\(run.output)")
        let undisturbed = try NightScratch("tables: [meetings, participants, interactions, calendar_log]\n")
        try undisturbed.takeAll()
        #expect(try undisturbed.night().status == 0)
        #expect(
            try NightScratch.files(in: scratch.tables, ending: "03_meetings.csv")
                == NightScratch.files(in: undisturbed.tables, ending: "03_meetings.csv"))
        guard !somebodyTouchesTheTables else { return }
        #expect(
            try NightScratch.files(in: scratch.tables, ending: ".csv")
                == NightScratch.files(in: undisturbed.tables, ending: ".csv"))
    }

    /// A tracking log that grows from night to night, cut in mid-line: nothing goes to quarantine, and nothing is
    /// missing at the end.
    @Test func aTrackingLogMayGrow() throws {
        let name = "MSGTRK.LOG", scratch = try NightScratch("tables: [emails]\n"),
            undisturbed = try NightScratch("tables: [emails]\n")
        let whole = try Data(
            contentsOf: NightScratch.root.appending(path: "Fixtures/mail/tracking-logs/mbx1/MSGTRK2024030408-1.LOG"))
        for share in [3, 2] {
            try whole.prefix(whole.count / share + 11).write(to: URL(filePath: scratch.folder + "/inbox/" + name))
            let run = try scratch.night()
            #expect(run.status == 0 && run.output.contains("+ 0 quarantined"), "\(run.output)")
        }
        for folder in [scratch.folder, undisturbed.folder] {
            try whole.write(to: URL(filePath: folder + "/inbox/" + name))
        }
        for night in [scratch, undisturbed] { #expect(try night.night().status == 0) }
        let counts = try [scratch, undisturbed].map {
            try $0.calfold(["status"]).output.split(separator: "\n").first { $0.hasPrefix("message rows") }
        }
        #expect(counts[0] != nil && counts[0] == counts[1])
        #expect(
            try NightScratch.files(in: scratch.tables, ending: ".csv")
                == NightScratch.files(in: undisturbed.tables, ending: ".csv"))
    }
}
