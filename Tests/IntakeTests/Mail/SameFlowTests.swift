import EventStore
import Testing

@testable import Intake

/// Every folder of Fixtures/mail tells the same flow, so it reads as the same events.
@Suite struct SameFlowTests {
    /// What every form of a tracking log shows of a row. Whole seconds, because culture dates have no more.
    struct Event: Hashable {
        var text: String

        init(_ row: ReadMailRow) {
            let seconds = (row[.logTime].flatMap { Int64($0) } ?? 0) / 10_000_000
            let fields: [MailColumn] = [
                .form, .source, .eventID, .sender, .recipients, .messageInfo, .returnPath, .directionality,
                .connectorID,
            ]
            text =
                "\(row.key) \(row[.messageID] ?? "") \(seconds) " + fields.map { row[$0] ?? "-" }.joined(separator: " ")
        }
    }

    private func damaged(_ text: String?) -> String? { text?.replacing("ä", with: "?") }

    @Test(arguments: [
        "tracking-cmdlet-csv", "tracking-cmdlet-csv-local", "tracking-cmdlet-json", "tracking-cmdlet-json-5",
        "historical-extended",
    ])
    func formsOfTheTrackingLogAgree(_ form: String) throws {
        let servers = try MailFixtures.read("tracking-logs"), other = try MailFixtures.read(form)
        #expect(servers.quarantined.isEmpty && other.quarantined.isEmpty)
        #expect(servers.rows.count == 142)
        // The servers of 2007 do not say which way a message goes.
        let expected = servers.rows.map { row in
            var row = row
            if row[.directionality] == nil {
                row.values[.directionality] = other.rows.first { $0.key == row.key }?[.directionality]
            }
            return Event(row)
        }
        #expect(Set(other.rows.map(Event.init)).symmetricDifference(expected).isEmpty)
        #expect(other.rows.count == expected.count)
        #expect(Set(other.rows.map { damaged($0[.subject]) }) == Set(servers.rows.map { damaged($0[.subject]) }))
    }

    @Test(arguments: [
        "trace-csv", "trace-v2-csv", "trace-json-lines", "web-service-light", "web-service-verbose", "graph",
    ])
    func formsOfTheTraceAgree(_ form: String) throws {
        let trace = try MailFixtures.read(form)
        #expect(trace.quarantined.isEmpty)
        #expect(trace.rows.count == 57)
        #expect(Set(trace.rows.map { $0[.form] }) == ["trace"])
        let told = Set(
            trace.rows.map {
                "\($0.key) \($0[.logTime] ?? "") \($0[.recipients] ?? "") \($0[.status] ?? "") \($0[.messageTraceID] ?? "")"
            })
        // 29 records, of which six were told twice, with a provisional status first.
        #expect(told.count == 35)
        #expect(
            told.contains(
                "<b6f1d2c4@mbx1.example.com> 17095395000000000 dave@example.com Pending 00000002-5c1e-4f6a-9d3b-08dc3c000002"
            ))
        #expect(
            told.contains(
                "<b6f1d2c4@mbx1.example.com> 17095395000000000 dave@example.com Delivered 00000002-5c1e-4f6a-9d3b-08dc3c000002"
            ))
    }

    /// The run of the next day has the same records with other query dates: they are the same events.
    @Test func overlappingRunsShareTheirEvents() throws {
        let trace = try MailFixtures.read("trace-csv")
        #expect(Set(trace.rows.map(\.identity)).count == 35)
        let twice = try MailFixtures.read("tracking-logs")
        #expect(Set(twice.rows.map(\.identity)).count == 142)
    }

    @Test func theSummaryNamesRecipientsAndOutcomes() throws {
        let summary = try MailFixtures.read("historical-summary")
        #expect(summary.quarantined.isEmpty)
        #expect(summary.rows.count == 22)
        let list = try #require(summary.rows.first { $0.key == "<7e0c55aa@mbx1.example.com>" })
        #expect(list[.form] == "historical")
        #expect(list[.recipients] == "sales@example.com;bob@example.com;carol@example.com;dave@example.com")
        #expect(
            list[.recipientStatus]?.hasPrefix("sales@example.com##Receive, Expand;bob@example.com##Receive, Deliver;")
                == true)
        #expect(list[.directionality] == "Originating")
    }
}
