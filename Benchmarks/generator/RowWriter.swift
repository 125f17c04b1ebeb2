import ExchangeFormats

/// What a row says beside its meeting.
struct GeneratedRow {
    enum Kind { case appointment, request, cancellation, accept, tentative, decline }

    var mailbox: Int
    var kind: Kind
    var trigger: StaticString
    /// Whose doing: a person by number, or nil for the Calendar Assistant.
    var by: Int?
    var state: Int
    var version: Int
    /// Milliseconds since 1970.
    var logged: Int
    var created: Int
}

/// Writes rows in the 23 columns.
struct RowWriter {
    let addresses: [[UInt8]]
    let times: TimeWriter
    let hasMailboxColumn: Bool

    static let header =
        "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;"
        + "itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;"
        + "appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;"
        + "lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent\n"

    private static let separator = UInt8(ascii: ";")

    func append(_ row: GeneratedRow, of meeting: GeneratedMeeting, to line: inout [UInt8]) {
        let modified = row.logged - 5 - row.logged % 80
        let isMessage = row.kind == .accept || row.kind == .tentative || row.kind == .decline
        let series = isMessage ? nil : meeting.series
        func end() { line.append(Self.separator) }
        func time(_ milliseconds: Int) {
            times.append(milliseconds, to: &line)
            end()
        }
        if hasMailboxColumn {
            line.append(contentsOf: addresses[row.mailbox])
            end()
        }
        time(row.logged)
        time(meeting.start)
        time(meeting.start + meeting.minutes * 60_000)
        line.append(contentsOf: meeting.subject)
        end()
        line.append(row.trigger)
        end()
        time(modified)
        line.append(Self.className(row.kind))
        end()
        line.append(number: meeting.minutes)
        line.append(series == nil ? ";False;" : ";True;")
        line.append(contentsOf: addresses[meeting.organizer])
        end()
        line.append(contentsOf: addresses[isMessage ? row.by ?? meeting.organizer : meeting.organizer])
        end()
        line.append(number: row.version)
        end()
        line.append(number: meeting.sequence)
        line.append(";False;")
        if let person = row.by { line.append(contentsOf: addresses[person]) } else { line.append("Calendar Assistant") }
        end()
        line.append(number: row.state)
        end()
        line.append(contentsOf: meeting.id)
        end()
        time(row.created)
        time(modified + 7)
        line.append(contentsOf: meeting.zone)
        end()
        line.append(series?.typeName ?? "None")
        end()
        if let series { line.append(contentsOf: series.blob) }
        line.append(";False\n")
    }

    private static func className(_ kind: GeneratedRow.Kind) -> StaticString {
        switch kind {
        case .appointment: "IPM.Appointment"
        case .request: "IPM.Schedule.Meeting.Request"
        case .cancellation: "IPM.Schedule.Meeting.Canceled"
        case .accept: "IPM.Schedule.Meeting.Resp.Pos"
        case .tentative: "IPM.Schedule.Meeting.Resp.Tent"
        case .decline: "IPM.Schedule.Meeting.Resp.Neg"
        }
    }
}
