import Foundation
import Testing

/// What has no effect, or cannot be read, is told by name or by place.
@Suite struct FoldReportTests {
    private typealias Scratch = CommandLineTests.Scratch
    private static let head =
        "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;mailbox;sentrepresentingemailaddress;appointmentstate;globalobjectid;appointmentrecurring;appointmentrecurrenceblob"

    private static func row(
        _ number: Int, itemClass: String = "IPM.Appointment", action: String = "Create", blob: String? = nil
    ) -> String {
        let id =
            "040000008200E00074C5B7101A82E008000000000000542EAD3FDA010000000000000000100000001D2C3B4A5968778\(1_000_000 + number)AA"
        return
            "2024-01-10 08:00:0\(number);2024-01-15 09:00:00;2024-01-15 10:00:00;\(action);\(itemClass);ben@example.com;ben@example.com;1;\(id);\(blob == nil ? "False" : "True");\(blob ?? "")"
    }

    private func taken(_ rows: [String]) throws -> Scratch {
        let scratch = try Scratch()
        try ([Self.head] + rows).joined(separator: "\n").write(
            toFile: scratch.path("in.csv"), atomically: true, encoding: .utf8)
        let run = try scratch.calfold("ingest", "in.csv")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        return scratch
    }

    @Test func classesAndActionsThatNobodyKnowsAreTold() throws {
        let scratch = try taken([
            Self.row(1), Self.row(2, itemClass: "IPM.Contoso.Room"), Self.row(3, itemClass: "IPM.Contoso.Room"),
            Self.row(4, itemClass: "IPM.CalendarSharing.EventUpdate"),
            Self.row(5, itemClass: "IPM.Appointment.Contoso"),
            Self.row(6, action: "Teleport"), Self.row(7, itemClass: "IPM.Schedule.Meeting.Notification.Forward"),
        ])
        let run = try scratch.calfold("fold")
        #expect(
            run.errors.contains("The item class IPM.Contoso.Room is not known; 2 entries with it have no effect."),
            "\(run.errors)")
        #expect(run.errors.contains("The trigger action Teleport is not known; 1 entry with it counts as saved."))
        #expect(
            !run.errors.contains("EventUpdate") && !run.errors.contains("Appointment.Contoso")
                && !run.errors.contains("Forward"))
        let json = try scratch.calfold("fold", "--anew", "--format", "json")
        #expect(json.output.contains("\"IPM.Contoso.Room\" : 2"), "\(json.output)")
    }

    /// Many of them are counted together.
    @Test func manyUnknownClassesAreNoEndlessList() throws {
        let scratch = try taken(
            (0..<9).map { Self.row($0) }
                + (10..<60).map { number in
                    Self.row(9, itemClass: "IPM.Contoso\(number)").replacing("1000009AA", with: "10000\(number)AA")
                })
        let errors = try scratch.calfold("fold").errors
        #expect(errors.contains("40 more names like these, in 40 entries."), "\(errors)")
        #expect(errors.split(separator: "\n").count < 20)
    }

    @Test func aBlobThatCannotBeDecodedIsToldByFileLineAndByte() throws {
        let scratch = try taken([Self.row(1), Self.row(2, blob: "0430043000"), Self.row(3)])
        let run = try scratch.calfold("fold")
        #expect(
            run.errors.contains("in.csv, line 3: the recurrence blob cannot be decoded: ")
                && run.errors.contains(" at byte 4 "), "\(run.errors)")
        let json = try scratch.calfold("fold", "--anew", "--format", "json")
        #expect(json.output.contains("\"line\" : 3") && json.output.contains("\"byte\" : 4"), "\(json.output)")
    }
}
