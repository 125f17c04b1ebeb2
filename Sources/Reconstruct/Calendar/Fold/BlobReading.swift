import ExchangeFormats

/// A recurrence blob as the fold needs it.
struct BlobReading {
    var pattern: RecurrencePattern
    var startMinutes: Int
    var endMinutes: Int
    /// False when the blob has no times of its own, as a task's.
    var hasTimes: Bool
    var dates: [CivilDate: SeriesHistory.OfDate]

    /// Nil when the blob cannot be decoded whole, or its numbers contradict one another: a series is never guessed at.
    init?(_ blob: [UInt8]) {
        guard let decoded = try? AppointmentRecurrencePattern(decoding: blob), decoded.contradiction == nil else {
            return nil
        }
        pattern = decoded.recurrencePattern
        if pattern.period == 0, let certain = pattern.certainPeriod { pattern.period = certain }
        hasTimes = decoded.appointment != nil
        startMinutes = decoded.appointment?.startTimeOffset ?? 0
        endMinutes = decoded.appointment?.endTimeOffset ?? 0
        dates = [:]
        for minutes in pattern.deletedInstanceDates {
            dates[PatternMinutes.date(minutes)] = .init(moved: nil, isAllDay: nil, isRemoved: true, subject: nil)
        }
        for exception in decoded.appointment?.exceptions ?? [] {
            let start = PatternMinutes.wallTime(exception.startDateTime)
            let end = PatternMinutes.wallTime(exception.endDateTime)
            dates[PatternMinutes.date(exception.originalStartDate)] = .init(
                moved: start...end, isAllDay: exception.subType.map { $0 == 1 }, isRemoved: false,
                subject: exception.subjectText)
        }
    }

    /// Whether two blobs have one rule, start and times of day. Neither their ends count, as an organizer who ends a
    /// series early does not touch its exceptions, nor their exceptions.
    func hasSamePattern(as other: BlobReading) -> Bool {
        let first = pattern
        let second = other.pattern
        guard first.patternType == second.patternType, first.period == second.period,
            first.patternTypeSpecific == second.patternTypeSpecific, first.startDate == second.startDate,
            startMinutes == other.startMinutes, endMinutes == other.endMinutes,
            BlobReading.calendar(first) == BlobReading.calendar(second)
        else { return false }
        // Only weeks begin on a day, and only where some are left out does it matter on which; elsewhere programs write
        // each their own.
        guard first.patternType == RecurrencePattern.PatternType.week, first.period > 1,
            first.firstDOW != second.firstDOW
        else { return true }
        // The weeks hold the same dates when they begin before the same day of the mask, and the first of them too.
        return BlobReading.firstDay(first) == BlobReading.firstDay(second)
            && (try? RecurrenceRule(first))?.firstDate == (try? RecurrenceRule(second))?.firstDate
    }

    /// The day of a weekly pattern that comes first in its weeks.
    private static func firstDay(_ pattern: RecurrencePattern) -> Int? {
        guard case .weekDays(let mask) = pattern.patternTypeSpecific else { return nil }
        return (0..<7).lazy.map { (pattern.firstDOW % 7 + $0) % 7 }.first { mask & 1 << $0 != 0 }
    }

    /// The calendar of a pattern; the default calendar is the Gregorian one.
    private static func calendar(_ pattern: RecurrencePattern) -> Int {
        pattern.calendarType == 0 ? 1 : pattern.calendarType
    }
}
