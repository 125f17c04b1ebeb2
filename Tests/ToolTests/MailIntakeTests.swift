import Foundation
import Testing

/// Message logs through the built program, beside calendar exports.
@Suite struct MailIntakeTests {
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures").path

    @Test func aFolderMayHoldBothKinds() throws {
        let scratch = try CommandLineTests.Scratch()
        let inbox = scratch.folder.appending(path: "inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        for name in [
            "mail/tracking-logs", "mail/graph", "mail/trace-csv",
            "calendar/small-organisation/logs/celia.gallo7@example.com.csv",
        ] {
            let target = inbox.appending(path: String(name.split(separator: "/").last ?? ""))
            try FileManager.default.copyItem(atPath: Self.fixtures + "/" + name, toPath: target.path)
        }
        let first = try scratch.calfold("ingest", "inbox")
        #expect(first.status == 0, "\(first.errors)")
        #expect(
            first.output.contains("celia.gallo7@example.com.csv: 88 taken + 0 duplicate + 0 quarantined = 88 rows read")
        )
        #expect(first.output.contains("18 files: 300 taken + 44 duplicate + 0 quarantined = 344 rows read"))
        let again = try scratch.calfold("ingest", "inbox")
        #expect(again.output.contains("18 files: 0 taken + 344 duplicate + 0 quarantined = 344 rows read"))
        #expect(try scratch.calfold("fold").status == 0)
        #expect(try scratch.calfold("verify").status == 0)
    }

    @Test func quarantinedRowsAreReadAgainByWhatTheyAre() throws {
        let scratch = try CommandLineTests.Scratch()
        let head =
            "Timestamp,EventId,Source,Sender,Recipients,MessageId\r\n2024-03-04T08:00:00Z,DELIVER,STOREDRIVER,a@x,b@x,<a@b>\r\n"
        let rows =
            "13.03.2024 09:00,DELIVER,STOREDRIVER,a@x,b@x,<c@d>\r\n2024-03-04T08:00:00Z,DELIVER,STOREDRIVER,a@x,System.String[],<e@f>\r\n"
        try Data((head + rows).utf8).write(to: URL(filePath: scratch.path("tracking.csv")))
        let record =
            "{\"MessageId\":\"<g@h>\",\"Received\":\"13.03.2024 09:00\",\"SenderAddress\":\"a@x\",\"RecipientAddress\":\"b@x\",\"Status\":\"Delivered\"}"
        let understood = record.replacing("<g@h>", with: "<i@j>").replacing("13.03.2024 09:00", with: "2024-03-13")
        try Data("\(understood)\n\(record)".utf8).write(to: URL(filePath: scratch.path("trace.json")))
        let first = try scratch.calfold("ingest", "tracking.csv", "trace.json")
        #expect(first.status == 1)
        #expect(first.output.contains("2 files: 2 taken + 0 duplicate + 3 quarantined = 5 rows read"))
        #expect(try scratch.calfold("quarantine").output.contains("-join ';'"))
        let retried = try scratch.calfold("quarantine", "--retry", "--culture", "de-DE")
        #expect(retried.errors.contains("2 rows were understood this time"))
        #expect(retried.output.contains("1 row in quarantine"))
    }

    @Test func aLogThatGrowsIsTakenInAsItGrows() throws {
        let scratch = try CommandLineTests.Scratch()
        let whole = try Data(
            contentsOf: URL(filePath: Self.fixtures + "/mail/tracking-logs/mbx1/MSGTRK2024030408-1.LOG"))
        let path = URL(filePath: scratch.path("MSGTRK2024030408-1.LOG"))
        var rows = 0
        for share in [3, 2, 1] {
            try whole.prefix(whole.count / share).write(to: path)
            let run = try scratch.calfold("ingest", "MSGTRK2024030408-1.LOG", "--format", "json")
            #expect(run.status == 0, "\(run.errors)")
            let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            let total = try #require(report["total"] as? [String: Any])
            #expect(total["duplicate"] as? Int == rows && total["quarantined"] as? Int == 0)
            rows += total["taken"] as? Int ?? 0
        }
        #expect(rows == 44)
    }

    @Test func aSuspiciousNumberOfRowsIsTold() throws {
        let scratch = try CommandLineTests.Scratch()
        let row = "2024-03-04T08:00:00Z,DELIVER,STOREDRIVER,a@x,b@x,"
        let text =
            "Timestamp,EventId,Source,Sender,Recipients,MessageId\r\n"
            + (0..<1_000).map { "\(row)<\($0)@b>\r\n" }.joined()
        try Data(text.utf8).write(to: URL(filePath: scratch.path("tracking.csv")))
        let run = try scratch.calfold("ingest", "tracking.csv")
        #expect(run.status == 0)
        #expect(run.errors.contains("exactly 1000 rows"))
    }
}
