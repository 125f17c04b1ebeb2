import Foundation
import Testing

/// What people hold in their hands goes through the one door as it is: packed files, workbooks, CLIXML, standard input,
/// and what the support script leaves in a folder.
@Suite struct PackedFileTests {
    private static let folder = CommandLineTests.root.appending(path: "Fixtures")
    private static let plain = folder.appending(path: "calendar/formats/objects-numeric/anna.berg@example.com.csv").path
    private static let raw = folder.appending(path: "calendar/formats/script-raw/anna.berg@example.com.csv").path
    private static let readable = folder.appending(path: "calendar/formats/script-enhanced/anna.berg@example.com.csv")
        .path

    /// Runs a command of the system in the scratch folder.
    private func shell(_ script: String, in scratch: CommandLineTests.Scratch) throws -> (status: Int32, output: String)
    {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = scratch.folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private func zip(
        _ name: String, of files: [(name: String, path: String)], in scratch: CommandLineTests.Scratch
    ) throws {
        let list = files.map { "('\($0.name)', '\($0.path)')," }.joined()
        let made = try shell(
            "python3 -c \"import zipfile; z = zipfile.ZipFile('\(name)', 'w', zipfile.ZIP_DEFLATED); [z.write(p, n) for n, p in [\(list)]]; z.close()\"",
            in: scratch)
        #expect(made.status == 0, "\(made.output)")
    }

    /// Behind a header of 512 bytes a tar archive is the export's own text, which is not to pass for a table whose
    /// first title is odd.
    @Test(arguments: ["ustar", "gnu", "pax", "v7"])
    func aTarArchiveIsNamedAndNotReadAsATable(form: String) throws {
        let scratch = try CommandLineTests.Scratch()
        let folder = URL(filePath: Self.plain).deletingLastPathComponent().path
        let name = URL(filePath: Self.plain).lastPathComponent
        let made = try shell(
            "tar --format=\(form) -cf logs.tar -C \(folder) \(name) && gzip -k logs.tar && mv logs.tar.gz logs.tgz",
            in: scratch)
        #expect(made.status == 0, "\(made.output)")
        for file in ["logs.tar", "logs.tgz"] {
            let run = try scratch.calfold("ingest", file)
            #expect(run.status == 65 && run.errors.contains("this is a tar archive"), "\(run.output)\(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("calfold.db")))
    }

    @Test(arguments: [
        ("a.bz2", "bzip2", "BZh91AY&SY"), ("a.zst", "Zstandard", "\u{28}\\xb5\\x2f\\xfd"),
        ("a.xz", "xz", "\\xfd7zXZ\\x00"), ("a.rar", "RAR", "Rar!\\x1a\\x07\\x00"), ("a.parquet", "Parquet", "PAR1"),
    ])
    func otherPackedFormsAreNamed(name: String, form: String, head: String) throws {
        let scratch = try CommandLineTests.Scratch()
        #expect(try shell("printf '\(head) and more' > \(name)", in: scratch).status == 0)
        let run = try scratch.calfold("ingest", name)
        #expect(run.status == 65 && run.errors.contains(form), "\(run.errors)")
    }

    /// Of a workbook of some kilobytes: a long text that every row of a sheet points to, or an object that every other
    /// points to.
    @Test(arguments: ["book.xlsx", "objects.xml"])
    func whatPointsToOneTextAgainAndAgainTakesNoMemory(name: String) throws {
        let scratch = try CommandLineTests.Scratch()
        let made = try shell(
            """
            python3 - <<'E'
            import zipfile
            m = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
            r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
            z = zipfile.ZipFile('book.xlsx', 'w', zipfile.ZIP_DEFLATED)
            z.writestr('xl/workbook.xml', '<workbook xmlns:r="%s"><sheets><sheet name="a_Raw" r:id="r1"/></sheets></workbook>' % r)
            z.writestr('xl/_rels/workbook.xml.rels', '<Relationships><Relationship Id="r1" Type="%s/worksheet" Target="s.xml"/><Relationship Id="r2" Type="%s/sharedStrings" Target="t.xml"/></Relationships>' % (r, r))
            texts = ['CleanGlobalObjectId', 'ItemClass', 'Extra', 'x' * 1000000]
            z.writestr('xl/t.xml', '<sst>' + ''.join('<si><t>%s</t></si>' % t for t in texts) + '</sst>')
            cells = lambda *n: '<row>' + ''.join('<c t="s"><v>%d</v></c>' % i for i in n) + '</row>'
            z.writestr('xl/s.xml', '<worksheet><sheetData>' + cells(0, 1, 2) + cells(3, 3, 3) * 3000 + '</sheetData></worksheet>')
            z.close()
            with open('objects.xml', 'w') as f:
                f.write('<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props><Obj N="a" RefId="1"><Props><S N="b">' + 'x' * 200000 + '</S></Props></Obj></Props></Obj>')
                f.write(''.join('<Obj RefId="%d"><Props><Ref N="a" RefId="1"/></Props></Obj>' % (i + 2) for i in range(20000)) + '</Objs>')
            E
            python3 -c "
            import resource, subprocess, sys
            end = subprocess.run(['\(try CommandLineTests.program().path)', 'ingest', '\(name)'], stderr=sys.stdout)
            print('status', end.returncode, 'megabytes', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
            """, in: scratch)
        let found = try #require(made.output.firstMatch(of: /status (\d+) megabytes (\d+)/), "\(made.output)")
        #expect(found.output.1 == "65" && Int(found.output.2).map { $0 < 250 } == true, "\(made.output)")
    }

    @Test func garbageBehindGzipIsToldOf() throws {
        let scratch = try CommandLineTests.Scratch()
        _ = try shell(
            "(gzip -c '\(Self.plain)'; echo 'ten bytes') > anna.berg@example.com.csv.gz", in: scratch)
        let run = try scratch.calfold("ingest", "anna.berg@example.com.csv.gz")
        #expect(run.status == 0 && run.output.contains("8 taken + 0 duplicate"), "\(run.output)")
        #expect(run.errors.contains("10 bytes stand behind the end of the gzip data and were passed over"))
    }

    @Test func whateverItIsPackedInItsRowsAreTheSame() throws {
        let scratch = try CommandLineTests.Scratch()
        #expect(try scratch.calfold("ingest", Self.plain).output.contains(" taken + 0 duplicate"))
        try zip(
            "all.zip",
            of: [
                ("deep/anna.berg@example.com.csv", Self.plain),
                ("notes.txt", Self.folder.appending(path: "cases/README.md").path),
            ], in: scratch)
        let packed = try shell("gzip -c '\(Self.plain)' > anna.berg@example.com.csv.gz", in: scratch)
        #expect(packed.status == 0)
        for path in ["all.zip", "anna.berg@example.com.csv.gz"] {
            let again = try scratch.calfold("ingest", path)
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.output.contains(": 0 taken + 8 duplicate + 0 quarantined = 8 rows read"), "\(again.output)")
        }
        #expect(try scratch.calfold("ingest", "all.zip").errors.contains("passed over"))
        // Through a pipe, which can be read once, and with a culture, for which it is read twice.
        let program = try CommandLineTests.program().path
        let piped = try shell(
            "'\(program)' ingest - --store calfold.db --mailbox anna.berg@example.com --culture en-US < anna.berg@example.com.csv.gz",
            in: scratch)
        #expect(piped.status == 0 && piped.output.contains("0 taken + 8 duplicate"), "\(piped.output)")
        let archive = try shell("cat all.zip | '\(program)' ingest - --store calfold.db", in: scratch)
        #expect(
            archive.status == 0 && archive.output.contains("-/deep/anna.berg@example.com.csv: 0 taken + 8 duplicate"),
            "\(archive.output)")
    }

    private func putScriptsFiles(in folder: String, _ scratch: CommandLineTests.Scratch) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
        try files.copyItem(atPath: Self.raw, toPath: scratch.path("\(folder)/240625_anna.berg_RAW_2EA39E.csv"))
        try files.copyItem(atPath: Self.readable, toPath: scratch.path("\(folder)/240625_anna.berg_2EA39E.csv"))
        try "\"Time\",\"MeetingChanges\"\r\n\"1/8/2024\",\"x\"\r\n".write(
            toFile: scratch.path("\(folder)/240625_anna.berg_TimeLine_2EA39E.csv"), atomically: true, encoding: .utf8)
    }

    @Test func ofTheScriptsThreeFilesTheRawOneIsTakenIn() throws {
        let scratch = try CommandLineTests.Scratch()
        try putScriptsFiles(in: "in", scratch)
        let taken = try scratch.calfold("ingest", "in", "--culture", "en-US", "--accepted-domain", "example.com")
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.output.contains("240625_anna.berg_RAW_2EA39E.csv: 8 taken"))
        #expect(taken.errors.contains("2 files are no exports and were passed over. The first, "))
        #expect(!taken.errors.contains("nothing says whose log it is"))
        // The same rows under the mailbox's full name.
        let again = try scratch.calfold("ingest", Self.raw, "--culture", "en-US")
        #expect(again.output.contains("0 taken + 8 duplicate"), "\(again.output)")
    }

    @Test func nightAfterNightToo() throws {
        let scratch = try CommandLineTests.Scratch()
        try putScriptsFiles(in: "inbox", scratch)
        try zip(
            "inbox/more.zip", of: [("ben.ito@example.com.csv", Self.raw.replacing("anna.berg", with: "ben.ito"))],
            in: scratch)
        try "a secret of the tests".write(toFile: scratch.path("key"), atomically: true, encoding: .utf8)
        try """
        store: s.db
        inbox: inbox
        out: out
        key-file: key
        culture: en-US
        accepted-domain: example.com
        """.write(toFile: scratch.path("calfold.yaml"), atomically: true, encoding: .utf8)
        let first = try scratch.calfold("nightly", "--config", "calfold.yaml")
        #expect(first.status == 0, "\(first.output) \(first.errors)")
        #expect(first.output.contains("17 rows read = 17 new + 0 known + 0 quarantined"), "\(first.output)")
        let second = try scratch.calfold("nightly", "--config", "calfold.yaml")
        #expect(second.status == 0, "\(second.output) \(second.errors)")
        #expect(second.output.contains("0 rows read = 0 new"), "\(second.output)")
    }

    @Test func theRestOfAFolderIsTakenInAndWhatCannotBeReadIsSaid() throws {
        let scratch = try CommandLineTests.Scratch()
        let deep = "in/" + Array(repeating: "d", count: 70).joined(separator: "/")
        try FileManager.default.createDirectory(atPath: scratch.path(deep), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.plain, toPath: scratch.path("in/anna.berg@example.com.csv"))
        let taken = try scratch.calfold("ingest", "in")
        #expect(taken.status == 65)
        #expect(taken.output.contains("anna.berg@example.com.csv: 8 taken"))
        #expect(taken.errors.contains("folders are nested more than"))
    }

    @Test func aRefusedFileMakesNoStore() throws {
        let scratch = try CommandLineTests.Scratch()
        try "a,b\n1,2\n".write(toFile: scratch.path("x.csv"), atomically: true, encoding: .utf8)
        let refused = try scratch.calfold("ingest", "x.csv", "--store", "new.db")
        #expect(refused.status == 65)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("new.db")))
        let missing = try scratch.calfold("ingest", "y.csv", "--store", "new.db")
        #expect(missing.status == 66 && missing.errors.contains("there is no such file"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("new.db")))
    }

    /// As another account, where the tests run as one that may do everything.
    @Test func whatMayNotBeReadIsToldFromWhatIsNotThere() throws {
        let scratch = try CommandLineTests.Scratch()
        _ = try scratch.calfold("ingest", Self.plain, "--store", "s.db")
        let program = try CommandLineTests.program().path
        let prefix = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
        let look = try shell("chmod 755 . ; \(prefix)'\(program)' --version", in: scratch)
        // The build may lie where no other account can go.
        guard look.status == 0 else {
            print("Not tried: another account cannot run the program here (\(look.output)).")
            return
        }
        let run = try shell(
            "mkdir shut; mv s.db* shut; chmod 700 shut; chmod 600 shut/s.db; \(geteuid() == 0 ? "" : "chmod 000 shut;") \(prefix)'\(program)' status --store shut/s.db; echo \"status $?\"; \(prefix)'\(program)' status --store none.db; echo \"status $?\"; chmod 700 shut",
            in: scratch)
        #expect(run.output.contains("shut/s.db may not be read by this account"), "\(run.output)")
        #expect(run.output.contains("status 77"), "\(run.output)")
        #expect(run.output.contains("There is no store at none.db"), "\(run.output)")
        #expect(run.output.contains("status 66"), "\(run.output)")
    }
}
