import Foundation
import TestSupport
import Testing

/// What the two filters promise to whoever runs them: whole output or none that is taken for whole.
@Suite struct FilterTests {
    private static let tables = "calfold stream tables meetings --plain --month 2024-02"

    private func sorted(_ scratch: StreamScratch) throws {
        try scratch.done("calfold stream entries \(StreamScratch.logs) | LC_ALL=C sort > sorted.txt")
    }

    @Test func linesAreRowsAndTheTrailerCountsThem() throws {
        let scratch = try StreamScratch()
        let output = try scratch.done("calfold stream entries \(StreamScratch.logs) | tee entries.txt")
        let lines = output.split(separator: "\n")
        let trailer = try #require(lines.last)
        #expect(trailer.hasPrefix("#trailer\tread=1336\ttaken=1336\twritten=\(lines.count - 1)\tsha256="))
        #expect(lines.dropLast().allSatisfy { !$0.hasPrefix("#") })
        let digest = try scratch.done("head -n -1 entries.txt | sha256sum").prefix(64)
        #expect(trailer.hasSuffix("sha256=\(digest)"))
        #expect(!output.utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A || $0 == 0x7F })
    }

    @Test func rejectedRowsAreLinesToo() throws {
        let scratch = try StreamScratch()
        let dirt = Repository.root.appending(path: "Fixtures/calendar/dirt").path
        let run = try scratch.shell("calfold stream entries \(dirt) --rejected rejected.txt")
        #expect(run.status == 1 || run.status == 65)
        let trailer = try #require(run.output.split(separator: "\n").last).split(separator: "\t")
        let counts = trailer.compactMap { $0.split(separator: "=").last.flatMap { Int($0) } }
        let rejected = try String(contentsOfFile: scratch.folder + "/rejected.txt", encoding: .utf8)
            .split(separator: "\n")
        #expect(!rejected.isEmpty)
        #expect(counts[0] - counts[1] == rejected.count)
        #expect(rejected.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 5 })
    }

    @Test func aFileThatIsNoExportIsRefused() throws {
        let scratch = try StreamScratch()
        try scratch.scratch.write("nothing of the kind\n", to: "letter.csv")
        let run = try scratch.shell("calfold stream entries letter.csv \(StreamScratch.logs)")
        #expect(run.status == 65)
        #expect(run.errors.contains("letter.csv: refused"))
        #expect(run.output.split(separator: "\n").last?.hasPrefix("#trailer\tread=1336") == true)
    }

    @Test func unsortedLinesAreRefused() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        let run = try scratch.shell("LC_ALL=C sort -r sorted.txt | \(Self.tables)")
        #expect(run.status == 65)
        #expect(run.errors.contains("not sorted"))
        #expect(!run.output.contains("#trailer"))
    }

    @Test func halfALineIsRefused() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        let run = try scratch.shell("grep -v '^#' sorted.txt | head -c -40 | \(Self.tables)")
        #expect(run.status == 65)
        #expect(run.errors.contains("no end"))
        #expect(!run.output.contains("#trailer"))
    }

    /// The trailers among the lines tell how many there have to be.
    @Test func missingLinesAreNoticed() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        let whole = try scratch.shell("\(Self.tables) < sorted.txt")
        #expect(whole.status == 0)
        let short = try scratch.shell("head -n -1 sorted.txt | \(Self.tables)")
        #expect(short.status == 65)
        #expect(!short.output.contains("#trailer"))
    }

    @Test(arguments: ["a\tb", "a\tcalendar\tzz\t", "a\tletter\t0\t", "a\\q\tcalendar\t0\t"])
    func whatIsNoLineIsRefused(_ line: String) throws {
        let scratch = try StreamScratch()
        try scratch.scratch.write(line + "\n", to: "line.txt")
        let run = try scratch.shell("\(Self.tables) < line.txt")
        #expect(run.status == 65)
        #expect(run.errors.contains("line 1"))
    }

    @Test func aFieldThatCannotBeReadIsRefused() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        try scratch.done(
            "grep -m 1 -P '\\tcalendar\\t' sorted.txt | awk 'BEGIN { FS = OFS = \"\\t\" } { $5 = \"soon\"; print }' > line.txt"
        )
        let run = try scratch.shell("\(Self.tables) < line.txt")
        #expect(run.status == 65)
        #expect(run.errors.contains("logtime"))
    }

    @Test(arguments: [
        "meetings", "meetings --from 2024-01-01", "meetings --month 2024-01 --from 2024-01-01",
        "employees --month 2024-01",
        "ics --month 2024-01", "meetings --month 2024-01 --known-at 3", "meetings --month 2024-13",
        "meetings --month 2024-01 --profile sftp",
    ])
    func whatCannotBeStreamedIsAQuestionOfUsage(_ arguments: String) throws {
        let scratch = try StreamScratch()
        #expect(try scratch.shell("calfold stream tables \(arguments) --plain").status == 64)
    }

    @Test func nobodyIsHashedWithoutAKey() throws {
        #expect(try StreamScratch().shell("calfold stream tables meetings --month 2024-01").status == 77)
    }

    @Test func anOutputThatIsFullEndsWith73() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        #expect(try scratch.shell("calfold stream entries \(StreamScratch.logs) > /dev/full").status == 73)
        #expect(try scratch.shell("\(Self.tables) < sorted.txt > /dev/full").status == 73)
        #expect(
            try scratch.shell("calfold stream entries \(StreamScratch.logs) --rejected /proc/none > /dev/null").status
                == 73)
    }

    @Test func nothingIsLeftBehind() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        let before = try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted()
        try scratch.done(
            "calfold stream tables meetings interactions --plain --from 2024-01-01 --to 2025-01-01 < sorted.txt")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == before)
    }

    /// A window of several months has the lines of each of them.
    @Test func aWindowIsItsMonths() throws {
        let scratch = try StreamScratch()
        try sorted(scratch)
        let tables = "calfold stream tables meetings interactions calendar_log --plain --window-time-zone Asia/Tokyo"
        let whole = try scratch.done("\(tables) --from 2024-01-01 --to 2024-04-01 < sorted.txt")
        let months = try scratch.done(
            "\(tables) --month 2024-03 --month 2024-01 --month 2024-02 --month 2024-01 < sorted.txt")
        #expect(whole == months)
        #expect(whole.contains("\n#months\t2024-01,2024-02,2024-03\t\n"))
    }

    /// Whoever puts months in their places has to know which of them are no whole ones.
    @Test(arguments: [
        ("--from 2024-01-15 --to 2024-03-01", "2024-01,2024-02\t2024-01"),
        ("--from 2024-01-01 --to 2024-03-01T00:00:01Z", "2024-01,2024-02,2024-03\t2024-03"),
        ("--from 2024-02-02 --to 2024-02-03", "2024-02\t2024-02"),
        ("--from 2024-01-31T23:00:00Z --to 2024-03-01 --window-time-zone Europe/Warsaw", "2024-02\t"),
    ])
    func monthsThatTheWindowHasInPartAreTold(_ window: String, _ months: String) throws {
        let output = try StreamScratch().done("calfold stream tables meetings --plain \(window) < /dev/null")
        #expect(output.contains("\n#months\t\(months)\n"))
    }

    /// The device stays what it is for every program of the machine.
    @Test func rejectedRowsReplaceNoDevice() throws {
        let scratch = try StreamScratch()
        try scratch.done("ln -s /dev/null rejected")
        let run = try scratch.shell("calfold stream entries \(StreamScratch.logs) --rejected rejected")
        #expect(run.status == 73)
        #expect(run.errors.contains("a device"))
        try scratch.done("test -L rejected && test -c /dev/null")
    }

    /// One meeting of very many entries: what it takes of memory is that of its entries, and no more.
    @Test(.timeLimit(.minutes(2))) func aMeetingOfManyEntries() throws {
        let scratch = try StreamScratch()
        try scratch.done(
            """
            f=$(ls \(StreamScratch.logs)/*.csv | head -1)
            { head -1 "$f"; grep -a 040000 "$f" | head -1 | awk '{ line = $0
              for (i = 0; i < 50000; i++) { copy = line
                sub(/2024-[0-9-]+ [0-9:]+/, sprintf("2024-02-%02d %02d:%02d:%02d", 1 + i / 3600, i / 150 % 24, i / 60 % 60, i % 60), copy)
                print copy } }'; } > big.csv
            calfold stream entries big.csv --mailbox anna@example.com | LC_ALL=C sort > sorted.txt
            """)
        let run = try scratch.shell(
            "ulimit -v 1200000; calfold stream tables meetings interactions --plain --month 2024-02 < sorted.txt")
        #expect(run.status == 0, "\(run.errors)")
        let taken = try #require(run.output.split(separator: "\n").last?.split(separator: "\t")[2].dropFirst(6))
        #expect(try #require(Int(taken)) > 20_000)
    }
}
