import EventStore
import ExchangeFormats
import Testing

@testable import Intake

/// What is told of a file beside its rows.
@Suite struct CheckTests {
    private func notes(
        _ rows: [SampleRow], columns: [String] = SampleRow.columns,
        options: CalendarReaderOptions = CalendarReaderOptions()
    ) throws -> [String] {
        var reader = try CalendarFileReader(
            ByteSource(bytes: SampleRow.file(rows, columns: columns), path: "alice@example.com.csv"), options: options)
        var notes: [String] = []
        while let chunk = try reader.next() { notes += chunk.notes }
        return notes
    }

    private func zoned(_ name: String) throws -> CalendarReaderOptions {
        CalendarReaderOptions(timeZone: try #require(ZoneCatalogue.shipped.resolve(name)).rules)
    }

    /// Whole days of Warsaw as an export in that clock writes them, and the same in UTC.
    private func wholeDays(local: Bool, summer: Bool) -> [SampleRow] {
        (1...6).map { day in
            SampleRow([
                "itemversion": "\(day)", "mapiisalldayevent": "True", "duration": "1440", "globalobjectid": "ID\(day)",
                "starttime": summer
                    ? (local ? "2024-07-0\(day) 00:00:00" : "2024-06-2\(day) 22:00:00")
                    : (local ? "2024-01-0\(day) 00:00:00" : "2023-12-2\(day) 23:00:00"),
                "endtime": summer
                    ? (local ? "2024-07-0\(day + 1) 00:00:00" : "2024-06-2\(day + 1) 22:00:00")
                    : (local ? "2024-01-0\(day + 1) 00:00:00" : "2023-12-2\(day + 1) 23:00:00"),
            ])
        }
    }

    @Test func wholeDaysTellTheClock() throws {
        for summer in [false, true] {
            #expect(try notes(wholeDays(local: false, summer: summer)).isEmpty)
            let wrong = try notes(wholeDays(local: true, summer: summer))
            #expect(wrong.count == 1)
            #expect(wrong.first?.contains(summer ? "UTC+02:00" : "UTC+01:00") == true)
            #expect(wrong.first?.contains("--time-zone") == true)
            #expect(try notes(wholeDays(local: true, summer: summer), options: zoned("Europe/Warsaw")).isEmpty)
            let stated = try notes(wholeDays(local: false, summer: summer), options: zoned("Europe/Warsaw"))
            #expect(stated.first?.contains("if the file's times are UTC+00:00") == true, "\(stated)")
        }
        let mixed = try notes(wholeDays(local: true, summer: true) + wholeDays(local: true, summer: false))
        #expect(mixed.first?.contains("UTC+01:00 and UTC+02:00, as a clock with summer time has them") == true)
    }

    /// A few rows that disagree are no contradiction, and four rows are too few for one.
    @Test func doubtIsNotTold() throws {
        #expect(try notes(Array(wholeDays(local: true, summer: false).prefix(4))).isEmpty)
        let others = (1...9).map { hour in
            SampleRow([
                "mapiisalldayevent": "True", "starttime": "2024-01-09 0\(hour):10:00",
                "endtime": "2024-01-09 0\(hour):20:00", "duration": "10",
            ])
        }
        #expect(try notes(others).isEmpty)
    }

    @Test func creationTimesTellTheClock() throws {
        // SampleRow's id was made at 2024-01-10 07:02:34 UTC.
        let rows = (0..<5).map { SampleRow(["itemversion": "\($0)", "creationtime": "2024-01-10 07:02:36"]) }
        #expect(try notes(rows).isEmpty)
        let local = rows.map { row in
            var row = row
            row.fields["creationtime"] = "2024-01-10 02:02:36"
            return row
        }
        let found = try notes(local)
        #expect(
            found.first?.contains("UTC-05:00") == true && found.first?.contains("creation times") == true, "\(found)")
        #expect(try notes(local, options: zoned("America/New_York")).contains { $0.contains("creation") } == false)
    }

    @Test func aLocalLogTimeAmongTimesInUTCIsTold() throws {
        let rows = (0..<6).map { SampleRow(["itemversion": "\($0)", "logtime": "2024-01-09 11:18:5\($0)"]) }
        let found = try notes(rows)
        #expect(found.count == 1)
        #expect(found.first?.contains("--log-time-zone") == true && found.first?.contains("UTC+01:00") == true)
        var options = CalendarReaderOptions()
        options.logTimeZone = try #require(ZoneCatalogue.shipped.resolve("Europe/Warsaw")).rules
        #expect(try notes(rows, options: options).isEmpty)
        let file = try ReadFile(SampleRow.file(rows), options: options)
        let plain = try ReadFile(SampleRow.file(rows))
        #expect(file.rows[0].values[.startTime] == plain.rows[0].values[.startTime])
        #expect(file.rows[0].values[.logTime] != plain.rows[0].values[.logTime])
    }

    @Test func durationsThatDoNotFitAreTold() throws {
        let found = try notes((0..<6).map { SampleRow(["itemversion": "\($0)", "duration": "3600"]) })
        #expect(found.count == 1 && found.first?.contains("Duration") == true)
    }

    @Test(arguments: [500, 1_000, 2_000, 12_000]) func whatEndsAtACapIsTold(_ count: Int) throws {
        let columns = ["logtime", "itemclass", "itemversion", "globalobjectid"]
        let rows = (0..<count).map { SampleRow(["itemversion": "\($0)"]) }
        #expect(try notes(rows, columns: columns).count == 1)
        #expect(try notes(rows, columns: columns).first?.contains("exactly \(count) rows") == true)
        #expect(try notes(Array(rows.dropLast()), columns: columns).isEmpty)
        let other = SampleRow(["globalobjectid": "another"])
        let found = try notes(rows + [other], columns: columns)
        #expect(
            found.count == 1
                && found.first?.contains("one meeting has exactly \(count) rows (the first begins on line 2)") == true)
    }

    @Test func quarantinedRowsCountTowardsACap() throws {
        let rows = (0..<500).map { SampleRow(["itemversion": $0 == 7 ? "x" : "\($0)"]) }
        #expect(
            try notes(rows, columns: ["logtime", "itemclass", "itemversion", "globalobjectid"]).first?.contains(
                "exactly 500 rows") == true)
    }

    @Test func cellsCutByASpreadsheetAreNamed() throws {
        let whole = String(repeating: "é", count: 32_766)
        #expect(try notes([SampleRow(["normalizedsubject": whole])]).isEmpty)
        let found = try notes([SampleRow(), SampleRow(["normalizedsubject": whole + "é"])])
        #expect(found.count == 1)
        #expect(found.first?.contains("column normalizedsubject on line 3") == true)
    }

    @Test func lettersThatWereLostAreTold() throws {
        let rows = ["Spotkanie zespo?u", "Za?oga", "Przegl?d"].enumerated().map {
            SampleRow(["itemversion": "\($0.offset)", "normalizedsubject": $0.element])
        }
        #expect(try notes(rows).first?.contains("-Encoding UTF8") == true)
        #expect(try notes(rows + [SampleRow(["normalizedsubject": "Zażółć"])]).isEmpty)
        #expect(
            try notes((0..<5).map { SampleRow(["itemversion": "\($0)", "normalizedsubject": "Why not? Because"]) })
                .isEmpty)
    }

    /// A file that nothing names is named by the directory.
    @Test func theDirectoryKnowsWhoseLogItIs() throws {
        let known = ["Alice Smith": "alice@example.com", "asmith": "Alice@Example.com"]
        for path in ["/x/Alice Smith.csv", "asmith.json", "logs/asmith_2024-02-01.csv"] {
            #expect(MailboxName.inPath(path, named: { known[$0] }) == "alice@example.com")
        }
        #expect(MailboxName.inPath("/bob@example.com/asmith.csv", named: { known[$0] }) == "bob@example.com")
        #expect(MailboxName.inPath("unknown_2024.csv", named: { known[$0] }) == nil)
        var options = CalendarReaderOptions()
        options.mailboxNamed = { known[$0] }
        let file = try ReadFile(SampleRow.file([SampleRow()]), path: "exports/asmith.csv", options: options)
        #expect(file.rows[0].values[.mailbox] == .text("alice@example.com"))
    }

    @Test func whatLiesInAFolderBesideExportsIsNoRefusal() {
        let refusal = IntakeError(.notAnExport, path: "", "")
        for name in ["README", "a/notes.txt", "x.md", "b.png", "archive.d/README"] {
            #expect(InputFinder.isSomethingElse(name: name, refusal: refusal))
        }
        for name in ["a.csv", "b.JSON", "c.xlsx", "MSGTRK.LOG"] {
            #expect(!InputFinder.isSomethingElse(name: name, refusal: refusal))
        }
        #expect(!InputFinder.isSomethingElse(name: "a.txt", refusal: IntakeError(.dateForm, path: "", "")))
    }
}
