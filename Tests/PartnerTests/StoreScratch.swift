import Foundation
import TestSupport

/// A store that grows by meetings of two.
extension NightScratch {
    private static let logColumns =
        "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent"

    /// A meeting of two, in the logs of both.
    func meet(_ number: Int, on day: String, logged: String) throws {
        let id =
            "040000008200E00074C5B7101A82E00800000000B0C5D03CE542DA01000000000000000010000000"
            + String(repeating: "0", count: 28) + String(format: "%04X", number)
        for (name, state) in [("alice", 1), ("bob", 3)] {
            let row =
                "\(logged) 10:00:00.000;\(day) 09:00:00.000;\(day) 10:00:00.000;x;Create;\(logged) 10:00:00.000;IPM.Appointment;60;False;alice@example.com;alice@example.com;1;0;False;alice@example.com;\(state);\(id);\(logged) 10:00:00.00\(state);\(logged) 10:00:00.000;;None;;False"
            try scratch.write(
                NightScratch.logColumns + "\r\n" + row + "\r\n", to: "inbox/\(name)@example.com_\(number).csv")
        }
    }
}
