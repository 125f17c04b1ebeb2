import EventStore
import ExchangeFormats
import Testing

@testable import Intake

/// CSV files of Get-MessageTrackingLog and Get-MessageTrace, as people make them.
@Suite struct MailTableTests {
    private func tracking(
        recipients: String, title: String = "Recipients", timestamp: String = "2024-03-04T08:00:00.000Z"
    ) -> String {
        "\"Timestamp\",\"EventId\",\"Source\",\"Sender\",\"\(title)\",\"MessageId\",\"MessageSubject\"\r\n"
            + "\"\(timestamp)\",\"DELIVER\",\"STOREDRIVER\",\"alice@example.com\",\"\(recipients)\",\"<a@b>\",\"Lunch\"\r\n"
    }

    @Test(arguments: [
        "a@x;b@x", "a@x,b@x", "a@x b@x", "a@x|b@x", "{a@x, b@x}", " a@x ;; b@x ", "a@x\r\nb@x",
    ]) func listsAreReadWhateverSeparatesThem(_ text: String) throws {
        #expect(try #require(ReadMailFile(tracking(recipients: text)).rows.first)[.recipients] == "a@x;b@x")
    }

    @Test func quotesAndLegacyNamesHoldTheirSpaces() throws {
        #expect(
            try #require(ReadMailFile(tracking(recipients: "\"\"john smith\"\"@x b@x")).rows.first)[.recipients]
                == "\"john smith\"@x;b@x")
        #expect(
            try #require(
                ReadMailFile(tracking(recipients: "/o=First Organization/cn=Recipients/cn=bob;a@x")).rows.first)[
                    .recipients]
                == "/o=First Organization/cn=Recipients/cn=bob;a@x")
        #expect(try #require(ReadMailFile(tracking(recipients: "{}")).rows.first)[.recipients] == nil)
    }

    @Test(arguments: [" $_.Recipients", "$_.Recipients", "$_.Recipients -join ' '", "RECIPIENTS"])
    func theColumnIsKnownByWhatItHolds(_ title: String) throws {
        #expect(
            try #require(ReadMailFile(tracking(recipients: "a@x b@x", title: title)).rows.first)[.recipients]
                == "a@x;b@x")
    }

    @Test(arguments: [
        "System.String[]", "System.Collections.ArrayList",
        "Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]", "{a@x, b@x...}", "a@x, b@...",
    ]) func lostListsAreRefusedWithTheRemedy(_ text: String) throws {
        let file = try ReadMailFile(tracking(recipients: text))
        #expect(file.rows.isEmpty)
        #expect(file.reasons == ["2:lost-list"])
        #expect(file.quarantined[0].reason.sentence.contains("-join ';'"))
        #expect(!file.quarantined[0].reason.sentence.contains("a@x"))
    }

    @Test func timesAreThoseOfTheComputerOnlyInTheCmdletsOutput() throws {
        let warsaw = try DirtTests.options("time-zone=Europe/Warsaw")
        func time(_ text: String, _ options: CalendarReaderOptions = CalendarReaderOptions()) throws -> String? {
            try #require(ReadMailFile(text, options: options).rows.first)[.logTime]
        }
        let local = tracking(recipients: "a@x", timestamp: "2024-03-04T09:00:00.000")
        #expect(try time(local, warsaw) == "17095392000000000")
        #expect(try time(local) == "17095428000000000")
        let trace =
            "MessageId,Received,SenderAddress,RecipientAddress,Status,MessageTraceId\r\n<a@b>,2024-03-04T08:00:00.1234567,a@x,b@x,Delivered,t\r\n"
        #expect(try time(trace, warsaw) == "17095392001234567")
        #expect(try time(trace) == "17095392001234567")
    }

    @Test func culturesAreStatedAndNotGuessed() throws {
        let text = tracking(recipients: "a@x", timestamp: "3/4/2024 9:00:00 PM")
        #expect(throws: IntakeError.self) { try ReadMailFile(text) }
        let file = try ReadMailFile(text, options: DirtTests.options("culture=en-US"))
        #expect(file.rows.first?[.logTime] == "17095860000000000")
    }

    @Test func theQueryIsNoPartOfARecord() throws {
        func identity(_ start: String, _ index: String) throws -> EventIdentity {
            let text =
                "PSComputerName,MessageId,Received,SenderAddress,RecipientAddress,Status,MessageTraceId,StartDate,EndDate,Index\r\n"
                + "\(index).outlook,<a@b>,2024-03-04T08:00:00,a@x,b@x,Delivered,t,\(start),\(start),\(index)\r\n"
            let row = try #require(ReadMailFile(text).rows.first)
            // The span is kept, as monitoring shows it; how the answer was fetched is not.
            let line = "\(index).outlook,<a@b>,2024-03-04T08:00:00,a@x,b@x,Delivered,t,\(start),\(start),\(index)"
            #expect(try row.more() == ["enddate": start, "startdate": start, MailColumn.originalRecord: line])
            return row.identity
        }
        #expect(try identity("2024-03-01", "1") == identity("2024-03-02", "2"))
    }

    @Test func whatHasNoFieldIsKept() throws {
        let text =
            "Organization,MessageId,Received,SenderAddress,RecipientAddress,Status,FromIP,ToIP,Size\r\no,<a@b>,2024-03-04T08:00:00,a@x,b@x,filteredAsSpam,1.2.3.4,5.6.7.8,900\r\n"
        let row = try #require(ReadMailFile(text).rows.first)
        #expect(
            try row.more() == [
                "organization": "o",
                MailColumn.originalRecord: "o,<a@b>,2024-03-04T08:00:00,a@x,b@x,filteredAsSpam,1.2.3.4,5.6.7.8,900",
            ])
        #expect(row[.status] == "FilteredAsSpam")
        #expect(row[.clientAddress] == "1.2.3.4" && row[.serverAddress] == "5.6.7.8" && row[.size] == "900")
    }

    @Test(arguments: [
        ("12595", "12595"), ("12.3 KB (12,595 bytes)", "12595"), ("12.3 KB (12.595 bytes)", "12595"),
        ("1 MB (1\u{A0}048\u{A0}576 bytes)", "1048576"), ("\"12,595\"", "12595"), ("12'595", "12595"), ("900.0", "900"),
    ])
    func sizesAreReadAsPeopleSeeThem(_ size: String, _ bytes: String) throws {
        let value = size.contains(",") && !size.hasPrefix("\"") ? "\"\(size)\"" : size
        let text =
            "MessageId,Received,SenderAddress,RecipientAddress,Status,Size\r\n<a@b>,2024-03-04T08:00:00,a@x,b@x,Delivered,\(value)\r\n"
        #expect(try ReadMailFile(text).rows.first?[.size] == bytes)
    }

    @Test(arguments: ["12 KB", "1.25.3", "12.3 KB (bytes)", "1,2345", "(12)", "9,999,999,999,999,999,999,999"])
    func aSizeThatIsNoneIsNotGuessed(_ size: String) throws {
        let text =
            "MessageId,Received,SenderAddress,RecipientAddress,Status,Size\r\n<a@b>,2024-03-04T08:00:00,a@x,b@x,Delivered,\"\(size)\"\r\n"
        #expect(try ReadMailFile(text).rows.isEmpty)
    }

    @Test func aThousandRowsExactlyAreSuspect() throws {
        let row = String(tracking(recipients: "a@x").split(separator: "\r\n")[1]) + "\r\n"
        let header = String(tracking(recipients: "a@x").split(separator: "\r\n")[0]) + "\r\n"
        for (count, isSuspect) in [(999, false), (1_000, true), (1_001, false)] {
            for rowsPerBatch in [16_384, 500] {
                var options = CalendarReaderOptions()
                options.limits.rowsPerBatch = rowsPerBatch
                let file = try ReadMailFile(header + String(repeating: row, count: count), options: options)
                #expect(file.rows.count == count)
                #expect(file.notes.isEmpty != isSuspect)
            }
        }
    }

    @Test func aRepeatedHeaderIsNoRow() throws {
        let text = tracking(recipients: "a@x")
        let file = try ReadMailFile(text + "#TYPE Selected.X\r\n" + text)
        #expect(file.rows.count == 2 && file.quarantined.isEmpty)
    }

    @Test func whatIsMissingIsSaid() {
        func refusal(_ header: String) -> String {
            do { return "\(try ReadMailFile(header + "\r\n").rows.count) rows" } catch { return "\(error)" }
        }
        #expect(refusal("MessageId,Recipients,EventId").contains("no time"))
        #expect(refusal("MessageId,Recipients,Timestamp").contains("neither EventId"))
        #expect(refusal("MessageId,RecipientCount,EventId,Timestamp").contains("-join ';'"))
        #expect(refusal("MessageId,Recipients,EventId,Timestamp,eventid").contains("twice"))
    }

    @Test func quarantinedRowsAreReadAgain() throws {
        let text =
            tracking(recipients: "a@x;b@x", timestamp: "13.03.2024 09:00")
            + tracking(recipients: "a@x").split(separator: "\r\n")[1] + "\r\n"
        let file = try ReadMailFile(text)
        #expect(file.reasons == ["2:bad-date"])
        let stored = try #require(file.contexts.first).text
        let context = try #require(RowContext(text: stored))
        #expect(context.form == .mailTable)
        var options = try DirtTests.options("culture=de-DE")
        options.timeZone = try DirtTests.options("time-zone=Europe/Warsaw").timeZone
        guard var retry = RowRetry(context: context, options: options),
            case .entry(let batch) = retry.read(raw: file.quarantined[0].raw, line: 2)
        else {
            Issue.record("the row was not taken")
            return
        }
        #expect(batch.kind == .mail)
        #expect(batch.mailRows.first?[.logTime] == "17103168000000000")
    }
}
