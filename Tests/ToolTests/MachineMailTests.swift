import Foundation
import Testing

/// What nobody wrote: `--leave-out-mail` says what of it tables leave out, on the command line and in a configuration
/// alike.
@Suite struct MachineMailTests {
    private typealias Scratch = CommandLineTests.Scratch

    /// One message for each origin, each to bob; a rule of bob's sends the first on to dave.
    private static let log: String = {
        let fields = "date-time,source,event-id,message-id,sender-address,recipient-address,return-path,source-context"
        var lines = ["#Software: Microsoft Exchange Server", "#Fields: \(fields)"]
        var minute = 0
        func message(_ name: String, _ source: String, context: String = "", returnPath: String = "") {
            minute += 1
            let time = "2024-03-04T08:\(minute < 10 ? "0" : "")\(minute)"
            let rest = "<\(name)@ex1.example.com>,alice@example.com,bob@example.com,\(returnPath),\(context)"
            lines.append("\(time):00.000Z,\(source),RECEIVE,\(rest)")
            lines.append("\(time):01.000Z,STOREDRIVER,DELIVER,\(rest)")
        }
        message("person", "STOREDRIVER")
        for event in ["MAILBOXRULE,RECEIVE", "STOREDRIVER,DELIVER"] {
            lines.append(
                "2024-03-04T08:01:02.000Z,\(event),<person@ex1.example.com>,alice@example.com,dave@example.com,,")
        }
        message("reply", "STOREDRIVER", returnPath: "<>")
        message("rule", "MAILBOXRULE")
        message("agent", "AGENT")
        message("journal", "AGENT", context: "Journaling")
        message("folder", "PUBLICFOLDER")
        message("server", "DSN")
        message("approval", "APPROVAL")
        message("invitation", "STOREDRIVER", context: "MessageClass:IPM.Schedule.Meeting.Request")
        return lines.joined(separator: "\r\n") + "\r\n"
    }()

    private static let options = ["--accepted-domain", "example.com"]

    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try Data(Self.log.utf8).write(to: URL(filePath: scratch.path("MSGTRK2024030408-1.LOG")))
        let taken = try scratch.calfold("ingest", "MSGTRK2024030408-1.LOG")
        #expect(taken.status == 0 && taken.output.contains("20 taken"), "\(taken.output)\(taken.errors)")
        return scratch
    }

    /// Names of the messages in a table, with the recipient where it is not bob.
    private func names(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\r\n").dropFirst().dropLast().map {
            line in
            let fields = line.split(separator: ";", omittingEmptySubsequences: false)
            let name = fields[0].prefix { $0 != "@" }.dropFirst()
            return fields[2] == "bob@example.com" ? String(name) : "\(name) to \(fields[2].prefix { $0 != "@" })"
        }
    }

    @Test(arguments: [
        (
            [], ["person", "invitation"],
            "8 e-mails were written by nobody: left out as --leave-out-mail has it: rule 2, agent 1, automatic 1, journal 1, moderation 1, public-folder 1, server 1."
        ),
        (
            ["none"],
            [
                "person", "person to dave", "reply", "rule", "agent", "journal", "folder", "server", "approval",
                "invitation",
            ], nil
        ),
        (
            ["rule", "meeting"], ["person", "reply", "agent", "journal", "folder", "server", "approval"],
            "3 e-mails were written by nobody"
        ),
    ])
    func theOptionSaysWhatIsLeftOut(kinds: [String], expected: [String], warning: String?) throws {
        let scratch = try scratch()
        let run = try scratch.calfold(
            ["export", "emails", "--plain"] + Self.options + kinds.flatMap { ["--leave-out-mail", $0] })
        #expect(run.status == 0, "\(run.errors)")
        #expect(try names(scratch.path("emails.csv")) == expected)
        if let warning {
            #expect(run.errors.contains(warning), "\(run.errors)")
        } else {
            #expect(!run.errors.contains("written by nobody"))
        }
        // From the log instead of the stored e-mails.
        let then = try scratch.calfold(
            ["export", "emails", "--plain", "--out", "then", "--as-of", "2024-03-05T00:00:00Z"] + Self.options
                + kinds.flatMap { ["--leave-out-mail", $0] })
        #expect(then.status == 0, "\(then.errors)")
        #expect(try names(scratch.path("then/emails.csv")) == expected)
    }

    @Test func theReportCountsWhatIsLeftOut() throws {
        let scratch = try scratch()
        let run = try scratch.calfold(
            ["export", "emails", "interactions", "--plain", "--format", "json"] + Self.options)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let left = try #require(report["emailsLeftOut"] as? [String: Any])
        #expect(
            left["byOrigin"] as? [String: Int] == [
                "automatic": 1, "rule": 2, "agent": 1, "journal": 1, "public-folder": 1, "server": 1, "moderation": 1,
            ])
        let fold = try scratch.calfold("fold", "--anew")
        #expect(
            fold.output.contains("9 message ids with 20 rows folded into 2 messages with 2 e-mails"), "\(fold.output)")
        #expect(try scratch.calfold("verify").status == 0)
    }

    @Test func wordsThatAreNoneAreRefused() throws {
        let scratch = try Scratch()
        #expect(try scratch.calfold("export", "emails", "--plain", "--leave-out-mail", "robots").status == 64)
        _ = try scratch.calfold("ingest", CommandLineTests.root.appending(path: "Fixtures/mail/trace-csv").path)
        let both = try scratch.calfold(
            "export", "emails", "--plain", "--leave-out-mail", "none", "--leave-out-mail", "rule")
        #expect(both.status == 64 && both.errors.contains("--leave-out-mail none goes without other kinds"))
    }

    /// The night's table is that of the command with the option of the same name.
    @Test(arguments: [
        ("", []), ("leave-out-mail: none\n", ["none"]), ("leave-out-mail: [rule, meeting]\n", ["rule", "meeting"]),
    ])
    func aConfigurationSaysTheSame(line: String, kinds: [String]) throws {
        let scratch = try Scratch()
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: scratch.path(name)))
        }
        try FileManager.default.createDirectory(atPath: scratch.path("inbox"), withIntermediateDirectories: true)
        try write(Self.log, "inbox/MSGTRK2024030408-1.LOG")
        try write("a key that only this test knows", "key.txt")
        try write(
            "key-file: key.txt\naccepted-domain: example.com\ntables: [emails]\nmonths-back: 1\n" + line, "calfold.yaml"
        )
        let night = try scratch.calfold("nightly", "--config", "calfold.yaml", "--today", "2024-03-15")
        #expect(night.status == 0, "\(night.output)\(night.errors)")
        let export = try scratch.calfold(
            ["export", "emails", "--month", "2024-03", "--key-file", "key.txt", "--out", "own"] + Self.options
                + kinds.flatMap { ["--leave-out-mail", $0] })
        #expect(export.status == 0, "\(export.errors)")
        let own = try Data(contentsOf: URL(filePath: scratch.path("own/2024-03_emails.csv")))
        #expect(try own == Data(contentsOf: URL(filePath: scratch.path("tables/2024-03_emails.csv"))))
        let wrong = try Scratch()
        try Data("leave-out-mail: [rules]\nkey-file: key.txt\n".utf8).write(
            to: URL(filePath: wrong.path("calfold.yaml")))
        let refused = try wrong.calfold("nightly", "--config", "calfold.yaml")
        #expect(
            refused.status == 64
                && refused.errors.contains("line 1: leave-out-mail: rules is not known. Did you mean rule?"),
            "\(refused.errors)")
    }
}
