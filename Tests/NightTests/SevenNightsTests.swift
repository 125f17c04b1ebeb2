import Foundation
import TestSupport
import Testing

@testable import Publishing

#if canImport(Glibc)
import Glibc
#endif

/// Seven nights of the sample organisation, three of them killed at a random moment, against one undisturbed run over
/// everything.
@Suite(.serialized) struct SevenNightsTests {
    @Test(.enabled(if: TestServer.isInstalled, "sshd is not installed: Scripts/setup installs it"))
    func killedNightsEndInTheSameTables() throws {
        let seed =
            ProcessInfo.processInfo.environment["CALFOLD_SEED"].flatMap(UInt64.init)
            ?? UInt64.random(in: 0...UInt64.max)
        print("nights seed \(seed)")
        var random = SeededNumbers(seed: seed)
        let undisturbed = try NightScratch("tables: [meetings, participants, calendar_log, interactions]\n")
        try undisturbed.takeAll()
        let whole = try undisturbed.night()
        #expect(whole.status == 0, "\(whole.output)\(whole.errors)")

        let server = try TestServer()
        let nights = try NightScratch(
            """
            tables: [meetings, participants, calendar_log, interactions]
            publish:
              sftp: \(NSUserName())@127.0.0.1:\(server.remote)
              port: \(server.port)
              identity-file: \(server.scratch.path)/user
              known-hosts: \(server.scratch.path)/known_hosts
              ssh-config: /dev/null

            """)
        let killed = Set((1...7).shuffled(using: &random).prefix(3))
        for night in 1...7 {
            try Self.deliver(night: night, to: nights, seed: seed)
            if killed.contains(night) {
                let process = try nights.start(["nightly", "--config", "calfold.yaml", "--today", "2024-04-15"])
                usleep(UInt32(random.next() % 4_000_000))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                server.waitUntilIdle()
            }
            let run = try nights.night()
            #expect(run.status == 0, "night \(night): \(run.output)\(run.errors)")
            #expect(
                try NightScratch.files(in: server.remote, ending: "")
                    == NightScratch.files(in: nights.tables, ending: "").filter { !$0.key.hasPrefix("last-night") })
        }
        let expected = try NightScratch.files(in: undisturbed.tables, ending: ".csv")
        #expect(expected.count == 16)
        #expect(try NightScratch.files(in: nights.tables, ending: ".csv") == expected)
        #expect(try NightScratch.files(in: server.remote, ending: ".csv") == expected)
        #expect(try nights.calfold(["verify"]).status == 0)
        try Self.expectNobodyIsNamed(nights)
        let idle = try nights.night()
        #expect(
            idle.output.contains("none to write") && idle.output.contains("0 of them not known yet"), "\(idle.output)")
    }

    /// Rows come mostly in their order; some come nights late.
    private static func deliver(night: Int, to scratch: NightScratch, seed: UInt64) throws {
        _ = try scratch.scratch.folder("inbox/night-\(night)")
        for name in try NightScratch.samples() {
            var random = SeededNumbers(seed: seed &+ UInt64(name.utf8.count) &* 7919)
            let lines = try String(contentsOfFile: NightScratch.logs + "/" + name, encoding: .utf8).components(
                separatedBy: "\r\n")
            let rows = lines.dropFirst().filter { !$0.isEmpty }
            let due = rows.enumerated().filter { place, _ in
                let own = place * 7 / max(1, rows.count) + 1
                return (random.next() % 10 == 0 ? min(7, own + 2) : own) == night
            }
            guard !due.isEmpty else { continue }
            let text = ([lines[0]] + due.map(\.element)).joined(separator: "\r\n") + "\r\n"
            try scratch.scratch.write(text, to: "inbox/night-\(night)/" + name)
        }
    }

    private static func expectNobodyIsNamed(_ scratch: NightScratch) throws {
        let stored = try scratch.calfold(["status", "--runs", "--format", "json"])
        let reports =
            try ["last-night.json", "last-night.txt"].map {
                try String(contentsOfFile: scratch.tables + "/" + $0, encoding: .utf8)
            } + [stored.output]
        for report in reports {
            #expect(!report.isEmpty)
            for word in ["@", "smith", "nowak", "berg", "budget", "planning"] {
                #expect(!report.lowercased().contains(word), "\(word)")
            }
        }
    }

    /// Random numbers that a printed seed brings back.
    struct SeededNumbers: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state = state &+ 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
