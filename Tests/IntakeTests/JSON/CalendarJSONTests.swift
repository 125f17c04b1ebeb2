import EventStore
import Testing

@testable import Intake

/// Calendar exports that are JSON, read as the same rows in CSV are.
@Suite struct CalendarJSONTests {
    private func json(_ row: SampleRow, _ changes: [String: String] = [:]) -> String {
        let members = SampleRow.columns.map { column in
            let text = row.fields[column] ?? ""
            let plain =
                ["True": "true", "False": "false", "": "null"][text] ?? (Int(text) == nil ? "\"\(text)\"" : text)
            return "\"\(column)\": \(changes[column] ?? plain)"
        }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private func read(_ text: String, _ options: CalendarReaderOptions = CalendarReaderOptions()) throws -> ReadFile {
        try ReadFile(Array(text.utf8), path: "log.json", options: options)
    }

    @Test func aRecordIsTheSameEntryAsItsRow() throws {
        let rows = [
            SampleRow(), SampleRow(["itemversion": "2", "appointmentrecurring": "True", "normalizedsubject": "Łódź"]),
        ]
        let table = try ReadFile(SampleRow.file(rows))
        let list = try read("[" + rows.map { json($0) }.joined(separator: ",\n") + "]")
        #expect(list.quarantined.isEmpty)
        #expect(zip(list.rows, table.rows).allSatisfy { $0.isSame(as: $1) })
        #expect(list.rows.map(\.line) == [1, 2])
    }

    @Test func datesOfBothPowerShellsAreTheSameInstant() throws {
        let old = try read("[" + json(SampleRow(), ["starttime": #""\/Date(1705993200000)\/""#]) + "]")
        let new = try read("[" + json(SampleRow(), ["starttime": "\"2024-01-23T07:00:00Z\""]) + "]")
        guard case .instant(let before, _)? = old.rows[0].values[.startTime],
            case .instant(let after, _)? = new.rows[0].values[.startTime]
        else {
            Issue.record("no instants")
            return
        }
        #expect(before == after)
    }

    /// What one record becomes never depends on the records around it.
    @Test func recordsWithOtherFieldsAreReadByTheirOwn() throws {
        let short =
            #"{"GlobalObjectId": "X1", "ItemClass": "IPM.Appointment", "LogTimestamp": "2024-01-05T09:30:00Z", "SubjectProperty": "one"}"#
        let long =
            #"{"GlobalObjectId": "X1", "ItemClass": "IPM.Appointment", "LogTimestamp": "2024-01-05T09:30:00Z", "SubjectProperty": "one", "NormalizedSubject": "two"}"#
        let file = try read("[\(short), \(long), \(short)]")
        #expect(file.rows.map { $0.values[.normalizedSubject] } == [.text("one"), .text("two"), .text("one")])
        #expect(file.rows[0].identity == file.rows[2].identity)
        #expect(try read("[\(long)]").rows[0].identity == file.rows[1].identity)
    }

    @Test func badRecordsGoToQuarantineAndCanBeReadAgain() throws {
        let records = [
            json(SampleRow()), json(SampleRow(), ["itemversion": "\"x\""]), #"{"logtime": "2024-01-01 00:00:00"}"#,
            #"{"GlobalObjectId": "a", "globalobjectid": "b", "ItemClass": "c"}"#, "{\"logtime\": broken}",
            json(SampleRow(["itemversion": "3"]), ["starttime": "\"1/23/2024 5:30:00 AM\""]),
        ]
        let file = try read("[\n" + records.joined(separator: ",\n") + "\n]")
        #expect(file.rows.count == 1)
        #expect(file.reasons == ["3:bad-number", "4:missing-id", "5:duplicate-field", "6:broken-json", "7:bad-date"])
        #expect(file.quarantined[3].text == "{\"logtime\": broken}")
        let context = try #require(RowContext(text: file.contexts[4].text))
        guard
            var retry = CalendarRowRetry(
                context: context, options: CalendarReaderOptions(culture: DateCulture(name: "en-US")))
        else {
            Issue.record("no retry")
            return
        }
        guard case .entry(let batch) = retry.read(raw: file.quarantined[4].raw, line: 7) else {
            Issue.record("not understood again")
            return
        }
        #expect(batch.readRows[0].line == 7)
        guard case .problem(let problem) = retry.read(raw: file.quarantined[3].raw, line: 6) else {
            Issue.record("understood")
            return
        }
        #expect(problem.code == .brokenJSON)
    }

    @Test(arguments: [
        ("[{\"a\": 1}]", "this is JSON, and its first record has no fields of a calendar export"),
        ("[\"Local Log Time,ItemId\", \"2024-01-01,x\"]", "Set-Content"), ("[1, 2]", "no record in it can be read"),
        ("{", "no record in it can be read"),
        ("[{\"GlobalObjectId\": \"x\", \"ItemClass\": \"y\", \"StartTime\": \"31.01.2024 17:30:00\"}]", "--culture"),
    ])
    func whatIsNoExportIsRefused(_ text: String, _ says: String) throws {
        let error = #expect(throws: IntakeError.self) { try read(text) }
        #expect(error?.explanation.contains(says) == true, "\(String(describing: error))")
    }

    @Test func emptyListsGiveNothing() throws {
        for text in ["[]", "{\"value\": []}", "[{}]"] { #expect(try read(text).rows.isEmpty) }
    }

    @Test func aFileThatWasCutOffIsTold() throws {
        var reader = try CalendarFileReader(
            ByteSource(bytes: Array("[\(json(SampleRow())),".utf8), path: "a@example.com.json"),
            options: CalendarReaderOptions())
        let chunk = try #require(try reader.next())
        #expect(chunk.batch.rows.count == 1)
        #expect(chunk.notes.contains { $0.contains("cut off") })
    }

    /// OriginalStartDate is kept in a form that needs neither culture nor zone to be read.
    @Test func otherDatesAreKeptInUTC() throws {
        for value in [#""\/Date(1705993200000)\/""#, "\"2024-01-23T08:00:00+01:00\"", "\"2024-01-23 07:00:00\""] {
            let file = try read(
                "[{\"GlobalObjectId\": \"x\", \"ItemClass\": \"IPM.Appointment\", \"LogTimestamp\": \"2024-01-05T09:30:00Z\", \"OriginalStartDate\": \(value)}]"
            )
            #expect(file.rows[0].values[.more] == .text(#"{"originalstartdate":"2024-01-23T07:00:00.0000000Z"}"#))
        }
    }
}
