extension AppointmentRecurrencePattern {
    /// The first number of a decoded blob that another one, or the calendar, contradicts; nil for a blob that is
    /// consistent. Such a blob has the layout that it should have, and yet says nothing that could be relied on: as a
    /// rule its writer put the fields elsewhere, or a tool damaged them.
    public var contradiction: FormatError? {
        let rule = recurrencePattern
        return rule.contradiction ?? appointment?.contradiction(of: rule, at: rule.length)
    }
}

extension RecurrencePattern {
    /// In bytes.
    var length: Int { 50 + patternTypeSpecific.length + 4 * (deletedInstanceDates.count + modifiedInstanceDates.count) }

    fileprivate var contradiction: FormatError? {
        if startDate > RecurrencePattern.noEnd {
            return FormatError(
                .outside(0...RecurrencePattern.noEnd), field: "recurrencePattern.startDate", offset: length - 8)
        }
        // Only an end by date needs the date; of a counted series it repeats the last one, and some writers leave it 0.
        let hasEndDate = endType == EndType.date || endType == EndType.count && endDate != 0
        guard hasEndDate, endDate / 1440 < startDate / 1440 else { return nil }
        return FormatError(
            .before("recurrencePattern.startDate"), field: "recurrencePattern.endDate", offset: length - 4)
    }
}

extension AppointmentRecurrencePattern.Appointment {
    private static let minutesOfDay = 0...1439
    /// The longest interval between two days of a pattern is 999 days, and an occurrence does not outlast it.
    private static let minutesOfOccurrence = 0...1440 * 1000

    fileprivate func contradiction(of rule: RecurrencePattern, at start: Int) -> FormatError? {
        guard Self.minutesOfDay.contains(startTimeOffset) else {
            return FormatError(.outside(Self.minutesOfDay), field: "startTimeOffset", offset: start + 8)
        }
        guard Self.minutesOfOccurrence.contains(endTimeOffset) else {
            return FormatError(.outside(Self.minutesOfOccurrence), field: "endTimeOffset", offset: start + 12)
        }
        guard endTimeOffset >= startTimeOffset else {
            return FormatError(.before("startTimeOffset"), field: "endTimeOffset", offset: start + 12)
        }
        // The dates of exceptions that are not there would vanish: each is among the deleted ones.
        guard exceptions.count >= rule.modifiedInstanceDates.count else {
            return FormatError(
                .fewerThan("recurrencePattern.modifiedInstanceDates"), field: "exceptionCount", offset: start + 16)
        }
        var place = start + 18
        for (index, exception) in exceptions.enumerated() {
            if let found = exception.contradiction(named: "exceptions[\(index)]", at: place) { return found }
            place += exception.length
        }
        return nil
    }
}

extension ExceptionInfo {
    fileprivate func contradiction(named name: String, at start: Int) -> FormatError? {
        let times = [
            ("startDateTime", startDateTime), ("endDateTime", endDateTime), ("originalStartDate", originalStartDate),
        ]
        for (index, (field, minutes)) in times.enumerated() where minutes > RecurrencePattern.noEnd {
            return FormatError(
                .outside(0...RecurrencePattern.noEnd), field: "\(name).\(field)", offset: start + 4 * index)
        }
        guard endDateTime < startDateTime else { return nil }
        return FormatError(.before("\(name).startDateTime"), field: "\(name).endDateTime", offset: start + 4)
    }
}
