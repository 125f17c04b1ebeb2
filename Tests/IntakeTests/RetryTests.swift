import EventStore
import Testing

@testable import Intake

@Suite struct RetryTests {
    private func retry(
        _ file: ReadFile, _ options: CalendarReaderOptions = CalendarReaderOptions()
    ) throws -> CalendarRowRetry.Outcome {
        let row = try #require(file.quarantined.first)
        guard var retry = CalendarRowRetry(context: try #require(file.contexts.first), options: options) else {
            throw IntakeError(.notAnExport, path: "", "the context was refused")
        }
        return retry.read(raw: row.raw, line: row.line)
    }

    @Test func aRowThatIsStillBadSaysSoAgain() throws {
        for expected in DirtTests.expectations where expected.file.hasPrefix("row-") {
            let file = try ReadFile(
                path: DirtTests.folder + expected.file, options: try DirtTests.options(expected.options))
            guard case .problem(let problem) = try retry(file) else {
                Issue.record("\(expected.file) was taken")
                continue
            }
            #expect(problem.code == file.quarantined.first?.reason.code, "\(expected.file)")
        }
    }

    @Test func aStatedEncodingMakesARowReadable() throws {
        let good = SampleRow.file([SampleRow(["normalizedsubject": "Łódź"])])
        let ansi = good.split(separator: 0x0A)[1].replacing(Array("Łódź".utf8), with: [0xA3, 0xF3, 0x64, 0x9F])
        let file = try ReadFile(SampleRow.file([]) + ansi, path: "bob@example.com.csv")
        #expect(file.reasons == ["2:invalid-encoding"])
        guard case .entry(let batch) = try retry(file, CalendarReaderOptions(encoding: .windows1250)) else {
            Issue.record("the row was not taken")
            return
        }
        let expected = try ReadFile(good, path: "bob@example.com.csv").rows[0]
        #expect(batch.readRows.count == 1)
        #expect(batch.readRows[0] == expected)
    }

    @Test func aStatedCultureMakesARowReadable() throws {
        let file = try ReadFile(
            SampleRow.file([SampleRow(["starttime": "1/13/2024 9:30:00 AM"])]),
            options: CalendarReaderOptions(mailbox: "bob@example.com"))
        #expect(file.reasons == ["2:bad-date"])
        guard case .entry(let batch) = try retry(file, CalendarReaderOptions(culture: DateCulture(name: "en-US")))
        else {
            Issue.record("the row was not taken")
            return
        }
        #expect(batch.readRows[0].values[.mailbox] == .text("bob@example.com"))
        #expect(batch.readRows[0].line == 2)
    }

    @Test func rowsWithLineBreaksAreReadAgainWhole() throws {
        let subject = "two\r\nlines; \"quoted\""
        let file = try ReadFile(
            SampleRow.file([SampleRow(["normalizedsubject": subject, "starttime": "1/13/2024 9:30:00 AM"])]))
        guard case .entry(let batch) = try retry(file, CalendarReaderOptions(culture: DateCulture(name: "en-US")))
        else {
            Issue.record("the row was not taken")
            return
        }
        #expect(batch.readRows[0].values[.normalizedSubject] == .text(subject))
    }

    @Test func aContextCanBeStoredAsText() {
        for mailbox in [nil, "bob@example.com"] {
            for (header, delimiter) in [("a;b", ";"), ("\"a\nb\"\tc", "\t"), ("", ",")] {
                let context = RowContext(
                    header: header, delimiter: delimiter.utf8.first ?? 0, mailbox: mailbox,
                    isMailboxStated: mailbox != nil)
                #expect(RowContext(text: context.text) == context)
            }
        }
        for text in [
            "", "delimiter 59", "delimiter 59\nmailbox-stated x", "delimiter x\nmailbox-stated x\nheader y",
            "delimiter 59\nowner x\nheader y",
        ] {
            #expect(RowContext(text: text) == nil)
        }
    }

    @Test func aContextThatIsNoHeaderIsRefused() {
        func isRefused(_ header: String) -> Bool {
            guard
                let _ = CalendarRowRetry(
                    context: RowContext(header: header, delimiter: UInt8(ascii: ";"), mailbox: nil))
            else { return true }
            return false
        }
        #expect(isRefused("a;b"))
        #expect(isRefused("\""))
        #expect(isRefused(""))
        #expect(!isRefused("itemclass;globalobjectid"))
    }
}
