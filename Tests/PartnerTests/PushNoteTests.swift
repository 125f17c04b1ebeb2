import Foundation
import Night
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What is noted of months decides which go, and what is told of those that went, on the partner's side.
@Suite(.serialized) struct PushNoteTests {
    static let head = "interaction_id;when;from;to;event_id;recurrence;duration;label"

    /// Tables of months with manifests, as they are fetched.
    private func scratch(_ months: [String]) throws -> PartnerScratch {
        let scratch = try PartnerScratch(interactions: 0)
        for name in ["employees", "employees_groups"] {
            try FileManager.default.removeItem(atPath: "\(scratch.tables)/2024-02_\(name).csv")
        }
        for month in months { try scratch.writeInteractions(30, month: month) }
        try publish(scratch)
        return scratch
    }

    private func publish(_ scratch: PartnerScratch) throws {
        let run = try scratch.calfold(["publish", "tables", "--to", "."])
        #expect(run.status == 0, "\(run.errors)")
    }

    private func pushAll(_ scratch: PartnerScratch, _ service: PartnerStub, _ more: String...) throws -> ProgramRun {
        try scratch.calfold(["push", "--tables", "tables", "--to", service.address, "--token-file", "token"] + more)
    }

    private func write(_ text: String, _ scratch: PartnerScratch, _ name: String) throws {
        try scratch.scratch.write(text, to: "tables/" + name)
    }

    @Test func aMonthThatHadNothingIsPushedWhenSomethingCame() throws {
        let scratch = try scratch(["2024-02"]), service = try PartnerStub()
        try write(PushNoteTests.head + "\r\n", scratch, "2024-01_interactions.csv")
        try publish(scratch)
        let first = try pushAll(scratch, service)
        #expect(
            first.status == 0 && first.output.contains("2024-01: nothing to push"), "\(first.output)\(first.errors)")
        // It is not looked at anew as long as nothing comes.
        let second = try pushAll(scratch, service)
        #expect(
            second.output == "no month to push: 2 months pushed before or empty\n", "\(second.output)\(second.errors)")
        try scratch.writeInteractions(7, month: "2024-01")
        try publish(scratch)
        let third = try pushAll(scratch, service)
        #expect(
            third.status == 0 && third.output.contains("2024-01: pushed") && !third.output.contains("2024-02"),
            "\(third.output)\(third.errors)")
        #expect(try service.facts().counts["interactions"] == 37)
    }

    /// What is wrong with one month keeps none of the later ones out.
    @Test func aBadMonthGoesAlone() throws {
        let scratch = try scratch(["2024-01", "2024-02", "2024-03", "2024-04"]), service = try PartnerStub()
        try scratch.writeInteractions(29, month: "2024-01")
        let clear = try String(contentsOfFile: scratch.tables + "/2024-02_interactions.csv", encoding: .utf8)
        try write(
            clear.replacing(PartnerScratch.pseudonym("person 3"), with: "alice@example.com"), scratch,
            "2024-02_interactions.csv")
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_manifest.json")
        // Of a month that was never published for a push something else came.
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-04_manifest.json")
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-04_interactions.csv")
        try write("email_id;from;to;when\r\n", scratch, "2024-04_emails.csv")
        try manifest(of: ["2024-04_emails.csv"], "2024-04", scratch)
        try manifest(of: ["2024-02_interactions.csv"], "2024-02", scratch)
        let run = try pushAll(scratch, service)
        #expect(run.status == 77 && run.output.contains("2024-01: not pushed"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("2024-02: not pushed. Nothing was sent"), "\(run.output)")
        #expect(run.output.contains("2024-03: pushed"), "\(run.output)")
        #expect(run.output.contains("2024-04: not pushed. The finished tables"), "\(run.output)")
        #expect(!run.output.contains("alice"))
        // What the service says holds for all.
        try scratch.writeInteractions(30, month: "2024-01")
        try service.set(["faults": [["call": "start", "name": "401", "times": 1]]])
        try scratch.writeInteractions(8, month: "2024-04")
        try manifest(of: ["2024-04_emails.csv", "2024-04_interactions.csv"], "2024-04", scratch)
        let away = try pushAll(scratch, service)
        #expect(
            away.status == 77 && !away.output.contains("2024-04") && away.output.contains("does not accept the token"),
            "\(away.output)\(away.errors)")
    }

    /// A manifest that says of clear tables, or of none that are pushed, what is so.
    private func manifest(of names: [String], _ month: String, _ scratch: PartnerScratch) throws {
        let files = try names.map { name in
            let data = try #require(FileManager.default.contents(atPath: scratch.tables + "/" + name))
            let lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\r\n").count
            return
                "{\"name\": \"\(name)\", \"rows\": \(lines - 2), \"bytes\": \(data.count), \"sha256\": \"\(PushNoteTests.digest(data))\"}"
        }
        try write(
            "{\"month\": \"\(month)\", \"calfold\": \"test\", \"files\": [\(files.joined(separator: ", "))]}", scratch,
            "\(month)_manifest.json")
    }

    private static func digest(_ data: Data) -> String {
        PartnerScratch.digest(Array(data)).map { String(format: "%02x", $0) }.joined()
    }

    /// Until it is pushed once more, or somebody says to know it; whatever else fails.
    @Test func whatChangesLaterIsTold() throws {
        let scratch = try scratch(["2024-01", "2024-02"]), service = try PartnerStub()
        #expect(try pushAll(scratch, service).status == 0)
        try scratch.writeInteractions(31, month: "2024-01")
        try publish(scratch)
        // Another month is not in order.
        try write("a;b\r\n", scratch, "2024-03_interactions.csv")
        try manifest(of: ["2024-03_interactions.csv"], "2024-03", scratch)
        let first = try pushAll(scratch, service)
        for name in ["interactions.csv", "manifest.json"] {
            try FileManager.default.removeItem(atPath: "\(scratch.tables)/2024-03_\(name)")
        }
        #expect(
            first.status != 0 && first.output.contains("2024-03: not pushed")
                && first.output.contains("2024-01: pushed before and changed since: 31 interactions"),
            "\(first.output)\(first.errors)")
        #expect(!first.output.contains("2024-02"))
        for _ in 0..<2 {
            let later = try pushAll(scratch, service)
            #expect(
                later.status == 0 && later.output.contains("2024-01: pushed before and changed since: 31 interactions"),
                "\(later.output)\(later.errors)")
        }
        let known = try pushAll(scratch, service, "--month", "2024-01", "--acknowledge")
        #expect(known.status == 0 && known.output.contains("31 interactions instead of 30"), "\(known.errors)")
        #expect(try !pushAll(scratch, service).output.contains("changed since"))
        // Another change is another matter, and all that differs from what was pushed is told.
        try scratch.writeInteractions(33, month: "2024-01")
        try publish(scratch)
        for _ in 0..<2 { #expect(try pushAll(scratch, service).output.contains("33 interactions instead of 30")) }
        // What was acknowledged once is known when it comes back.
        try scratch.writeInteractions(31, month: "2024-01")
        try publish(scratch)
        #expect(try !pushAll(scratch, service).output.contains("changed since"))
        try scratch.writeInteractions(33, month: "2024-01")
        try publish(scratch)
        let again = try pushAll(scratch, service, "--month", "2024-01", "--again")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try !pushAll(scratch, service).output.contains("changed since"))
        try scratch.writeInteractions(30, month: "2024-01")
        try publish(scratch)
        #expect(try pushAll(scratch, service).output.contains("30 interactions instead of 33"))
        #expect(try pushAll(scratch, service, "--month", "2023-07", "--acknowledge").status == 66)
        for wrong in [[], ["--month", "2024-01", "--again"], ["--month", "2024-01", "--dry-run", "--out", "x"]] {
            let run = try scratch.calfold(
                ["push", "--tables", "tables", "--to", service.address, "--acknowledge"] + wrong)
            #expect(run.status == 64, "\(wrong): \(run.errors)")
        }
        #expect(try service.facts().committed == 3)
    }

    /// A window that somebody else wrote is held against the month.
    @Test(arguments: [
        ("2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", 0), ("2024-01-31T23:00:00Z", "2024-02-29T23:00:00Z", 0),
        ("2024-01-30T23:00:00Z", "2024-02-29T23:00:00Z", 65), ("2024-02-01T00:00:00Z", "2025-03-01T00:00:00Z", 65),
        ("1970-01-01T00:00:00Z", "1970-02-01T00:00:00Z", 65), ("2024-03-01T00:00:00Z", "2024-02-01T00:00:00Z", 65),
        ("soon", "later", 65), ("2024-02-01T00:00:00Z", nil, 65),
    ])
    func windowsAreHeldAgainstTheirMonth(from: String, to: String?, status: Int32) throws {
        let scratch = try scratch(["2024-02"]), service = try PartnerStub()
        let path = scratch.tables + "/2024-02_manifest.json"
        var manifest = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
        manifest["from"] = from
        manifest["to"] = to
        try JSONSerialization.data(withJSONObject: manifest, options: [.sortedKeys]).write(to: URL(filePath: path))
        for more in [[], ["--month", "2024-02"]] {
            let run = try scratch.calfold(
                ["push", "--tables", "tables", "--to", service.address, "--token-file", "token"] + more)
            #expect(run.status == status || status == 0 && run.status == 77 && !more.isEmpty, "\(from): \(run.errors)")
        }
        let fetched = try scratch.calfold(["fetch", "tables", "--out", "fetched"])
        #expect(fetched.status == status, "\(from): \(fetched.output)\(fetched.errors)")
        #expect(try service.facts().committed == (status == 0 ? 1 : 0))
    }

    /// The same service is the same, however its address is spelt.
    @Test func spellingsOfOneAddress() throws {
        let scratch = try scratch(["2024-02"]), service = try PartnerStub()
        #expect(try pushAll(scratch, service).status == 0)
        let other = service.address.replacing("http://", with: "HTTP://") + "/"
        let run = try scratch.calfold([
            "push", "--tables", "tables", "--to", other, "--token-file", "token", "--month", "2024-02",
        ])
        #expect(run.status == 77 && run.errors.contains("was pushed to \(service.address)"), "\(run.errors)")
    }

    /// A month that cannot even be asked whether it is closed is one month.
    @Test(arguments: ["soon", "{", "pipe", "link"])
    func aManifestThatIsNone(how: String) throws {
        let scratch = try scratch(["2024-01", "2024-02"]), service = try PartnerStub()
        let path = scratch.tables + "/2024-01_manifest.json"
        let manifest = try String(contentsOfFile: path, encoding: .utf8)
        try FileManager.default.removeItem(atPath: path)
        switch how {
        case "soon":
            try write(
                manifest.replacing("\"month\"", with: "\"from\":\"soon\",\"to\":\"later\",\"month\""), scratch,
                "2024-01_manifest.json")
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        case "link": #expect(symlink("nowhere", path) == 0)
        default: try write(how, scratch, "2024-01_manifest.json")
        }
        let run = try pushAll(scratch, service)
        #expect(run.status == 65 && run.output.contains("2024-01: not pushed"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("2024-02: pushed"), "\(run.output)")
        // Of a month that was pushed nobody can tell whether it has changed.
        let path2 = scratch.tables + "/2024-02_manifest.json"
        try FileManager.default.removeItem(atPath: path2)
        try write("{", scratch, "2024-02_manifest.json")
        let second = try pushAll(scratch, service)
        #expect(second.status == 65 && second.output.contains("2024-02: pushed before; what"), "\(second.output)")
        #expect(try service.facts().committed == 1)
    }

    /// What passes by itself is tried again, whatever else is wrong.
    @Test func theStatusThatIsTriedAgain() throws {
        let scratch = try scratch(["2024-01", "2024-02"]), service = try PartnerStub()
        try scratch.writeInteractions(29, month: "2024-01")
        let months = [-1, 0].map { MonthNumber(number: PartnerScratch.month.number + $0) }
        try service.set(["faults": [["call": "start", "name": "503", "times": 99]]])
        let away = try scratch.push(to: service).pushAll(months)
        #expect(away.failure?.status == .serviceUnavailable && away.report.months.count == 2, "\(away.report.text)")
        try service.set(["faults": [Any]()])
        let there = try scratch.push(to: service).pushAll(months)
        #expect(there.failure?.status == .inputNotUnderstood, "\(there.report.text)")
        #expect(there.report.months.map(\.outcome) == [.failed, .pushed])
    }

    /// What was taken and could not be noted is told so.
    @Test(arguments: [true, false]) func whatWasTakenAndNotNoted(isNamed: Bool) throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try service.set(["faults": [["call": "completed", "name": "held"]]])
        try publish(scratch)
        var arguments = scratch.pushing(to: service)
        if !isNamed { arguments.removeSubrange(3...4) }
        let process = try scratch.start(arguments)
        for _ in 0..<3_000 where try service.facts().committed == 0 { Thread.sleep(forTimeInterval: 0.02) }
        // A folder stands where the file of notes is to come.
        try FileManager.default.createDirectory(
            atPath: scratch.tables + "/pushed.json/x", withIntermediateDirectories: true)
        try service.set(["released": true])
        process.waitUntilExit()
        let run = try scratch.outcome(of: process)
        let said = run.output + run.errors
        #expect(
            run.status == 73 && said.contains("was taken by") && said.contains("could not be noted")
                && said.contains("--month 2024-02 --again"), "\(run.status): \(said)")
        #expect(try service.facts().committed == 1)
        // What cannot be noted is not sent.
        let second = try scratch.calfold(scratch.pushing(to: service, "--again"))
        #expect(second.status == 65 && second.errors.contains("cannot be read"), "\(second.errors)")
        #expect(try service.facts().opened == 1)
    }
}
