import Testing

@testable import Intake

/// The rows of a workbook are the rows of the same table as CSV.
@Suite struct WorkbookTests {
    static let id = CLIXMLTests.id
    static let title =
        "Enhanced Calendar Logs for Anna.Berg@example.com, Organizer for MeetingID [\(id)]."
    private let path = "anna.berg@example.com.xlsx"

    /// A CSV fixture as cells.
    private func table(_ name: String) throws -> [[String]] {
        var window = try TextWindow(
            ByteSource(path: fixtures + "formats/" + name), encoding: nil, limits: ReaderLimits())
        let header = try HeaderLine.find(in: &window, limits: ReaderLimits())
        var records = RecordReader(window, limits: ReaderLimits())
        try header.skip(in: &records)
        var rows = [header.titles]
        while try records.next() != nil {
            rows.append(records.scanner.kept.map { String(decoding: $0, as: UTF8.self) })
        }
        return rows
    }

    @Test(
        arguments: ["script-raw/anna.berg@example.com.csv", "objects-numeric/ben.ito@example.com.csv"], [false, true])
    func aSheetIsTheTable(_ name: String, isInline: Bool) throws {
        var options = CalendarReaderOptions()
        options.culture = DateCulture(name: "en-US")
        let rows = try table(name).map { row in
            row.map { text -> TestWorkbook.Cell in
                text.isEmpty
                    ? .empty
                    : text == "False"
                        ? .boolean(false)
                        : text == "True"
                            ? .boolean(true)
                            : Int(text) != nil ? .number(text) : isInline ? .inline(text) : .shared(text)
            }
        }
        var book = TestWorkbook(sheets: [.init(name: "anna.berg_Raw", rows: rows, hasPlaces: !isInline)])
        book.hasAbsoluteTargets = isInline
        let read = ReadParts(book.bytes, path: path, options: options)
        let plain = ReadParts(
            try fileBytes(fixtures + "formats/" + name), path: "anna.berg@example.com.csv", options: options)
        #expect(read.refusals.isEmpty, "\(read.refusals)")
        #expect(!plain.rows.isEmpty)
        #expect(read.rows.map(\.identity) == plain.rows.map(\.identity))
        #expect(zip(read.rows, plain.rows).allSatisfy { $0.isSame(as: $1) })
        // The number of the row in the sheet.
        #expect(read.rows.map(\.line) == (2..<2 + Int64(plain.rows.count)).map { $0 })
    }

    /// No column is called so, and a sheet that is passed over in silence would be missed by nobody.
    @Test func aNameWithNULIsSaid() throws {
        let good = sheet(.inline("2024-02-14 09:00:00"))
        var damaged = sheet(.inline("2024-02-14 09:00:00"), more: [("Log_x0000_Time", .inline("x"))])
        damaged.name = "Sheet2"
        let read = ReadParts(TestWorkbook(sheets: [good, damaged]).bytes, path: path)
        #expect(read.rows.count == 1)
        #expect(
            read.refusals.count == 1 && "\(read.refusals)".contains("the name of column 4 has the sign NUL"),
            "\(read.refusals)")
    }

    private func sheet(_ start: TestWorkbook.Cell, more: [(String, TestWorkbook.Cell)] = []) -> TestWorkbook.Sheet {
        .init(
            name: "Sheet1",
            rows: [
                (["CleanGlobalObjectId", "ItemClass", "StartTime"] + more.map(\.0)).map { .inline($0) },
                [.inline(Self.id), .inline("IPM.Appointment"), start] + more.map(\.1),
            ])
    }

    private func csv(_ start: String, more: [(String, String)] = []) -> [ReadRow] {
        let text =
            "CleanGlobalObjectId,ItemClass,StartTime\(more.map { "," + $0.0 }.joined())\n\(Self.id),IPM.Appointment,\(start)"
            + more.map { ",\"\($0.1.replacing("\"", with: "\"\""))\"" }.joined()
        return ReadParts(Array(text.utf8), path: "anna.berg@example.com.csv").rows
    }

    @Test(arguments: [
        ("45299.375", false, "2024-01-08 09:00:00"), ("45299.375011574077", false, "2024-01-08 09:00:01"),
        ("45299.3750014352", false, "2024-01-08 09:00:00.124"), ("45299", false, "2024-01-08 00:00:00"),
        ("43837.375", true, "2024-01-08 09:00:00"), ("61", false, "1900-03-01 00:00:00"),
        ("59", false, "1900-02-28 00:00:00"), ("1", true, "1904-01-02 00:00:00"),
        ("2958465.9999999", false, "9999-12-31 23:59:59.991"),
    ])
    func numbersWithADatesStyleAreDates(_ number: String, from1904: Bool, _ text: String) {
        var book = TestWorkbook(sheets: [sheet(.number(number, style: 1))])
        book.countsFrom1904 = from1904
        for format in [(14, nil), (22, nil), (164, "yyyy\\-mm\\-dd\\ hh:mm:ss"), (165, "m/d/yyyy h:mm:ss")] {
            book.formats = [(0, nil), format]
            let read = ReadParts(book.bytes, path: path)
            #expect(read.rows.map(\.identity) == csv(text).map(\.identity), "\(format) \(read)")
            #expect(read.rows.count == 1)
        }
    }

    @Test func dateFormatsAreToldFromOthers() {
        for code in ["General", "0.00", "#,##0 \"days\"", "[h]:mm:ss", "[Red]0.0", "0\\d", "@"] {
            #expect(!SerialDate.isDate(format: 170, code: code), "\(code)")
        }
        for code in ["dd.mm.yyyy", "[$-409]m/d/yy h:mm AM/PM;@", "yyyy", "\"am\" d"] {
            #expect(SerialDate.isDate(format: 170, code: code), "\(code)")
        }
        #expect(SerialDate().text(of: 0) == "0001-01-01 00:00:00")
        #expect(SerialDate().text(of: 2_958_466) == nil)
        #expect(SerialDate().text(of: -1) == nil)
        #expect(SerialDate().text(of: .nan) == nil)
    }

    @Test func aTextIsPutTogetherOfItsRuns() {
        var book = TestWorkbook(
            sheets: [
                sheet(
                    .inline("2024-01-08 09:00:00"),
                    more: [
                        ("Subject", .xml("<c r=\"D2\" t=\"s\"><v>0</v></c>")),
                        ("Location", .formula("a_x000D_\n\"b\"")),
                    ])
            ])
        book.moreStrings = [
            "<si><r><rPr><b/></rPr><t xml:space=\"preserve\">Plan </t></r><r><t>B</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"
        ]
        let read = ReadParts(book.bytes, path: path)
        let wanted = csv("2024-01-08 09:00:00", more: [("Subject", "Plan B"), ("Location", "a\r\n\"b\"")])
        #expect(wanted.count == 1)
        #expect(read.rows.map(\.identity) == wanted.map(\.identity), "\(read)")
    }

    @Test func theScriptsTabsBelongTogether() throws {
        let raw = sheet(.inline("2024-01-08 09:00:00"))
        func titled(_ columns: [String]) -> [[TestWorkbook.Cell]] {
            [
                [.shared(Self.title)], columns.map { .shared($0) },
                [.shared("Ipm.Appointment"), .shared("2024-01-08 09:00:00")],
            ]
        }
        let book = TestWorkbook(sheets: [
            .init(name: "anna.berg", rows: titled(["ItemClass", "StartTime"])),
            .init(name: "anna.berg_Raw", rows: raw.rows), .init(name: "anna.berg_TimeLine", rows: [[.inline("Time")]]),
            .init(name: "Script Info", rows: [[.inline("Key"), .inline("Value")]]),
        ])
        let read = ReadParts(book.bytes, path: "CalLogSummary_2EA39E.xlsx")
        #expect(read.rows.map(\.identity) == csv("2024-01-08 09:00:00").map(\.identity))
        #expect(read.refusals.values.allSatisfy { $0.code == .companion } && read.refusals.count == 3)
        // The readable log alone is read with the meeting that its title names, as a sheet and saved as CSV.
        let alone = ReadParts(TestWorkbook(sheets: [book.sheets[0]]).bytes, path: "CalLogSummary_2EA39E.xlsx")
        let saved = ReadParts(
            Array("\"\(Self.title)\",\nItemClass,StartTime\nIpm.Appointment,2024-01-08 09:00:00\n".utf8), path: "x.csv")
        #expect(alone.rows.count == 1)
        #expect(alone.rows.map(\.identity) == saved.rows.map(\.identity))
        #expect(alone.rows[0].key == Self.id)
        #expect(alone.mailboxes.first == "anna.berg@example.com" && saved.mailboxes.first == "anna.berg@example.com")
        #expect(alone.rows[0].line == 3 && saved.rows[0].line == 3)
    }

    @Test func aRowBelowATitleIsReadAgainFromTheQuarantine() throws {
        let text = "\(Self.title)\nItemClass,StartTime\nIpm.Appointment,8.1.2024\n"
        var options = CalendarReaderOptions()
        options.culture = DateCulture(name: "en-US")
        var reader = try CalendarFileReader(
            ByteSource(bytes: Array((text + "Ipm.Appointment,1/8/2024").utf8), path: "x"), options: options)
        let chunk = try #require(try reader.next())
        #expect(chunk.quarantined.count == 1 && chunk.batch.rows.count == 1)
        options.culture = DateCulture(name: "de-DE")
        let context = try #require(RowContext(text: chunk.context.text))
        guard var retry = CalendarRowRetry(context: context, options: options),
            case .entry(let batch) = retry.read(raw: chunk.quarantined[0].raw, line: 3)
        else {
            Issue.record("not read again")
            return
        }
        #expect(batch.readRows[0].key == Self.id)
    }

    @Test func aCellThatWasCutIsSaid() {
        let blob = String(repeating: "0A", count: 16_383) + "0"
        let book = TestWorkbook(sheets: [
            sheet(.inline("2024-01-08 09:00:00"), more: [("AppointmentRecurrenceBlob", .shared(blob))])
        ])
        let read = ReadParts(book.bytes, path: path)
        #expect(read.notes.contains { $0.contains("32,767") || $0.contains("32767") }, "\(read.notes)")
    }

    /// Without a header the first row is taken for it, and the others for it once more: the file is not empty.
    @Test(arguments: [0, 1, 5])
    func aSheetWithoutAnEntrySaysWhatItIs(rows: Int) {
        let row: [TestWorkbook.Cell] = [.shared("2024-02-01 09:00:00"), .shared("Create"), .inline("IPM.Appointment")]
        let book = TestWorkbook(sheets: [.init(name: "a_Raw", rows: Array(repeating: row, count: rows))])
        let words = ReadParts(book.bytes, path: path).refusals["\(path)/a_Raw"]?.explanation ?? ""
        #expect(words.contains("nothing stands below its first row") && !words.contains("0 bytes"), "\(words)")
    }

    @Test func hostileSheetsAreRefused() {
        func words(_ xml: String) -> String {
            let parts = TestWorkbook(sheets: [sheet(.empty)]).parts.map { part in
                Packing.File(
                    name: part.name,
                    content: Array(
                        (part.name.contains("sheet1")
                            ? "<worksheet><sheetData>\(xml)</sheetData></worksheet>" : part.text).utf8))
            }
            return ReadParts(Packing.zip(parts), path: path).refusal?.explanation ?? ""
        }
        let header = "<row><c t=\"str\"><v>GlobalObjectId</v></c><c t=\"str\"><v>ItemClass</v></c></row>"
        #expect(words(header + "<row r=\"4000000000\"><c><v>1</v></c></row>").contains("more rows"))
        #expect(words(header + "<row><c r=\"ZZZZ1\"><v>1</v></c></row>").contains("more columns"))
        #expect(words(header + "<row><c t=\"s\"><v>9</v></c></row>").contains("points to a text"))
        #expect(words(header + "<row><c t=\"s\"><v>-1</v></c></row>").contains("points to a text"))
        #expect(words("<row>").contains("broken on line"))
    }

    /// Each sheet is a part of its own: one that many sheets name would be read as often.
    @Test func sheetsThatShareAPartAreRefused() {
        let book = TestWorkbook(sheets: [sheet(.empty), sheet(.empty)])
        func words(_ change: (String) -> String) -> String? {
            let parts = book.parts.map { Packing.File(name: $0.name, content: Array(change($0.text).utf8)) }
            return ReadParts(Packing.zip(parts), path: path).refusal?.explanation
        }
        #expect(words { $0 }?.contains("one part") != true)
        #expect(
            words { $0.replacing("sheet2.xml", with: "sheet1.xml") }?.contains("two of its sheets are one part") == true
        )
        #expect(words { $0.replacing("r:id=\"rId2\"", with: "r:id=\"rId1\"") }?.contains("one part") == true)
        let many = String(repeating: "<sheet name=\"a\" r:id=\"rId1\"/>", count: 10_001)
        #expect(words { $0.replacing("<sheets>", with: "<sheets>" + many) }?.contains("more than 10000 sheets") == true)
    }

    /// A workbook of kilobytes whose cells all point to one long text.
    @Test func cellsThatMultiplyATextAreABomb() {
        var options = CalendarReaderOptions()
        options.limits.freeExpansion = 1 << 20
        let long = String(repeating: "x", count: 200_000)
        let rows = (0..<2_000).map { _ in
            [TestWorkbook.Cell.shared(Self.id), .shared("IPM.Appointment"), .shared(long)]
        }
        let header: [TestWorkbook.Cell] = [.inline("GlobalObjectId"), .inline("ItemClass"), .inline("Subject")]
        let read = ReadParts(
            TestWorkbook(sheets: [.init(name: "a", rows: [header] + rows)]).bytes, path: path, options: options)
        #expect(read.refusal?.explanation.contains("unpack it yourself") == true, "\(read.refusals)")
    }

    @Test func sharedTextsBeyondTheMemoryAreFoundInFiles() throws {
        let texts = (0..<40).map { "<si><t>\($0)-\(String(repeating: "y", count: 2 << 20))</t></si>" }.joined()
        let strings = try SharedStrings(
            ByteSource(bytes: Array("<sst>\(texts)</sst>".utf8), path: "x"), limits: ReaderLimits(), path: "x")
        for number in [0, 1, 31, 32, 39] {
            let text = try #require(try strings.text(at: number))
            #expect(text.starts(with: Array("\(number)-y".utf8)) && text.count == (2 << 20) + "\(number)-".utf8.count)
        }
        #expect(try strings.text(at: 40) == nil)
    }

    @Test func flippedBytesNeverTrap() {
        var generator = SeededGenerator(seed: 7)
        let parts = TestWorkbook(sheets: [sheet(.number("45299.375", style: 1), more: [("A", .shared("b"))])]).parts
        for _ in 0..<2_000 {
            let place = Int.random(in: 0..<parts.count, using: &generator)
            let files = parts.enumerated().map { index, part in
                var bytes = Array(part.text.utf8)
                if index == place {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                        in: 32...126, using: &generator)
                }
                return Packing.File(name: part.name, content: bytes, isDeflated: false)
            }
            _ = ReadParts(Packing.zip(files), path: path)
        }
    }
}

/// Names that the support script gives to files and sheets.
@Suite struct SupportScriptTests {
    @Test(arguments: [
        ("anna.berg_RAW_2EA39E.csv", "anna.berg@example.com"),
        ("in/2406250050001234_anna.berg_RAW_2EA39E.csv", "anna.berg@example.com"),
        ("x.xlsx/anna.berg_Raw", "anna.berg@example.com"), ("SR-12_anna_b_2ea39e.csv", "anna_b@example.com"),
        // Cut off, no name of the script, no case number.
        ("annabella.berg-meyer_RAW_2EA39E.csv", nil), ("anna.berg.csv", nil), ("anna.berg_RAW_2EA39.csv", nil),
        ("case_anna_RAW_2EA39E.csv", "case_anna@example.com"),
    ])
    func theDomainIsTheOrganisations(_ path: String, _ mailbox: String?) {
        var options = CalendarReaderOptions()
        #expect(options.mailbox(inPath: path) == nil)
        options.acceptedDomain = "example.com"
        #expect(options.mailbox(inPath: path) == mailbox)
    }

    @Test func theDirectoryKnowsBetter() {
        var options = CalendarReaderOptions()
        options.acceptedDomain = "example.com"
        options.mailboxNamed = { $0 == "anna" ? "anna@other.example" : nil }
        options.mailboxBeginning = { $0 == "annabella.berg-meyer" ? "annabella.berg-meyerhof@example.com" : nil }
        #expect(options.mailbox(inPath: "case_anna_RAW_2EA39E.csv") == "anna@other.example")
        #expect(
            options.mailbox(inPath: "7_annabella.berg-meyer_RAW_2EA39E.csv") == "annabella.berg-meyerhof@example.com")
    }

    @Test func theRawLogStandsForTheOthers() {
        let names = [
            "a_RAW_2EA39E.csv", "a_2EA39E.csv", "a_TimeLine_2EA39E.csv", "b_2EA39E.csv", "d/a_2EA39E.csv",
            "a_2EA39F.csv", "a_raw.csv",
        ]
        #expect(SupportScript.companions(among: names) == ["a_2EA39E.csv", "a_TimeLine_2EA39E.csv"])
    }
}
