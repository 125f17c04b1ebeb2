import Foundation
import TestSupport
import Testing

/// From the exports of the sample organisation to the partner's service, on both ways.
@Suite(.serialized) struct WholeWayTests {
    static let directory = Repository.root.appending(path: "Fixtures/partner/directory.csv").path
    static let usual = """
        tables: [interactions, employees, employees_groups, meetings, emails]
        directory: \(directory)
        window-time-zone: Europe/Warsaw

        """

    private func bodies(_ scratch: NightScratch, _ folder: String) throws -> [String: Data] {
        try NightScratch.files(in: scratch.folder + "/" + folder, ending: ".json")
    }

    @Test(.enabled(if: TestServer.isInstalled, "sshd is not installed: Scripts/setup installs it"))
    func bothWaysGiveTheSameBodies() throws {
        let server = try TestServer(), service = try PartnerStub(), scratch = try NightScratch()
        let connection = """
              identity-file: \(server.scratch.path)/user
              known-hosts: \(server.scratch.path)/known_hosts
              ssh-config: /dev/null
              port: \(server.port)

            """
        let place = "\(NSUserName())@127.0.0.1:\(server.remote)"
        try scratch.configure(WholeWayTests.usual + "publish:\n  sftp: \(place)\n" + connection)
        try scratch.scratch.write(PartnerStub.token, to: "token")
        try scratch.takeAll()
        let night = try scratch.night()
        #expect(night.status == 0, "\(night.output)\(night.errors)")
        // The partner's side, with its own configuration.
        try scratch.scratch.write(
            """
            fetch:
              from: \(place)
              out: fetched
            \(connection)
            push:
              tables: fetched
              to: \(service.address)
              token-file: token
              since: 2024-02

            """, to: "partner.yaml")
        let fetch = try scratch.calfold(["fetch", "--config", "partner.yaml"])
        #expect(fetch.status == 0, "\(fetch.output)\(fetch.errors)")
        for month in ["2024-02", "2024-03"] {
            let options = ["--month", month, "--dry-run", "--batch", "700"]
            let fromStore = try scratch.calfold(
                ["push", "--config", "calfold.yaml", "--out", "store-\(month)"] + options)
            let fromTables = try scratch.calfold(
                ["push", "--config", "partner.yaml", "--out", "tables-\(month)"] + options)
            #expect(fromStore.status == 0 && fromTables.status == 0, "\(fromStore.errors)\(fromTables.errors)")
            let bodies = try bodies(scratch, "store-\(month)")
            #expect(
                try bodies == self.bodies(scratch, "tables-\(month)") && bodies.count > 5, "\(bodies.keys.sorted())")
        }
        let first = try bodies(scratch, "store-2024-03")["0001-start.json"]
        #expect(
            first
                == Data(
                    #"{"syncPeriodStart":"2024-02-29T23:00:00.000Z","syncPeriodEnd":"2024-03-31T22:00:00.000Z"}"#.utf8))
        let push = try scratch.calfold(["push", "--config", "partner.yaml"])
        #expect(push.status == 0, "\(push.output)\(push.errors)")
        let pushed = try service.facts()
        // The log ends within March: the manifest says so.
        #expect(
            push.output.contains("2024-02: pushed") && !push.output.contains("calendar alone")
                && push.output.contains("2024-03: not closed yet") && pushed.committed == 1, "\(push.output)")
        let again = try scratch.calfold(["push", "--config", "partner.yaml"])
        #expect(
            again.status == 0 && again.output.contains("no month to push: 1 month pushed before"), "\(again.output)")
        let open = try scratch.calfold(["push", "--config", "partner.yaml", "--month", "2024-03", "--open"])
        #expect(open.status == 0, "\(open.output)\(open.errors)")
        try expect(that: scratch, pushing: ["2024-02", "2024-03"], gives: service.facts())
    }

    /// The organisation pushes to another service, and it has the same.
    private func expect(
        that scratch: NightScratch, pushing months: [String], gives pushed: PartnerStub.Facts
    ) throws {
        let other = try PartnerStub()
        for month in months {
            let run = try scratch.calfold([
                "push", "--config", "calfold.yaml", "--month", month, "--open", "--to", other.address, "--token-file",
                "token",
            ])
            #expect(run.status == 0, "\(run.errors)")
        }
        let others = try other.facts()
        #expect(others.digest == pushed.digest && others.counts == pushed.counts)
        #expect(try #require(others.counts["interactions"]) > 1_000 && others.counts["entities"] ?? 0 > 10)
    }

    @Test func aNightPushesWhatIsClosed() throws {
        let service = try PartnerStub(), scratch = try NightScratch()
        try scratch.configure(
            WholeWayTests.usual + "push:\n  to: \(service.address)\n  token-file: token\n  since: 2023-12\n")
        try scratch.scratch.write(PartnerStub.token, to: "token")
        let samples = try NightScratch.samples()
        for name in samples.dropFirst() {
            try FileManager.default.copyItem(
                atPath: NightScratch.logs + "/" + name, toPath: scratch.folder + "/inbox/" + name)
        }
        let dry = try scratch.night("--dry-run")
        #expect(
            dry.output.contains("2024-02: would be pushed") && !dry.output.contains("2024-03: would"), "\(dry.output)")
        #expect(try service.facts().calls.isEmpty)
        // The service is away: everything else is done, and the next night pushes.
        try service.set(["faults": [["call": "start", "name": "401", "times": 1]]])
        let away = try scratch.night()
        #expect(away.status == 77 && away.output.contains("Not every closed month was pushed"), "\(away.output)")
        let first = try scratch.night()
        #expect(first.status == 0 && first.output.contains("2024-02: pushed"), "\(first.output)\(first.errors)")
        let pushed = try service.facts()
        #expect(pushed.committed == pushed.opened && pushed.committed >= 2)
        let second = try scratch.night()
        #expect(
            second.status == 0 && second.output.contains("no month to push: "), "\(second.output)")
        // What comes later is told, every night, and not pushed.
        let last = try #require(samples.first)
        try FileManager.default.copyItem(
            atPath: NightScratch.logs + "/" + last, toPath: scratch.folder + "/inbox/" + last)
        let third = try scratch.night()
        #expect(
            third.output.contains("pushed before and changed since") && third.status == 0,
            "\(third.output)\(third.errors)")
        #expect(try service.facts().committed == pushed.committed)
        let fourth = try scratch.night()
        #expect(fourth.output.contains("changed since"))
        #expect(try scratch.calfold(["verify"]).status == 0)
        // Notes that somebody else takes away stop pushes: a month could be pushed twice.
        _ = try scratch.sqlite3("DELETE FROM push_month WHERE month = '2024-02'")
        let fifth = try scratch.night()
        #expect(fifth.status == 77 && fifth.output.contains("Somebody else has changed the store"), "\(fifth.output)")
        #expect(try scratch.calfold(["verify"]).status == 1)
        #expect(try service.facts().committed == pushed.committed)
    }

    @Test func aConfigurationSaysWhatIsMissing() throws {
        let scratch = try NightScratch()
        try scratch.configure("push:\n  token-file: nothing\n  batch: 20001\n  id-name: Username\n  tables: x\n")
        let run = try scratch.night()
        #expect(run.status == 64, "\(run.errors)")
        for word in [
            "push.to: is missing", "push.since: is missing", "push.batch", "Username",
            "a night pushes from its own store", "nothing",
        ] {
            #expect(run.errors.contains(word), "\(word): \(run.errors)")
        }
        try scratch.configure("push:\n")
        #expect(try scratch.night().errors.contains("push has keys of its own"))
        let sample = try String(
            contentsOf: Repository.root.appending(path: "Packaging/partner/partner.yaml"), encoding: .utf8)
        try scratch.scratch.write("token", to: "token.txt")
        try scratch.scratch.write(
            sample.replacing(#/  # (?=[a-z-]+: )/#, with: "  ").replacing("ssh_config", with: "none"),
            to: "partner.yaml")
        for name in ["id_ed25519", "known_hosts", "none"] { try scratch.scratch.write("", to: name) }
        _ = try scratch.scratch.folder("fetched")
        let push = try scratch.calfold(["push", "--config", "partner.yaml"])
        #expect(
            push.status == 66 && push.errors.contains("no finished tables"),
            "every key of the sample is known: \(push.errors)")
    }
}
