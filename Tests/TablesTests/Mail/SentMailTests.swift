import ExchangeFormats
import Foundation
import Privacy
import Reconstruct
import Testing

@testable import Tables

/// What becomes of counted messages on their way into the table of e-mails.
@Suite struct SentMailTests {
    private let window = Instant(ticks: 0)..<Instant(ticks: 100 * Instant.ticksPerDay)

    private func message(
        _ sender: String, _ recipients: [String], day: Int64 = 10, seconds: Int64 = 0, fromOutside: Bool = false
    ) -> MailMessage {
        MailMessage(
            sender: full(sender), when: Instant(ticks: day * Instant.ticksPerDay + seconds * Instant.ticksPerSecond),
            recipients: recipients.map(full),
            cameFromOutside: fromOutside)
    }

    private func full(_ name: String) -> String { name.contains("@") ? name : name + "@example.com" }

    private func mails(
        _ messages: [MailMessage], people: People = People(acceptedDomains: ["example.com"])
    ) -> (mails: [SentMail], counts: SentMailFilter.Counts) {
        let filter = SentMailFilter(mask: TableScratch(people).clear, window: window)
        return (filter.mails(id: "<1@example.com>", messages), filter.counts)
    }

    @Test func fromOutsideToOutsideIsLeftOutAndCounted() {
        let found = mails([message("v@vendor.org", ["ann", "p@partner.org"])])
        #expect(found.mails.map(\.recipients) == [["ann@example.com"]])
        #expect(found.counts.outsideOnly == 1)
    }

    @Test func roomsAndSystemsAreNobody() throws {
        let people = People(acceptedDomains: ["example.com"], excludes: ["noreply@*"])
        let found = mails(
            [message("noreply", ["ann", "bob"]), message("ann", ["noreply", "bob"], seconds: 5)], people: people)
        #expect(found.mails.map(\.sender) == ["ann@example.com"])
        #expect(found.mails.map(\.recipients) == [["bob@example.com"]])
        #expect(found.counts.notAdmitted == 3)
    }

    @Test func aSenderOfOursWhoCameFromOutsideIsNotBelieved() {
        let found = mails([
            message("ann", ["bob"], fromOutside: true), message("v@vendor.org", ["bob"], fromOutside: true),
        ])
        #expect(found.mails.map(\.sender) == ["v@vendor.org"])
        #expect(found.counts.doubtfulSender == 1)
    }

    @Test func aliasesAreOnePerson() throws {
        let scratch = TableScratch()
        try FileManager.default.createDirectory(atPath: scratch.folder, withIntermediateDirectories: true)
        let file = scratch.folder + "/people.csv"
        try Data(
            "PrimarySmtpAddress,EmailAddresses\r\nann@example.com,SMTP:ann@example.com;smtp:ann.old@example.com\r\nbob@example.com,SMTP:bob@example.com;smtp:b@example.com\r\n"
                .utf8
        )
        .write(to: URL(filePath: file))
        let people = People(acceptedDomains: ["example.com"], directory: try Directory(files: [file]))
        let found = mails(
            [message("ann", ["bob", "ann.old"]), message("ann.old", ["b", "cay"], seconds: 9)], people: people)
        #expect(found.mails.map(\.recipients) == [["bob@example.com", "cay@example.com"]])
        #expect(found.mails.map(\.when.ticks) == [10 * Instant.ticksPerDay])
    }

    @Test func theWindowIsOverTheWholeMessage() {
        let filter = SentMailFilter(
            mask: TableScratch().clear,
            window: Instant(ticks: 10 * Instant.ticksPerDay + 1)..<Instant(ticks: 12 * Instant.ticksPerDay))
        #expect(filter.mails(id: "<1>", [message("ann", ["bob"])]).isEmpty)
        #expect(filter.mails(id: "<1>", [message("ann", ["bob"], seconds: 1)]).count == 1)
        #expect(filter.mails(id: "<1>", [message("ann", ["bob"], day: 12)]).isEmpty)
    }

    @Test func twoRecipientsOutsideAreTwoRows() throws {
        let scratch = TableScratch()
        let table = EmailTable(scratch.options(), mask: try scratch.mask())
        for mail in mails([message("ann", ["p@partner.org", "q@partner.org"])]).mails { try table.add(mail, of: 1) }
        #expect(try table.finish().rows == 2)
        let rows = try scratch.rows("emails")
        #expect(rows.count == 2 && rows[0] == rows[1] && rows[0][2] == "external")
        #expect(rows[0][3] == "1970-01-11 00:00:00.000")
    }

    @Test func theIDIsTheKeyedHashOfTheMessageID() throws {
        let scratch = TableScratch()
        let table = EmailTable(scratch.options(), mask: try scratch.mask())
        for mail in mails([message("ann", ["bob"])]).mails { try table.add(mail, of: 1) }
        _ = try table.finish()
        let expected = try scratch.mask().event("<1@example.com>")
        #expect(expected.utf8.count == 44)
        #expect(try scratch.rows("emails").map { $0[0] } == [expected])
    }

    /// Each message once for each set of origins that may be left out: none of it counts twice, and none is lost.
    @Test func whatNobodyWroteIsLeftOutByItsOrigin() {
        func made(_ origin: MailOrigin?, _ recipients: [String], added: [String] = [], day: Int64) -> MailMessage {
            MailMessage(
                sender: full("ann"), when: Instant(ticks: day * Instant.ticksPerDay), recipients: recipients.map(full),
                added: added.map(full), origin: origin)
        }
        let messages = [
            made(nil, ["bob"], added: ["cay"], day: 10), made(.automatic, ["bob"], day: 20),
            made(.rule, ["bob", "cay"], day: 30), made(.meeting, ["bob"], day: 40),
            made(nil, [], added: ["cay"], day: 50), made(.journal, ["bob"], day: 200),
        ]
        func mails(_ leavingOut: Set<MailOrigin>) -> (days: [Int64], emails: Int, byOrigin: [String: Int]) {
            let filter = SentMailFilter(
                mask: TableScratch(People(acceptedDomains: ["example.com"])).clear, window: window,
                leavingOut: leavingOut)
            let found = filter.mails(id: "<1@example.com>", messages)
            return (
                found.map { $0.when.ticks / Instant.ticksPerDay }, found.reduce(0) { $0 + $1.recipients.count },
                filter.counts.byOrigin
            )
        }
        let standard = mails(MailOrigin.machines)
        #expect(standard.days == [10, 40] && standard.emails == 2 && standard.byOrigin == ["automatic": 1, "rule": 4])
        let all = mails([])
        #expect(all.days == [10, 20, 30, 40, 50] && all.emails == 7 && all.byOrigin.isEmpty)
        let meetings = mails([.meeting])
        #expect(meetings.days == [10, 20, 30, 50] && meetings.emails == 6 && meetings.byOrigin == ["meeting": 1])
    }
}
