import Foundation
import Testing

/// A recurrence pattern that a spreadsheet has cut at the longest text that it holds.
@Suite struct CutCellTests {
    /// In hex, in Base64, and one that cannot be decoded for another reason.
    @Test(arguments: [
        ("043004300B2001000000" + String(repeating: "AB", count: 20_000), true),
        ("BDAEMAsgAQAAAA" + String(repeating: "AB", count: 20_000), true),
        ("043004300B2001000000ABAB", false),
    ])
    func aCutPatternIsToldAndItsSeriesIsMarked(whole: String, isCut: Bool) throws {
        let scratch = try CommandLineTests.Scratch()
        let head =
            "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;appointmentrecurring;sentrepresentingemailaddress;itemversion;appointmentsequencenumber;appointmentstate;globalobjectid;creationtime;timezone;appointmentrecurrenceblob"
        let id =
            "040000008200E00074C5B7101A82E0080000000030F3D1A2B3C4D501000000000000000010000000A1B2C3D4E5F60718293A4B5C6D7E8F90"
        let pattern = whole.prefix(32_767)
        let row =
            "2024-01-02 08:00:00;2024-02-13 23:30:00;2024-02-14 00:30:00;Budget;Create;IPM.Appointment;True;alice@example.com;1;0;1;\(id);2024-01-02 08:00:00;UTC;\(pattern)"
        try Data("\(head)\r\n\(row)\r\n".utf8).write(to: scratch.folder.appending(path: "alice@example.com.csv"))

        let taken = try scratch.calfold("ingest", "alice@example.com.csv")
        #expect(taken.status == 0 && taken.output.contains("1 taken + 0 duplicate + 0 quarantined"))
        #expect(
            taken.errors.contains("32,767 characters long (the first in column appointmentrecurrenceblob on line 2)")
                == isCut)
        let fold = try scratch.calfold("fold")
        #expect(fold.status == 0 && fold.errors.contains("alice@example.com.csv, line 2"), "\(fold.errors)")
        #expect(try scratch.calfold("export", "meetings", "--plain").status == 0)
        let table = try String(contentsOfFile: scratch.path("meetings.csv"), encoding: .utf8)
        #expect(table.contains("2024-02-13 23:30:00") && table.contains("recurrence-undecoded"), "\(table)")
        #expect(table.contains("recurrence-undecoded recurrence-cut") == isCut, "\(table)")
    }
}
