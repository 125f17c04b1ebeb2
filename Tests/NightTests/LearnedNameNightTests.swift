import Foundation
import TestSupport
import Testing

/// Nights that learn from the log whose a legacy DN is.
@Suite struct LearnedNameNightTests {
    private static let dn = "/o=Org/ou=X/cn=Recipients/cn=anna"
    private static let head =
        "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate;sentrepresentingemailaddress;from\n"

    private static func row(
        _ meeting: Int, _ logged: String, _ start: String, _ organizer: String, from: String = ""
    ) -> String {
        "\(logged) 08:00:00;\(start) 09:00:00;\(start) 10:00:00;Create;IPM.Appointment;"
            + "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F0\(meeting);3;\(organizer);\(from)\n"
    }

    private static let first =
        head + row(1, "2024-02-05", "2024-03-12", dn) + row(2, "2024-02-06", "2024-02-12", "dora@example.com")
    private static let second = head + row(3, "2024-04-02", "2024-04-20", dn, from: "Anna <anna@example.com>")

    private func files(_ scratch: NightScratch) throws -> [String: Data] {
        try NightScratch.files(in: scratch.tables, ending: ".csv")
    }

    /// The months in which the DN stands are written anew, as if the pair had been known from the beginning.
    @Test func theMonthsOfTheNameAreWrittenAnew() throws {
        let tables = "tables: [meetings, participants, interactions, calendar_log]\nmonths-back: 3\n"
        let scratch = try NightScratch(), whole = try NightScratch()
        for night in [scratch, whole] {
            try night.scratch.write(
                "key-file: key.txt\naccepted-domain: example.com\nmonths-ahead: 1\n" + tables, to: "calfold.yaml")
            try night.scratch.write(Self.first, to: "inbox/ben@example.com.csv")
        }
        try whole.scratch.write(Self.second, to: "inbox/cara@example.com.csv")
        #expect(try whole.night().status == 0)
        #expect(try scratch.night().status == 0)
        let before = try files(scratch)
        try scratch.scratch.write(Self.second, to: "inbox/cara@example.com.csv")
        let night = try scratch.night()
        #expect(night.status == 0, "\(night.output)\(night.errors)")
        let after = try files(scratch), expected = try files(whole)
        #expect(Set(after.keys) == Set(expected.keys))
        for (name, data) in expected { #expect(after[name] == data, "\(name)") }
        #expect(before["2024-03_participants.csv"] != after["2024-03_participants.csv"])
        #expect(before["2024-02_calendar_log.csv"] != after["2024-02_calendar_log.csv"])
        // A third night finds nothing more to do.
        let last = try scratch.night()
        #expect(last.status == 0 && !last.output.contains("2024-03_participants"), "\(last.output)")
    }
}
