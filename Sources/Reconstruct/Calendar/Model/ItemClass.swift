import ExchangeFormats

/// What kind of item a row describes, by its message class.
public enum ItemClass: Hashable, Sendable {
    /// IPM.Appointment and its suffixes: the only class that describes the state of a calendar.
    case appointment
    /// An exception embedded in a series: IPM.OLE.CLASS.{00061055-…}, or IPM.Appointment.Occurrence.
    case exception
    /// `(Occurrence Deleted)`: a date was taken out of its series. It has no content of its own.
    case deletedOccurrence
    case request
    case cancellation
    case response(Response?)
    case forwardNotification
    /// Without an effect; `unknown` names a class that no documentation of calendar logs lists, and is empty where the
    /// row has none.
    case other(unknown: String?)

    /// Reads a message class by its prefix, without regard to case; the support script's short names are read too.
    public init(_ name: String) {
        let folded = ItemClass.unshortened(name.lowercased())
        func begins(_ prefix: String) -> Bool {
            folded.hasPrefix(prefix)
                && (folded.utf8.count == prefix.utf8.count
                    || folded.utf8.dropFirst(prefix.utf8.count).first == UInt8(ascii: "."))
        }
        if folded == "(occurrence deleted)" {
            self = .deletedOccurrence
        } else if begins("ipm.appointment.occurrence") {
            self = .exception
        } else if begins("ipm.appointment") {
            self = .appointment
        } else if begins("ipm.ole.class") {
            self = folded.contains("00061055-0000-0000-c000-000000000046") ? .exception : .other(unknown: name)
        } else if begins("ipm.schedule.meeting.request") {
            self = folded.hasSuffix(".attendeelistreplication") ? .other(unknown: nil) : .request
        } else if begins("ipm.schedule.meeting.canceled") {
            self = .cancellation
        } else if begins("ipm.schedule.meeting.resp") {
            let answer = folded.split(separator: ".").dropFirst(4).first
            switch answer {
            case "pos": self = .response(.accepted)
            case "tent": self = .response(.tentative)
            case "neg": self = .response(.declined)
            case nil: self = .response(nil)
            default: self = .other(unknown: name)
            }
        } else if begins("ipm.schedule.meeting.notification.forward") {
            self = .forwardNotification
        } else {
            self = .other(unknown: begins("ipm.sharing") || begins("ipm.calendarsharing") ? nil : name)
        }
    }

    /// What Microsoft's support script writes for classes; it shortens the longest part that it knows and leaves the
    /// rest behind it, as in `Resp.Tent.Follow`.
    private static let shortNames = [
        "exception.occurrence": "ipm.appointment.occurrence", "exception.deleted": "(occurrence deleted)",
        "exception": "ipm.ole.class.{00061055-0000-0000-c000-000000000046}",
        "meeting.request": "ipm.schedule.meeting.request",
        "attendeelist": "ipm.schedule.meeting.request.attendeelistreplication",
        "cancellation": "ipm.schedule.meeting.canceled",
        "resp.pos": "ipm.schedule.meeting.resp.pos", "resp.tent": "ipm.schedule.meeting.resp.tent",
        "resp.neg": "ipm.schedule.meeting.resp.neg", "resp.any": "ipm.schedule.meeting.resp",
        "forward.notification": "ipm.schedule.meeting.notification.forward",
        "sharingcfm": "ipm.calendarsharing.eventupdate",
        "sharingdelete": "ipm.calendarsharing.eventdelete",
    ]

    private static let longestShortName = shortNames.keys.map(\.count).max() ?? 0

    private static func unshortened(_ name: String) -> String {
        guard var head = Substring(name).cutAtDot(atMost: longestShortName) else { return name }
        while true {
            if let long = shortNames[String(head)] { return long + name[head.endIndex...] }
            guard let dot = head.lastIndex(of: ".") else { return name }
            head = head[..<dot]
        }
    }

    /// The item itself, not a message about it.
    public var isCalendarItem: Bool { self == .appointment || self == .exception }

    /// What has no meaning without the date of an occurrence.
    public var isOfOneDate: Bool { self == .exception || self == .deletedOccurrence }
}
