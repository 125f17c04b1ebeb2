import Foundation
import Publishing
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// `calfold push` as it is used.
@Suite(.serialized) struct PushTests {
    @Test func whatWasPushedIsNotedAndNotPushedAgainByAccident() throws {
        let scratch = try PartnerScratch(), service = try PartnerStub()
        let first = try scratch.calfold(scratch.pushing(to: service))
        #expect(first.status == 0 && first.output.contains("400 interactions"), "\(first.errors)")
        let second = try scratch.calfold(scratch.pushing(to: service))
        #expect(second.status == 77 && second.errors.contains("nothing in it has changed since"), "\(second.errors)")
        try scratch.writeInteractions(401)
        let third = try scratch.calfold(scratch.pushing(to: service))
        #expect(third.status == 77 && third.errors.contains("401 interactions instead of 400"), "\(third.errors)")
        #expect(try service.facts().committed == 1)
        #expect(try scratch.calfold(scratch.pushing(to: service, "--again")).status == 0)
        #expect(try service.facts().committed == 2)
        // Another service is another matter.
        let other = try PartnerStub()
        #expect(try scratch.calfold(scratch.pushing(to: other)).status == 0)
    }

    @Test func aMonthIsPushedWhenItIsClosed() throws {
        let scratch = try PartnerScratch(interactions: 0), service = try PartnerStub()
        let now = Date(), month = String(now.formatted(.iso8601).prefix(7))
        for name in ["employees", "employees_groups"] {
            try FileManager.default.moveItem(
                atPath: "\(scratch.tables)/2024-02_\(name).csv", toPath: "\(scratch.tables)/\(month)_\(name).csv")
        }
        var usual = scratch.pushing(to: service)
        usual[4] = month
        let early = try scratch.calfold(usual)
        #expect(early.status == 77 && early.errors.contains("--open"), "\(early.errors)")
        #expect(try service.facts().calls.isEmpty)
        let allowed = try scratch.calfold(usual + ["--open"])
        #expect(allowed.status == 0, "\(allowed.errors)")
    }

    @Test func whatIsNotThere() throws {
        let scratch = try PartnerScratch(), service = try PartnerStub()
        var usual = scratch.pushing(to: service)
        usual[4] = "2023-01"
        #expect(try scratch.calfold(usual).status == 66)
        usual[2] = "nowhere"
        #expect(try scratch.calfold(usual).status == 66)
        try scratch.write("interactions", ["interaction_id;when;from;to;event_id;recurrence;duration;label"])
        for name in ["employees", "employees_groups"] {
            try FileManager.default.removeItem(atPath: "\(scratch.tables)/2024-02_\(name).csv")
        }
        let empty = try scratch.calfold(scratch.pushing(to: service))
        #expect(empty.status == 66 && empty.errors.contains("nothing to push"), "\(empty.errors)")
        #expect(try service.facts().calls.isEmpty)
        #expect(
            try scratch.calfold([
                "push", "--month", "2024-02", "--to", service.address, "--token-file", "nothing", "--store", "none.db",
            ]).status == 66)
        for wrong in [
            ["--batch", "20001"], ["--batch", "0"], ["--id-name", "Username"], ["--lag-days", "-1"],
            ["--since", "2024"],
        ] {
            let run = try scratch.calfold(scratch.pushing(to: service) + wrong)
            #expect(run.status == 64, "\(wrong): \(run.errors)")
        }
        #expect(
            try scratch.calfold([
                "push", "--tables", "tables", "--month", "2024-02", "--to", "http://example.com", "--token-file",
                "token",
            ]).status == 64)
        #expect(
            try scratch.calfold(["push", "--tables", "tables", "--month", "2024-02", "--to", "https://example.com"])
                .status == 64)
        #expect(
            try scratch.calfold(["push", "--tables", "tables", "--month", "2024-02", "--token-file", "token"]).status
                == 64)
        #expect(try scratch.calfold(scratch.pushing(to: service, "--plain")).status == 77)
        #expect(try service.facts().calls.isEmpty)
    }

    /// A month that could not be pushed is none that has nothing.
    @Test func withoutATokenNothingIsNoted() throws {
        let scratch = try PartnerScratch(interactions: 5), service = try PartnerStub()
        #expect(try scratch.calfold(["publish", "tables", "--to", "."]).status == 0)
        let usual = ["push", "--tables", "tables", "--to", service.address, "--token-file"]
        #expect(try scratch.calfold(usual + ["nowhere"]).status == 66)
        #expect(!FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json"))
        let run = try scratch.calfold(usual + ["token"])
        #expect(run.status == 0 && run.output.contains("2024-02: pushed"), "\(run.output)\(run.errors)")
    }

    /// Without a manifest the whole folder has to pass the check; with one, it has to fit.
    @Test func tablesThatAreNotInOrder() throws {
        let scratch = try PartnerScratch(), service = try PartnerStub()
        try scratch.scratch.write("a;b\r\n", to: "tables/2023-05_emails.csv")
        #expect(try scratch.calfold(scratch.pushing(to: service)).status == 65)
        try FileManager.default.removeItem(atPath: scratch.tables + "/2023-05_emails.csv")
        let published = try scratch.calfold(["publish", "tables", "--to", "."])
        #expect(
            FileManager.default.fileExists(atPath: scratch.tables + "/2024-02_manifest.json"), "\(published.errors)")
        try scratch.writeInteractions(399)
        let misfit = try scratch.calfold(scratch.pushing(to: service))
        #expect(misfit.status == 65 && misfit.errors.contains("not what its manifest says"), "\(misfit.errors)")
        try scratch.writeInteractions(400)
        try scratch.write(
            "employees_groups",
            ["id;name;category;parent_id", "\(PartnerScratch.pseudonym("g"));board@example.com;Team;"])
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_manifest.json")
        let clear = try scratch.calfold(scratch.pushing(to: service))
        #expect(clear.status == 77 && !clear.errors.contains("board"), "\(clear.errors)")
        #expect(try service.facts().calls.isEmpty)
    }

    /// Exit statuses that a shell sees, and what a person reads.
    @Test(arguments: [("400", 65), ("401", 77), ("403", 77), ("404", 64), ("redirect", 69), ("204", 69), ("echo", 65)])
    func statuses(name: String, status: Int32) throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try service.set(["faults": [["call": "interactions", "name": name]]])
        let run = try scratch.calfold(scratch.pushing(to: service))
        #expect(run.status == status, "\(run.errors)")
        #expect(
            !run.errors.contains("@") && !run.errors.contains(PartnerStub.token)
                && !run.errors.contains(PartnerScratch.pseudonym("person 1")), "\(run.errors)")
        #expect(run.errors.contains("next:"))
        let facts = try service.facts()
        #expect(facts.rolledBack == 1 && facts.committed == 0 && facts.elsewhere == 0 && facts.queries == 0)
    }

    @Test func theTokenStandsNowhere() throws {
        let scratch = try PartnerScratch(interactions: 50), service = try PartnerStub(["pace": 0.2])
        let process = try scratch.start(scratch.pushing(to: service, "--batch", "10"))
        Thread.sleep(forTimeInterval: 0.6)
        let line = FileManager.default.contents(atPath: "/proc/\(process.processIdentifier)/cmdline") ?? Data()
        #expect(!String(decoding: line, as: UTF8.self).contains(PartnerStub.token))
        process.waitUntilExit()
        let run = try scratch.outcome(of: process)
        #expect(run.status == 0 && !(run.output + run.errors).contains(PartnerStub.token), "\(run.errors)")
        try scratch.calfold(["push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies"])
        let left = FileManager.default.enumerator(atPath: scratch.folder)?.compactMap { $0 as? String } ?? []
        for name in left where name != "token" {
            let data = FileManager.default.contents(atPath: scratch.folder + "/" + name) ?? Data()
            #expect(!String(decoding: data, as: UTF8.self).contains(PartnerStub.token), "\(name)")
        }
        let byVariable = try scratch.calfold(
            ["push", "--tables", "tables", "--month", "2024-02", "--again", "--to", service.address],
            environment: ["CALFOLD_PARTNER_TOKEN": PartnerStub.token])
        #expect(byVariable.status == 0, "\(byVariable.errors)")
        #expect(try service.facts().queries == 0, "no token stands in an address")
    }

    @Test func checkAsksAndSendsNothing() throws {
        let scratch = try PartnerScratch(interactions: 1)
        let service = try PartnerStub([
            "whitelist": ["email:*@example.com", "group:Falcon"], "blacklist": [], "properties": ["team_id"],
        ])
        let directory = Repository.root.appending(path: "Fixtures/partner/directory.csv").path
        let usual = [
            "push", "--check", "--to", service.address, "--token-file", "token", "--directory", directory,
            "--accepted-domain", "example.com",
        ]
        let run = try scratch.calfold(usual)
        #expect(
            run.status == 0 && run.output.contains("connector 66666666-7777-8888-9999-aaaaaaaaaaaa")
                && run.output.contains("would leave 0 of them out"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("no property 'employment_date'"))
        try service.set(["whitelist": [String]()])
        #expect(try scratch.calfold(usual).output.contains("lets nobody in"))
        try service.set(["whitelist": ["*@EXAMPLE.com"]])
        #expect(try scratch.calfold(usual).output.contains("only for capitals"))
        // A service that sends the token back is not believed that it is a name.
        try service.set(["network": PartnerStub.token, "connector": "x-\(PartnerStub.token)"])
        let echo = try scratch.calfold(usual)
        #expect(echo.status == 0 && !echo.output.contains(PartnerStub.token), "\(echo.output)")
        try service.set(["token": "another"])
        #expect(try scratch.calfold(usual).status == 77)
        try service.set(["token": PartnerStub.token, "healthy": false])
        #expect(try scratch.calfold(usual).status == 69)
        #expect(try service.facts().opened == 0)
    }

    /// Whoever opens a pipe waits for somebody who writes into it.
    @Test(arguments: ["interactions.csv", "manifest.json", "datapackage.json", "employees.csv"])
    func pipesAreNoTables(name: String) throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        try? FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_" + name)
        #expect(mkfifo(scratch.tables + "/2024-02_" + name, 0o600) == 0)
        for arguments in [
            scratch.pushing(to: service), ["export", "--check", "tables"], ["publish", "tables", "--to", "."],
        ] {
            let process = try scratch.start(arguments)
            for _ in 0..<1_000 where process.isRunning { Thread.sleep(forTimeInterval: 0.02) }
            #expect(!process.isRunning, "\(arguments) waits for a pipe")
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            let run = try scratch.outcome(of: process)
            if name.hasSuffix("csv") || arguments[0] == "push" { #expect(run.status > 0, "\(arguments)") }
        }
        #expect(try service.facts().calls.isEmpty)
    }

    /// Files that are not read need not be there, and an option that nobody would obey is refused.
    @Test func aConfigurationIsReadForWhatIsDone() throws {
        let scratch = try PartnerScratch(interactions: 20), service = try PartnerStub()
        _ = try scratch.scratch.folder("source")
        try scratch.scratch.write(
            "key-file: none\nfetch:\n  from: source\n  out: fetched\npush:\n  tables: tables\n  to: \(service.address)\n  token-file: nothing\n",
            to: "partner.yaml")
        let usual = ["push", "--config", "partner.yaml", "--month", "2024-02"]
        let dry = try scratch.calfold(usual + ["--dry-run", "--out", "bodies"])
        #expect(dry.status == 0, "\(dry.errors)")
        let fetch = try scratch.calfold(["fetch", "--config", "partner.yaml"])
        #expect(fetch.status == 0, "\(fetch.errors)")
        let push = try scratch.calfold(usual)
        #expect(push.status == 66 && push.errors.contains("push.token-file"), "\(push.errors)")
        for option in [
            ["--view", "as-held"], ["--view", "final"], ["--as-of", "2024-03-01"], ["--known-at", "1"],
            ["--leave-out-mail", "meeting"], ["--round-employment-dates"], ["--out-of-scope", "drop"], ["--subjects"],
        ] {
            let run = try scratch.calfold(usual + ["--token-file", "token"] + option)
            #expect(run.status == 64 && run.errors.contains("With --config"), "\(option): \(run.errors)")
        }
        #expect(try scratch.calfold(usual + ["--token-file", "token"]).status == 0)
    }

    /// One push at a time.
    @Test func aSecondPushIsToldToWait() throws {
        let scratch = try PartnerScratch(interactions: 100), service = try PartnerStub(["pace": 0.3])
        let first = try scratch.start(scratch.pushing(to: service, "--batch", "20"))
        for _ in 0..<500 where try service.facts().calls.isEmpty { Thread.sleep(forTimeInterval: 0.02) }
        #expect(try scratch.calfold(scratch.pushing(to: service)).status == 75)
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
        #expect(try service.facts().discarded == 0)
    }

    /// Who is told to end gives the batch up, and dies by the signal.
    @Test(arguments: [SIGTERM, SIGINT])
    func signalsTakeTheBatchBack(signal: Int32) throws {
        let scratch = try PartnerScratch(interactions: 400), service = try PartnerStub()
        try service.set(["faults": [["call": "interactions", "name": "held", "after": 3]]])
        // Foundation's own children have the signals blocked that the thread had which began them.
        let number = try start(scratch, service)
        try wait(service) { $0.calls.count { $0 == "interactions" } >= 4 }
        kill(number, signal)
        // For the program to see it before the answer comes.
        Thread.sleep(forTimeInterval: 0.5)
        try service.set(["released": true])
        #expect(ChildProcess.wait(for: number) == -signal)
        #expect(try said(scratch).contains("2024-02 is not pushed"))
        let facts = try service.facts()
        #expect(facts.rolledBack == 1 && facts.committed == 0 && !facts.isOpen, "\(facts)")
        #expect(try scratch.calfold(scratch.pushing(to: service)).status == 0)
    }

    private func start(_ scratch: PartnerScratch, _ service: PartnerStub) throws -> pid_t {
        try start(scratch, scratch.pushing(to: service, "--batch", "10"))
    }

    private func start(_ scratch: PartnerScratch, _ arguments: [String]) throws -> pid_t {
        try ChildProcess(program: BuiltProgram.url().path, arguments: arguments, folder: scratch.folder)
            .start(errors: scratch.folder + "/said")
    }

    private func said(_ scratch: PartnerScratch) throws -> String {
        try String(contentsOfFile: scratch.folder + "/said", encoding: .utf8)
    }

    /// Before anything was sent, and where nothing ever is.
    @Test(arguments: ["push", "fetch"])
    func aSignalThatEndsTheWorkIsTold(command: String) throws {
        let scratch = try PartnerScratch(interactions: 40)
        let script = try scratch.scratch.write("#!/bin/sh\nsleep 20\n", to: "wait", mode: 0o700)
        let config = try scratch.scratch.write("Host *\n  ProxyCommand \(script)\n", to: "ssh_config")
        let service = try PartnerStub(["pace": 2])
        let number = try start(
            scratch,
            command == "push"
                ? scratch.pushing(to: service) : ["fetch", "a@b.test:/x", "--out", "out", "--ssh-config", config])
        if command == "push" {
            try wait(service) { !$0.calls.isEmpty }
        } else {
            for _ in 0..<500 where !FileManager.default.fileExists(atPath: scratch.folder + "/out") {
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
        Thread.sleep(forTimeInterval: 0.2)
        kill(number, SIGTERM)
        #expect(ChildProcess.wait(for: number) == -SIGTERM)
        let words = try said(scratch)
        #expect(words.contains("A signal ended this"), "\(words)")
    }

    private func wait(_ service: PartnerStub, until isSo: (PartnerStub.Facts) -> Bool) throws {
        for _ in 0..<3_000 where try !isSo(service.facts()) { Thread.sleep(forTimeInterval: 0.02) }
    }

    /// Whoever asks for an end waits neither for what a service asks for, nor for a batch that it does not give up.
    @Test(arguments: ["429", "slow"])
    func anEndIsNotPutOff(name: String) throws {
        let scratch = try PartnerScratch(interactions: 400), service = try PartnerStub(["pace": 0.1])
        try service.set([
            "faults": [["call": "completed", "name": name, "times": 99, "retry-after": "300", "seconds": 60]]
        ])
        let number = try start(scratch, service)
        try wait(service) { $0.calls.count >= 5 }
        let began = ContinuousClock.now
        kill(number, SIGTERM)
        if name == "slow" {
            Thread.sleep(forTimeInterval: 1)
            #expect(kill(number, 0) == 0, "it waits for the batch to be given up")
            kill(number, SIGINT)
            #expect(ChildProcess.wait(for: number) == -SIGINT)
        } else {
            #expect(ChildProcess.wait(for: number) == -SIGTERM)
        }
        #expect(ContinuousClock.now - began < .seconds(15))
    }

    /// What the service has taken is noted, whoever asks for an end meanwhile.
    @Test func anEndBetweenTheLastCallAndTheNote() throws {
        let scratch = try PartnerScratch(interactions: 40), service = try PartnerStub()
        try service.set(["faults": [["call": "completed", "name": "held"]]])
        let number = try start(scratch, service)
        try wait(service) { $0.committed == 1 }
        kill(number, SIGTERM)
        // For the program to see it before the answer comes.
        Thread.sleep(forTimeInterval: 0.5)
        try service.set(["released": true])
        #expect(ChildProcess.wait(for: number) == -SIGTERM)
        #expect(FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json"))
        #expect(try service.facts().committed == 1 && service.facts().rolledBack == 0)
        #expect(try scratch.calfold(scratch.pushing(to: service)).status == 77)
    }

    /// Killed at thirty random moments, a push that is made again ends in the set of an undisturbed one.
    @Test func thirtyKillsAtRandomMoments() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("kill seed \(seed)")
        var state = seed
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let scratch = try PartnerScratch(interactions: 300), service = try PartnerStub(["pace": 0.02])
        let began = Date()
        #expect(try scratch.calfold(scratch.pushing(to: service, "--batch", "20")).status == 0)
        // Kills are spread over the whole run and a little beyond it, however slow the machine is.
        let took = max(100, Int(Date().timeIntervalSince(began) * 1_200))
        let undisturbed = try service.facts()
        try FileManager.default.removeItem(atPath: scratch.tables + "/pushed.json")
        var ended = 0
        for _ in 0..<30 {
            // A set that an earlier round had brought would hide that this one's is half.
            try service.set(["forget": true])
            try? FileManager.default.removeItem(atPath: scratch.tables + "/pushed.json")
            let committed = try service.facts().committed
            let process = try scratch.start(scratch.pushing(to: service, "--batch", "20", "--again"))
            Thread.sleep(forTimeInterval: Double(random(took)) / 1_000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            ended += process.terminationStatus == 0 ? 1 : 0
            let facts = try service.factsOnceAlone()
            #expect(
                facts.counts["interactions"] == 0 || facts.digest == undisturbed.digest, "a half set (seed \(seed))")
            // What is noted was taken. The other way a kill may come in between.
            let isNoted = FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json")
            #expect(!isNoted || facts.committed == committed + 1, "noted and not taken (seed \(seed))")
        }
        #expect(try scratch.calfold(scratch.pushing(to: service, "--batch", "20", "--again")).status == 0)
        let last = try service.facts()
        #expect(last.digest == undisturbed.digest && !last.isOpen, "seed \(seed)")
        print("\(ended) of 30 ended before they were killed")
    }
}
