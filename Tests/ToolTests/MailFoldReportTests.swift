import Foundation
import Testing

/// What `fold` says of message logs: every row once, and the servers of which no log is there.
@Suite struct MailFoldReportTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let fixtures = CommandLineTests.root.appending(path: "Fixtures")

    private func folded(_ scratch: Scratch, _ options: String...) throws -> [String: Any] {
        let run = try scratch.calfold(["fold", "--format", "json"] + options)
        #expect(run.status == 0, "\(run.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        return try #require(report["mail"] as? [String: Any])
    }

    private func ingest(_ scratch: Scratch, _ path: String) throws {
        let run = try scratch.calfold("ingest", Self.fixtures.appending(path: path).path)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test(arguments: [
        ("cases/fold-row-count/in", 4, ["expansion": 1, "repeated": 1]),
        ("cases/fold-counts-repeats/in", 5, ["repeated": 2]),
        ("cases/recalled-status/polled-before-and-after", 2, ["superseded": 1]),
        ("cases/recalled-status/polled-after", 1, [:]),
        ("cases/last-seen-on-a-hop/in", 4, ["failure": 1, "hop": 1, "shadowCopy": 1]),
    ])
    func everyRowIsCountedOnce(folder: String, rows: Int, leftOut: [String: Int]) throws {
        let scratch = try Scratch()
        try ingest(scratch, folder)
        let mail = try folded(scratch)
        #expect(mail["rows"] as? Int == rows)
        #expect(mail["leftOutRows"] as? [String: Int] == leftOut)
        #expect(mail["countedRows"] as? Int == rows - leftOut.values.reduce(0, +))
    }

    /// All exports of one flow in one store: the same rows in a dozen forms, many of them repeats.
    @Test func everyRowOfAMixtureIsCountedOnce() throws {
        let scratch = try Scratch()
        var taken = 0
        for export in MailTests.exports {
            let run = try scratch.calfold(export.ingest)
            #expect(run.status == 0, "\(run.errors)")
            let number = run.output.split(separator: "\n").last?.firstMatch(of: /(\d+) taken/).flatMap { Int($0.1) }
            taken += try #require(number)
        }
        let mail = try folded(scratch)
        let leftOut = try #require(mail["leftOutRows"] as? [String: Int]),
            counted = try #require(mail["countedRows"] as? Int)
        #expect(mail["rows"] as? Int == taken)
        #expect(counted + leftOut.values.reduce(0, +) == taken)
        #expect(leftOut["repeated", default: 0] > 0)
    }

    /// The list holds for the whole store, whatever a run folded, and a log that comes later takes its server off.
    @Test func serversWithoutALogAreNamedUntilTheirLogComes() throws {
        let scratch = try Scratch()
        try ingest(scratch, "cases/edge-server-with-its-log/in/hub")
        #expect(try folded(scratch)["serversWithoutLog"] as? [String] == ["edge1.contoso.com"])
        #expect(try scratch.calfold("verify").status == 0)
        try ingest(scratch, "cases/smart-host-in-own-domain/in")
        let both = try folded(scratch)
        #expect(both["serversWithoutLog"] as? [String] == ["edge1.contoso.com", "smtp-gw.contoso.com"])
        #expect(both["serversWithoutLogCount"] as? Int == 2)
        #expect(try folded(scratch)["serversWithoutLog"] as? [String] == ["edge1.contoso.com", "smtp-gw.contoso.com"])
        try ingest(scratch, "cases/edge-server-with-its-log/in/edge")
        #expect(try folded(scratch)["serversWithoutLog"] as? [String] == ["smtp-gw.contoso.com"])
        #expect(try folded(scratch, "--anew")["serversWithoutLog"] as? [String] == ["smtp-gw.contoso.com"])
        #expect(try scratch.calfold("verify").status == 0)
    }

    @Test func aLongListIsCutShort() throws {
        let scratch = try Scratch()
        var log =
            "#Fields: date-time,client-hostname,server-hostname,source,event-id,message-id,recipient-address,sender-address\r\n"
        for number in 10..<40 {
            log +=
                "2026-03-02T08:00:00.000Z,ex1.corp.example,gw\(number).corp.example,SMTP,SEND,<m\(number)@ex1>,dan@partner.org,ann@corp.example\r\n"
        }
        try Data(log.utf8).write(to: URL(filePath: scratch.path("MSGTRK2026030208-1.LOG")))
        #expect(try scratch.calfold("ingest", "MSGTRK2026030208-1.LOG").status == 0)
        let mail = try folded(scratch)
        #expect((mail["serversWithoutLog"] as? [String])?.count == 20 && mail["serversWithoutLogCount"] as? Int == 30)
        #expect(mail["emails"] as? Int == 30)
        let text = try scratch.calfold("fold", "--anew").output
        #expect(
            text.contains("no log was taken in: gw10.corp.example, gw11.corp.example")
                && text.contains(", … (30 in all)"))
        #expect(!text.contains("gw30"))
    }

    /// A colleague in the cloud has a pseudonym, also where no row tells whose the routing address is.
    @Test func aRoutingAddressIsNobodyOutside() throws {
        let scratch = try Scratch()
        try ingest(scratch, "cases/hybrid-routing-address/in")
        let alone = """
            #Fields: date-time,client-hostname,server-hostname,source,event-id,message-id,recipient-address,sender-address\r
            2026-02-02T11:00:00.000Z,edge1,contoso-com.mail.protection.outlook.com,SMTP,SEND,<alone@edge1>,eve@contoso.mail.onmicrosoft.com,ann@contoso.com\r

            """
        try Data(alone.utf8).write(to: URL(filePath: scratch.path("MSGTRK2026020211-1.LOG")))
        #expect(try scratch.calfold("ingest", "MSGTRK2026020211-1.LOG").status == 0)
        try Data("a key that only this test knows".utf8).write(to: URL(filePath: scratch.path("key.txt")))
        let export = try scratch.calfold(
            "export", "emails", "--key-file", "key.txt", "--accepted-domain", "contoso.com")
        #expect(export.status == 0, "\(export.errors)")
        let rows = try String(contentsOfFile: scratch.path("emails.csv"), encoding: .utf8).components(
            separatedBy: "\r\n"
        ).dropFirst().dropLast()
        let recipients = rows.map { $0.components(separatedBy: ";")[2] }
        #expect(
            recipients.count == 2 && Set(recipients).count == 2 && !recipients.contains("external")
                && !recipients.contains(""))
        let bob = try scratch.calfold("hash", "bob@contoso.com", "--key-file", "key.txt")
        #expect(recipients.contains { bob.output.contains($0) }, "\(bob.output)\(bob.errors)")
    }
}
