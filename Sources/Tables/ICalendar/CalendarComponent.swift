import ExchangeFormats
import Privacy
import Reconstruct

/// One VEVENT, apart from when it takes place.
struct CalendarComponent {
    /// What a component says of its place among those of a meeting, in Microsoft's numbers (X-MICROSOFT-CDO-INSTTYPE).
    enum Kind: Int { case single = 0, master = 1, instance = 2, exception = 3 }

    var uid: String
    var kind: Kind
    var status: Meeting.Status
    var subject: String
    var people: CalendarPeople

    /// Writes the component; `dates` writes the properties that say when.
    ///
    /// The times of the log stand for those of the file, so that the same log gives the same bytes.
    func write(_ meeting: Meeting, to lines: inout ContentLines, dates: (inout ContentLines) -> Void) {
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", text: uid)
        lines.add("DTSTAMP", CalendarTime.utc(meeting.lastChanged))
        lines.add("CREATED", CalendarTime.utc(meeting.firstSeen))
        lines.add("LAST-MODIFIED", CalendarTime.utc(meeting.lastChanged))
        lines.add("SEQUENCE", String(max(0, meeting.sequenceNumber)))
        dates(&lines)
        lines.add("STATUS", status == .cancelled ? "CANCELLED" : "CONFIRMED")
        if !subject.isEmpty { lines.add("SUMMARY", text: subject) }
        people.write(to: &lines)
        lines.add("X-MICROSOFT-CDO-INSTTYPE", String(kind.rawValue))
        lines.add("X-MICROSOFT-CDO-APPT-SEQUENCE", String(max(0, meeting.sequenceNumber)))
        if status == .orphaned { lines.add("X-CALFOLD-STATUS", Meeting.Status.orphaned.rawValue) }
        let marks = meeting.marks.names
        if !marks.isEmpty { lines.add("X-CALFOLD-MARKS", marks.joined(separator: ",")) }
        lines.add("END", "VEVENT")
    }
}

extension Slot {
    /// Start and end of a component; what has no length has no end.
    ///
    /// - Parameter clock: of the component; its rules tell the dates of whole days.
    func write(_ clock: CalendarClock, to lines: inout ContentLines) {
        if isAllDay {
            let (first, end) = days(clock.rules)
            lines.add("DTSTART", parameters: [("VALUE", "DATE")], value: CalendarTime.text(first))
            if first < end { lines.add("DTEND", parameters: [("VALUE", "DATE")], value: CalendarTime.text(end)) }
            return
        }
        // Both ends in one form: where the clock cannot tell one of them, neither is told by it.
        let form = clock.tells(start) && clock.tells(end) ? clock : .utc
        form.add("DTSTART", start, to: &lines)
        if start < end { form.add("DTEND", end, to: &lines) }
    }

    /// The first day, and the one after the last.
    func days(_ rules: ZoneRules) -> (first: CivilDate, end: CivilDate) {
        let first = rules.wallTime(of: start).date, last = rules.wallTime(of: end).date
        // The clock may skip a day's midnight: the day begins at the first reading that there is.
        let end = end <= rules.instant(of: WallTime(last)) ? last : last.advanced(byDays: 1)
        return (first, start < self.end ? max(end, first.advanced(byDays: 1)) : first)
    }
}
