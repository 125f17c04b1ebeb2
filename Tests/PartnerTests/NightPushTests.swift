import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Which months a night pushes, and what it tells of those that it pushed before.
@Suite(.serialized) struct NightPushTests {
    private let scratch: NightScratch
    private let service: PartnerStub

    init() throws {
        scratch = try NightScratch()
        service = try PartnerStub()
        try scratch.scratch.write(PartnerStub.token, to: "token")
        try scratch.configure(
            """
            tables: [interactions]
            push:
              to: \(service.address)
              token-file: token
              since: 2023-10

            """)
    }

    private func night(_ today: String) throws -> ProgramRun {
        try scratch.calfold(["nightly", "--config", "calfold.yaml", "--today", today])
    }

    /// Months before the log and after its newest entry have nothing yet, or never will.
    @Test func monthsOutsideTheLogAreNotClosed() throws {
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        // Known long before, and not complete before the log has reached it.
        try scratch.meet(2, on: "2024-03-15", logged: "2024-02-01")
        let first = try night("2024-05-20")
        #expect(first.status == 0 && first.output.contains("2024-01: pushed"), "\(first.output)\(first.errors)")
        for month in ["2023-10", "2023-12", "2024-02", "2024-03", "2024-04"] {
            #expect(
                !first.output.contains("\(month): pushed") && !first.output.contains("\(month): nothing"), "\(month)")
        }
        let named = try scratch.calfold(["push", "--config", "calfold.yaml", "--month", "2024-03"])
        #expect(named.status == 77 && named.errors.contains("the log ends before it"), "\(named.errors)")
        // Half of a month's rows are not the month, and somebody has to know that no more come.
        #expect(first.output.contains("2024-02: not closed yet, as the log of calendars ends within it (2024-02-01)"))
        let half = try scratch.calfold(["push", "--config", "calfold.yaml", "--month", "2024-02"])
        #expect(half.status == 77 && half.errors.contains("ends within it"), "\(half.errors)")
        try scratch.meet(3, on: "2024-04-15", logged: "2024-04-10")
        let second = try night("2024-05-21")
        #expect(second.output.contains("2024-03: pushed"), "\(second.output)\(second.errors)")
        #expect(second.output.contains("2024-02: nothing to push"), "\(second.output)")
        #expect(second.output.contains("2024-04: not closed yet"), "\(second.output)")
        try scratch.meet(4, on: "2024-05-15", logged: "2024-05-01")
        #expect(try night("2024-05-22").output.contains("2024-04: pushed"))
    }

    /// A month that had nothing is looked at again when rows of it came, and not before.
    @Test func aMonthThatHadNothing() throws {
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        try scratch.meet(2, on: "2024-03-15", logged: "2024-03-10")
        let first = try night("2024-04-20")
        #expect(first.output.contains("2024-02: nothing to push"), "\(first.output)\(first.errors)")
        try scratch.meet(3, on: "2024-04-15", logged: "2024-04-10")
        let second = try night("2024-04-21")
        #expect(!second.output.contains("2024-02:"), "it is not made anew: \(second.output)")
        try scratch.meet(4, on: "2024-02-15", logged: "2024-02-10")
        let third = try night("2024-04-22")
        #expect(third.status == 0 && third.output.contains("2024-02: pushed"), "\(third.output)\(third.errors)")
        #expect(try !night("2024-04-23").output.contains("2024-02:"))
    }

    /// Each change until somebody says to know it: of a month long before the window too, by a night with a fault, by
    /// `push` itself, and by `status`.
    @Test func whatChangesLaterIsTold() throws {
        try scratch.meet(1, on: "2023-12-15", logged: "2023-12-10")
        try scratch.meet(2, on: "2024-03-15", logged: "2024-03-10")
        #expect(try night("2024-04-20").output.contains("2023-12: pushed"))
        try scratch.meet(3, on: "2023-12-18", logged: "2023-12-11")
        try scratch.meet(4, on: "2024-04-15", logged: "2024-04-10")
        try service.set(["faults": [["call": "start", "name": "401", "times": 99]]])
        let first = try night("2024-05-20")
        #expect(
            first.status == 77 && first.output.contains("2023-12: pushed before and changed since: 4 interactions"),
            "\(first.output)\(first.errors)")
        #expect(!first.output.contains("2024-03: pushed before"))
        try service.set(["faults": [Any]()])
        for day in ["21", "22"] {
            try scratch.meet(5 + (Int(day) ?? 0), on: "2024-05-15", logged: "2024-05-10")
            let later = try night("2024-05-" + day)
            #expect(
                later.status == 0 && later.output.contains("2023-12: pushed before and changed since: 4 interactions"),
                "\(later.output)\(later.errors)")
        }
        try expectStatus(isOpen: true, "4 interactions instead of 2")
        let known = try scratch.calfold(["push", "--config", "calfold.yaml", "--month", "2023-12", "--acknowledge"])
        #expect(known.status == 0 && known.output.contains("4 interactions instead of 2"), "\(known.errors)")
        try expectStatus(isOpen: false, "4 interactions instead of 2")
        #expect(try !night("2024-05-23").output.contains("changed since"))
        try scratch.meet(5, on: "2023-12-19", logged: "2023-12-12")
        #expect(try scratch.calfold(["ingest", "inbox", "--store", "calfold.db"]).status == 0)
        let byHand = try scratch.calfold(["push", "--config", "calfold.yaml"])
        #expect(
            byHand.status == 0 && byHand.output.contains("6 interactions instead of 2"),
            "\(byHand.output)\(byHand.errors)")
        #expect(
            try scratch.calfold(["push", "--config", "calfold.yaml"]).output.contains("6 interactions instead of 2"))
        let again = try scratch.calfold(["push", "--config", "calfold.yaml", "--month", "2023-12", "--again"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try !night("2024-05-25").output.contains("changed since"))
        #expect(try scratch.calfold(["verify"]).status == 0)
    }

    private func expectStatus(
        isOpen: Bool, _ change: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let status = try scratch.calfold(["status"])
        #expect(
            status.status == 0 && status.output.contains("pushed       2024-03 to \(service.address) at ")
                && status.output.contains(
                    isOpen ? "changed since: \(change)" : "changed since, which is known: \(change)"),
            "\(status.output)\(status.errors)", sourceLocation: sourceLocation)
        let check = try scratch.calfold(["status", "--check"])
        #expect(check.output.contains("months pushed, the last is 2024-0"), "\(check.output)")
        #expect(
            check.output.contains("2023-12 has changed since the push") == isOpen && (check.status > 0 || !isOpen),
            "\(check.output)", sourceLocation: sourceLocation)
    }

    /// Without what tells that somebody else was at work, notes are not believed: a month could be pushed twice.
    @Test(arguments: [
        "DELETE FROM push_month", "UPDATE push_month SET note = '{' WHERE month = '2024-01'", "DROP TABLE push_month",
    ])
    func notesWithoutTheirSum(change: String) throws {
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        try scratch.meet(2, on: "2024-03-15", logged: "2024-03-10")
        #expect(try night("2024-04-20").output.contains("2024-01: pushed"))
        let committed = try service.facts().committed
        _ = try scratch.sqlite3("\(change); DELETE FROM derived_sum WHERE name = 'push_month'")
        // A night that meets rows of the month does not sum them anew.
        try scratch.meet(3, on: "2024-01-16", logged: "2024-03-10")
        let night = try night("2024-04-21")
        #expect(night.status == 77 && night.output.contains("Somebody else has changed the store"), "\(night.output)")
        let named = try scratch.calfold(["push", "--config", "calfold.yaml", "--month", "2024-01"])
        #expect(named.status == 77 && named.errors.contains("Nothing was sent"), "\(named.errors)")
        #expect(try service.facts().committed == committed)
        #expect(try scratch.calfold(["verify"]).status == 1)
    }

    /// Rows that a night takes in while a push is at work are of no note that it could touch.
    @Test func whatComesWhileAPushIsAtWork() throws {
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        try scratch.meet(2, on: "2024-03-15", logged: "2024-03-10")
        #expect(try scratch.calfold(["ingest", "inbox", "--store", "calfold.db"]).status == 0)
        for more in [[], ["--again"]] {
            let before = try service.facts()
            try service.set(["pace": 0.5])
            let push = try scratch.start(["push", "--config", "calfold.yaml", "--month", "2024-01"] + more)
            for _ in 0..<1_500 {
                guard try service.facts().calls.count == before.calls.count else { break }
                Thread.sleep(forTimeInterval: 0.02)
            }
            // What else is done meanwhile takes as long as it takes.
            kill(push.processIdentifier, SIGSTOP)
            try scratch.meet(more.isEmpty ? 3 : 4, on: "2024-01-16", logged: "2024-03-11")
            let night = try night(more.isEmpty ? "2024-04-20" : "2024-04-21")
            #expect(night.output.contains("Another push is under way"), "\(night.output)")
            kill(push.processIdentifier, SIGCONT)
            push.waitUntilExit()
            #expect(push.terminationStatus == 0)
            try service.set(["pace": 0])
            #expect(try service.facts().committed == before.committed + 1)
            let told = try scratch.calfold(["push", "--config", "calfold.yaml"])
            #expect(told.output.contains("2024-01: pushed before and changed since"), "\(told.output)\(told.errors)")
        }
    }

    /// A month in which nobody was inside has something when the domain is mended.
    @Test func settingsThatLeftNothing() throws {
        try scratch.meet(1, on: "2024-01-15", logged: "2024-01-10")
        try scratch.meet(2, on: "2024-03-15", logged: "2024-03-10")
        #expect(try scratch.calfold(["ingest", "inbox", "--store", "calfold.db"]).status == 0)
        let usual = [
            "push", "--store", "calfold.db", "--since", "2024-01", "--to", service.address, "--token-file", "token",
            "--key-file", "key.txt", "--accepted-domain",
        ]
        let wrong = try scratch.calfold(usual + ["example.org"])
        #expect(wrong.output.contains("2024-01: nothing to push"), "\(wrong.output)\(wrong.errors)")
        #expect(try !scratch.calfold(usual + ["example.org"]).output.contains("2024-01"))
        let mended = try scratch.calfold(usual + ["example.com"])
        #expect(mended.output.contains("2024-01: pushed"), "\(mended.output)\(mended.errors)")
        #expect(try !scratch.calfold(usual + ["example.com"]).output.contains("2024-01"))
    }
}
