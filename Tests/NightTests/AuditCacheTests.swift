import EventStore
import ExchangeFormats
import Foundation
import Intake
import Simulation
import TestSupport
import Testing

@testable import Night

/// Audits that begin with what the last one left, against such as look at every meeting.
@Suite struct AuditCacheTests {
    /// Another one each time, unless SEED repeats one.
    static func base() -> UInt64 {
        ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...1 << 40)
    }

    /// What an audit says.
    struct Said: Equatable {
        var tables: [String: Data] = [:]
        var answers: Data
        var share: Double
        var at: Instant?
    }

    /// A store that is audited night after night.
    final class Store {
        let scratch: Scratch
        let log: EventLog
        private(set) var looked = 0
        private(set) var recalled = 0
        private var files = 0

        init() throws {
            scratch = try Scratch()
            log = try EventLog(path: scratch.path + "/calfold.db", access: .readWrite)
            try direct(without: nil)
        }

        /// Writes the directory anew.
        func direct(without left: String?, rooms: [String] = ["room.1@example.com"]) throws {
            var text = "PrimarySmtpAddress;RecipientTypeDetails\nsomebody@example.com;UserMailbox\n"
            for room in rooms where room != left { text += "\(room);RoomMailbox\n" }
            try scratch.write(text, to: "people.csv")
        }

        func take(_ texts: [(name: String, bytes: [UInt8])]) throws {
            files += 1
            let folder = try scratch.folder("in\(files)")
            for (name, bytes) in texts { try Data(bytes).write(to: URL(filePath: folder + "/" + name)) }
            let log = log
            let report = try IngestRun(
                files: texts.map { folder + "/" + $0.name }, reading: CalendarReaderOptions()
            ).run(into: { log })
            #expect(report.status == .done)
        }

        func audit(isAnew: Bool, _ change: (inout AuditSettings) -> Void = { _ in }) throws -> Said {
            var settings = AuditSettings()
            settings.keeps = !isAnew
            settings.isAnew = isAnew
            settings.privacy.isPlain = true
            settings.privacy.keepsSubjects = true
            settings.privacy.acceptedDomains = ["example.com"]
            settings.privacy.directory.files = [scratch.path + "/people.csv"]
            settings.out = try scratch.folder(isAnew ? "whole" : "part")
            change(&settings)
            let report = try AuditRun(settings).run(on: log, { _ in })
            looked = report.looked
            recalled = report.recalled
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            var said = Said(
                answers: try encoder.encode(report.answers), share: report.share, at: report.at)
            for name in ["findings", "evidence", "coverage"] {
                said.tables[name] = try Data(contentsOf: URL(filePath: (settings.out ?? "") + "/\(name).csv"))
            }
            return said
        }
    }

    private static func organisation(_ seed: UInt64, people: Int = 10, meetings: Int = 40) -> Organisation {
        var options = OrganisationOptions()
        options.people = people
        options.rooms = 2
        options.meetings = meetings
        options.days = 12
        options.guestsPerMeeting = 1...4
        options.recurringShare = 0.3
        options.hasExtraColumns = true
        options.behaviours = .everything
        options.faults = Fault.allCases
        return Organisation(seed: seed, options: options)
    }

    private static var dialect: ExportDialect {
        var dialect = ExportDialect()
        dialect.hasExtraColumns = true
        return dialect
    }

    /// A night's files: one of each mailbox, named by its day; of some none, of some two days later.
    private static func files(
        _ rows: [LogRow], of mailboxes: [String], on day: CivilDate, losing share: Double, _ random: inout RandomSource
    ) -> [(name: String, bytes: [UInt8])] {
        let byMailbox = Dictionary(grouping: rows, by: \.mailbox)
        return mailboxes.compactMap { mailbox in
            let own = byMailbox[mailbox] ?? []
            if own.isEmpty, random.chance(share) { return nil }
            return ("\(mailbox)_\(day).csv", CSVWriter.bytes(rows: own, dialect: dialect))
        }
    }

    /// Nights with late rows, missing and late files, a changed directory, and days on which nothing happens but that
    /// time passes.
    @Test func theFindingsAreThoseOfAWholeAudit() throws {
        let base = Self.base()
        print("audits night by night: seeds from \(base)")
        var looked = 0, recalled = 0
        for seed in base..<base + 2 {
            let organisation = Self.organisation(seed), store = try Store()
            var random = RandomSource(seed: seed, part: 77)
            let mailboxes = organisation.people + organisation.rooms
            let nights = organisation.nights(count: 12, seed: seed)
            let first =
                organisation.rows.first.map { WallTime(ticks: $0.logTime.ticks).date } ?? organisation.options.begin
            let share = random.pick([0, 0.1, 0.5]) ?? 0
            for night in 0..<30 {
                let rows = nights.indices.contains(night) ? nights[night] : []
                if night < nights.count || random.chance(0.7) {
                    let day = first.advanced(byDays: night)
                    try store.take(Self.files(rows, of: mailboxes, on: day, losing: share, &random))
                }
                if random.chance(0.06) {
                    try store.direct(without: random.pick(organisation.rooms), rooms: organisation.rooms)
                }
                let part = try store.audit(isAnew: false)
                if night > 0 {
                    looked += store.looked
                    recalled += store.recalled
                }
                let whole = try store.audit(isAnew: true)
                #expect(store.recalled == 0)
                for name in whole.tables.keys.sorted() {
                    #expect(part.tables[name] == whole.tables[name], "seed \(seed), night \(night): \(name)")
                }
                #expect(part == whole, "seed \(seed), night \(night)")
                guard part == whole else { return }
            }
        }
        print("  \(looked) meetings looked at, \(recalled) recalled")
        #expect(recalled > 0)
    }

    /// Nothing new: only what has something to tell is looked at. Another question, or a record that somebody else
    /// changed: everything is.
    @Test func whatIsAskedAnewAndWhatIsNot() throws {
        let seed = Self.base()
        print("audits of one store: seed \(seed)")
        let organisation = Self.organisation(seed), store = try Store()
        try store.take(organisation.files(dialect: Self.dialect).map { ($0.name, $0.bytes) })
        let first = try store.audit(isAnew: false)
        let all = store.looked
        #expect(all > 30 && store.recalled == 0)
        #expect(try store.audit(isAnew: false) == first)
        #expect(store.recalled > 0 && store.looked + store.recalled == all, "seed \(seed)")
        // Who looks without keeping begins with what is kept, and leaves it.
        #expect(try store.audit(isAnew: false) { $0.keeps = false } == first)
        #expect(store.recalled > 0)
        _ = try store.audit(isAnew: false) {
            $0.keeps = false; $0.settle = "2h"
        }
        #expect(store.recalled == 0)
        _ = try store.audit(isAnew: false) { $0.asOf = "2024-01-12T00:00:00Z" }
        #expect(store.recalled == 0)
        #expect(try store.audit(isAnew: false) == first)
        #expect(store.recalled > 0)
        try store.log.derive { db in
            try db.execute(
                sql:
                    "UPDATE audit_stream SET record = zeroblob(5) WHERE stream = (SELECT min(stream) FROM audit_stream)"
            )
        }
        #expect(try store.audit(isAnew: false) == first)
        #expect(store.recalled == 0)
    }

    /// A row that teaches whose a legacy DN is changes what is said of meetings that name it.
    @Test func aNameThatIsLearntLater() throws {
        let dn = "/o=Org/ou=X/cn=Recipients/cn=anna", store = try Store()
        let head =
            "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate;sentrepresentingemailaddress;from\n"
        func row(_ meeting: Int, _ logged: String, _ state: Int, _ organizer: String, from: String = "") -> String {
            "\(logged) 08:00:00;2024-03-12 09:00:00;2024-03-12 10:00:00;Create;IPM.Appointment;"
                + "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F0\(meeting);\(state);\(organizer);\(from)\n"
        }
        func take(_ files: [(String, String)]) throws {
            try store.take(files.map { ($0.0, Array((head + $0.1).utf8)) })
        }
        try take([
            ("ben@example.com_2024-02-05.csv", row(1, "2024-02-05", 3, dn)),
            ("anna@example.com_2024-02-05.csv", ""), ("dora@example.com_2024-02-05.csv", row(2, "2024-02-05", 0, "")),
        ])
        let unresolved = try store.audit(isAnew: false)
        #expect(unresolved == (try store.audit(isAnew: true)))
        try take([
            ("dora@example.com_2024-02-06.csv", row(3, "2024-02-06", 3, dn, from: "Anna <anna@example.com>")),
            ("ben@example.com_2024-02-06.csv", ""), ("anna@example.com_2024-02-06.csv", ""),
        ])
        let learnt = try store.audit(isAnew: false)
        #expect(learnt == (try store.audit(isAnew: true)))
        #expect(String(decoding: learnt.tables["findings"] ?? Data(), as: UTF8.self).contains("missing-organizer-item"))
        #expect(!String(decoding: unresolved.tables["findings"] ?? Data(), as: UTF8.self).contains("missing-organizer"))
    }

    /// What was known at a batch had no file that came after it.
    @Test func aFileThatCameLaterCoversNoDay() throws {
        let store = try Store()
        let head = "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate\n"
        let row =
            "2024-02-05 08:00:00;2024-03-12 09:00:00;2024-03-12 10:00:00;Create;IPM.Appointment;040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F01;0\n"
        try store.take([("ann@example.com_2024-02-05.csv", Array((head + row).utf8))])
        try store.take([("ann@example.com_2024-02-06.csv", Array(head.utf8))])
        func coverage(_ knownAt: String?) throws -> String {
            let said = try store.audit(isAnew: true) { $0.knownAt = knownAt }
            return String(decoding: said.tables["coverage"] ?? Data(), as: UTF8.self)
        }
        #expect(try coverage(nil).contains("2024-02-05 00:00:00;2024-02-07 00:00:00;"))
        #expect(try coverage("1").contains("2024-02-05 00:00:00;2024-02-06 00:00:00;"))
    }
}
