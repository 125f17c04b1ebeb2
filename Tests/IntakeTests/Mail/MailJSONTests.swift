import EventStore
import Testing

@testable import Intake

/// Message logs in JSON, in every shape that tools and services give it.
@Suite struct MailJSONTests {
    private let record = """
        {"MessageId":"<A@b>","Received":"2024-03-04T08:00:00.1234567","SenderAddress":"a@x","RecipientAddress":"b@x","Status":"Delivered","MessageTraceId":"t","Size":900,"ToIP":null,"StartDate":"2024-03-01","EndDate":"2024-03-02","Index":7}
        """

    private func row(_ text: String, _ options: CalendarReaderOptions = CalendarReaderOptions()) throws -> ReadMailRow {
        let file = try ReadMailFile(text, options: options)
        try #require(file.quarantined.isEmpty, "\(file.quarantined.map(\.reason.sentence))")
        return try #require(file.rows.first)
    }

    @Test func everyShapeHoldsTheSameRecords() throws {
        let expected = try row(record)
        #expect(expected.key == "<a@b>" && expected[.messageID] == "<A@b>")
        #expect(expected[.logTime] == "17095392001234567" && expected[.size] == "900")
        #expect(
            try expected.more() == [
                "enddate": "2024-03-02", "startdate": "2024-03-01", MailColumn.originalRecord: record,
            ])
        let other = record.replacing("\"b@x\"", with: "\"c@x\"")
        for text in [
            "[\(record),\(other)]", "\(record)\r\n\(other)\n", "\u{FEFF}\(record)\n\(other)",
            "{\"value\":[\(record),\(other)]}",
            "{\"odata.metadata\":\"m\",\"value\":[\(record),\(other)],\"odata.nextLink\":\"l\"}",
            "{\"d\":{\"results\":[\(record),\(other)],\"__next\":\"l\"}}",
            "{\"d\":[\(record),\(other)]}",
        ] {
            let file = try ReadMailFile(text)
            #expect(file.quarantined.isEmpty && file.rows.count == 2, "\(text)")
            #expect(
                file.rows.first?.identity == expected.identity && file.rows.first?.values == expected.values, "\(text)")
        }
    }

    /// As a table with such dates is, and not row by row.
    @Test func datesOfACultureAreRefusedWhereNoneIsStated() throws {
        let american = record.replacing("2024-03-04T08:00:00.1234567", with: "3/14/2024 8:00:00 AM")
        for text in [american, "[\(american),\(american)]", "{\"value\":[\(american)]}"] {
            let error = #expect(throws: IntakeError.self) { try ReadMailFile(text) }
            #expect(error?.code == .dateForm && error?.explanation.contains("en-US") == true, "\(text)")
        }
        #expect(try ReadMailFile("\(american)\n\(record)").rows.count == 1)
        let stated = CalendarReaderOptions(culture: try DateCulture(named: "en-US"))
        #expect(try row(american, stated)[.logTime] == "17104032000000000")
    }

    @Test func theQueryAndTheFetchingAreNoPartOfARecord() throws {
        let verbose = record.dropLast() + ",\"__metadata\":{\"id\":\"u(3)\",\"type\":\"T\"}}"
        let later = verbose.replacing("2024-03-02", with: "2024-03-09").replacing("\"Index\":7", with: "\"Index\":9")
            .replacing("u(3)", with: "u(4)")
        #expect(try row(String(verbose)).identity == row(String(later)).identity)
        #expect(try row(String(verbose)).identity == row(record).identity)
    }

    @Test func graphsNamesMeanTheSame() throws {
        let graph = """
            {"@odata.context":"c","value":[{"id":"t","senderAddress":"a@x","recipientAddress":"b@x","messageId":"<A@b>","receivedDateTime":"2024-03-04T08:00:00.1234567Z","subject":"Hi","size":900,"fromIP":"1.2.3.4","toIP":null,"status":"gettingStatus"}]}
            """
        let read = try row(graph)
        #expect(
            read[.form] == "trace" && read[.messageTraceID] == "t" && read[.status] == "GettingStatus"
                && read[.clientAddress] == "1.2.3.4")
        #expect(read[.logTime] == "17095392001234567")
        let record = graph.dropFirst(#"{"@odata.context":"c","value":["#.count).dropLast(2)
        #expect(try read.more() == [MailColumn.originalRecord: String(record)])
    }

    private func tracking(_ recipients: String, timestamp: String = "\"\\/Date(1709539200123)\\/\"") -> String {
        "{\"Timestamp\":\(timestamp),\"EventId\":\"DELIVER\",\"Source\":\"STOREDRIVER\",\"Sender\":\"a@x\",\"MessageId\":\"<a@b>\",\"Recipients\":\(recipients),\"MessageLatency\":null,\"TotalBytes\":0}"
    }

    @Test(arguments: [
        "[\"b@x\",\"c@x\"]", "\"b@x c@x\"", "{\"value\":[\"b@x\",\"c@x\"],\"Count\":2}", "[\"b@x\",null,\"c@x\"]",
    ]) func listsOfRecipientsAreRead(_ recipients: String) throws {
        let read = try row(tracking(recipients))
        #expect(read[.recipients] == "b@x;c@x")
        #expect(read[.logTime] == "17095392001230000")
    }

    @Test func oneRecipientOrNoneIsRead() throws {
        #expect(try row(tracking("\"b@x\""))[.recipients] == "b@x")
        #expect(try row(tracking("[\"b@x\"]"))[.recipients] == "b@x")
        for none in ["[]", "null", "\"\""] { #expect(try row(tracking(none))[.recipients] == nil) }
    }

    @Test func lostRecipientsAreRefused() throws {
        for lost in ["\"System.String[]\"", "[{\"Local\":\"b\",\"Domain\":\"x\"}]"] {
            let file = try ReadMailFile(tracking(lost))
            #expect(file.rows.isEmpty && file.reasons == ["1:lost-list"])
        }
    }

    @Test func namesWrittenAsNumbersAreRefused() throws {
        let file = try ReadMailFile(tracking("[]").replacing("\"DELIVER\"", with: "4"))
        #expect(file.reasons == ["1:numbered-name"])
        #expect(file.quarantined[0].reason.sentence.contains("-EnumsAsStrings"))
    }

    @Test func recordsMayDifferInTheirFields() throws {
        let other =
            "{\"EventId\":\"SEND\",\"MessageId\":\"<c@d>\",\"Recipients\":\"z@x\",\"Timestamp\":\"2024-03-04T08:00:00Z\",\"New\":[1,2]}"
        let useless = "{\"EventId\":\"SEND\"}", twice = "{\"MessageId\":\"<c@d>\",\"messageid\":\"<c@d>\"}"
        let file = try ReadMailFile(
            [tracking("\"b@x\""), other, useless, tracking("\"c@x\""), twice].joined(separator: "\n"))
        #expect(file.rows.map { $0[.recipients] } == ["b@x", "z@x", "c@x"])
        #expect(file.rows[1][.more] == "{\"new\":\"1;2\"}")
        #expect(file.reasons == ["3:unusable-columns", "5:unusable-columns"])
    }

    @Test func pagesWithoutRecordsAreFine() throws {
        for text in [
            "{\"value\":[]}", "{\"d\":{\"results\":[]}}", "{\"odata.metadata\":\"m\",\"value\":[],\"x\":{\"y\":1}}",
        ] {
            let file = try ReadMailFile(text)
            #expect(file.rows.isEmpty && file.quarantined.isEmpty, "\(text)")
        }
    }

    @Test func answersThatTellOfAnErrorAreRefused() {
        for text in ["{\"error\":{\"code\":\"x\",\"message\":\"y\"}}", "{\"ErrorCode\":\"x\",\"Message\":\"y\"}"] {
            #expect { try ReadMailFile(text) } throws: { "\($0)".contains("what went wrong") }
        }
    }

    @Test func aFileThatWasCutOffSaysSo() throws {
        let file = try ReadMailFile("[\(tracking("[]")),\(tracking("[]").dropLast(20))")
        #expect(file.rows.count == 1 && file.reasons == ["1:broken-json"])
        #expect(file.notes.count == 1 && file.notes[0].contains("cut off"))
    }

    @Test func aThousandRecordsExactlyAreSuspectUnlessMorePagesFollow() throws {
        let records = Array(repeating: record, count: 1_000).joined(separator: ",")
        #expect(try ReadMailFile("[\(records)]").notes.count == 1)
        #expect(try ReadMailFile("{\"value\":[\(records)],\"@odata.nextLink\":\"l\"}").notes.isEmpty)
    }

    @Test func quarantinedRecordsAreReadAgain() throws {
        // Beside a date in ISO form, or the file would be refused as a whole.
        let file = try ReadMailFile(
            tracking("[\"a@x\"]") + "\n" + tracking("[\"b@x\"]", timestamp: "\"13.03.2024 09:00\""))
        #expect(file.reasons == ["2:bad-date"])
        let stored = try #require(file.contexts.first).text
        let context = try #require(RowContext(text: stored))
        guard var retry = RowRetry(context: context, options: try DirtTests.options("culture=de-DE")),
            case .entry(let batch) = retry.read(raw: file.quarantined[0].raw, line: 1)
        else {
            Issue.record("the record was not taken")
            return
        }
        #expect(batch.mailRows.first?[.logTime] == "17103204000000000")
        guard var again = RowRetry(context: context),
            case .problem(let problem) = again.read(raw: Array("{".utf8), line: 1)
        else {
            Issue.record("half a record was taken")
            return
        }
        #expect(problem.code == .brokenJSON)
    }
}
