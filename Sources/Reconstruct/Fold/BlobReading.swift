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
        guard let decoded = try? AppointmentRecurrencePattern(decoding: blob), decoded.contradiction == nil else { return nil }
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
                moved: start...end, isAllDay: exception.subType.map { $0 == 1 }, isRemoved: false, subject: exception.subjectText)
        }
    }

    /// Whether two blobs have one rule, start and time of day; their ends may differ, as an organizer who ends a series
    /// early does not touch its exceptions.
    static func haveSamePattern(_ left: BlobReading?, _ right: BlobReading?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        let first = left.pattern, second = right.pattern
        return first.patternType == second.patternType && first.period == second.period
            && first.patternTypeSpecific == second.patternTypeSpecific && first.calendarType == second.calendarType
            && first.firstDOW == second.firstDOW && first.startDate == second.startDate
            && left.startMinutes == right.startMinutes && left.endMinutes == right.endMinutes
    }
}
