/// The RecurrencePattern structure ([MS-OXOCAL] 2.2.1.44.1): the rule of a series and the dates that differ from it.
/// Dates are minutes since 1601-01-01 00:00 on the series' own clock.
public struct RecurrencePattern: BinaryStructure {
    /// What PatternTypeSpecific holds, by pattern type.
    public enum Specific: Hashable, Sendable {
        case none
        /// A mask of weekdays: Sunday 1 … Saturday 64.
        case weekDays(Int)
        /// A day of the month, 1–31.
        case day(Int)
        /// The n-th of the masked weekdays of a month; 5 is the last.
        case nth(weekDays: Int, n: Int)

        /// In bytes.
        var length: Int {
            switch self {
            case .none: 0
            case .weekDays, .day: 4
            case .nth: 8
            }
        }

        var isListed: Bool {
            switch self {
            case .none: true
            case .weekDays(let mask): (1...0x7F).contains(mask)
            case .day(let day): (1...31).contains(day)
            case .nth(let mask, let n): (1...0x7F).contains(mask) && (1...5).contains(n)
            }
        }
    }

    /// RecurFrequency: the unit of the pattern.
    public enum Frequency { public static let daily = 0x200A, weekly = 0x200B, monthly = 0x200C, yearly = 0x200D }

    /// PatternType: what in a unit recurs.
    public enum PatternType {
        public static let day = 0, week = 1, month = 2, monthNth = 3, monthEnd = 4
        public static let hijriMonth = 0xA, hijriMonthNth = 0xB, hijriMonthEnd = 0xC
    }

    /// EndType: what ends the series.
    public enum EndType { public static let date = 0x2021, count = 0x2022, never = 0x2023, neverToo = 0xFFFF_FFFF }
    /// EndDate of a series without an end: 4500-12-31 23:59.
    public static let noEnd = 0x5AE9_80DF

    /// ReaderVersion: 0x3004 by the specification.
    public var readerVersion = 0x3004
    /// WriterVersion: 0x3004 by the specification.
    public var writerVersion = 0x3004
    /// One of `Frequency`.
    public var recurFrequency: Int
    /// One of `PatternType`.
    public var patternType: Int
    /// CalendarType ([MS-OXOCAL] 2.2.1.44.1): 0 is the calendar of the pattern's type, Gregorian as a rule.
    public var calendarType = 0
    /// FirstDateTime: minutes by which the pattern is anchored; what they count hangs on the pattern's type.
    public var firstDateTime = 0
    /// Minutes for a daily pattern, weeks for a weekly one, months for the others.
    public var period: Int
    /// SlidingFlag: 1 for tasks that begin anew when they are done, else 0.
    public var slidingFlag = 0
    /// PatternTypeSpecific: which days of the unit recur.
    public var patternTypeSpecific: Specific
    /// One of `EndType`.
    public var endType: Int
    /// OccurrenceCount: how many instances the series has, where `endType` is a count.
    public var occurrenceCount: Int
    /// 0 Sunday … 6 Saturday.
    public var firstDOW = 0
    /// Original dates of deleted and of modified instances.
    public var deletedInstanceDates: [Int] = []
    /// New dates of modified instances.
    public var modifiedInstanceDates: [Int] = []
    /// StartDate: midnight of the first instance's date, in minutes since 1601.
    public var startDate: Int
    /// EndDate: midnight of the last instance's date, in minutes since 1601; `noEnd` where there is none.
    public var endDate: Int

    /// A rule without dates that differ, of values as the fields of these names hold them.
    public init(
        recurFrequency: Int, patternType: Int, period: Int, patternTypeSpecific: Specific, endType: Int,
        occurrenceCount: Int, startDate: Int, endDate: Int
    ) {
        self.recurFrequency = recurFrequency
        self.patternType = patternType
        self.period = period
        self.patternTypeSpecific = patternTypeSpecific
        self.endType = endType
        self.occurrenceCount = occurrenceCount
        self.startDate = startDate
        self.endDate = endDate
    }

    /// Reads the rule alone; what follows it is left in the reader.
    public init(from reader: inout ByteReader) throws(FormatError) {
        let readerVersion = try reader.short("recurrencePattern.readerVersion")
        let writerVersion = try reader.short("recurrencePattern.writerVersion")
        guard readerVersion == 0x3004 else {
            throw FormatError(.unknownValue(readerVersion), field: "recurrencePattern.readerVersion", offset: 0)
        }
        recurFrequency = try reader.short("recurrencePattern.recurFrequency")
        let typeOffset = reader.offset
        patternType = try reader.short("recurrencePattern.patternType")
        calendarType = try reader.short("recurrencePattern.calendarType")
        firstDateTime = try reader.long("recurrencePattern.firstDateTime")
        period = try reader.long("recurrencePattern.period")
        slidingFlag = try reader.long("recurrencePattern.slidingFlag")
        switch patternType {
        case PatternType.day: patternTypeSpecific = .none
        case PatternType.week:
            patternTypeSpecific = .weekDays(try reader.long("recurrencePattern.patternTypeSpecific.weekDays"))
        case PatternType.month, PatternType.monthEnd, PatternType.hijriMonth, PatternType.hijriMonthEnd:
            patternTypeSpecific = .day(try reader.long("recurrencePattern.patternTypeSpecific.day"))
        case PatternType.monthNth, PatternType.hijriMonthNth:
            patternTypeSpecific = .nth(
                weekDays: try reader.long("recurrencePattern.patternTypeSpecific.weekDays"),
                n: try reader.long("recurrencePattern.patternTypeSpecific.n"))
        default:
            throw FormatError(.unknownValue(patternType), field: "recurrencePattern.patternType", offset: typeOffset)
        }
        endType = try reader.long("recurrencePattern.endType")
        occurrenceCount = try reader.long("recurrencePattern.occurrenceCount")
        firstDOW = try reader.long("recurrencePattern.firstDOW")
        deletedInstanceDates = try RecurrencePattern.dates("deletedInstance", &reader)
        modifiedInstanceDates = try RecurrencePattern.dates("modifiedInstance", &reader)
        startDate = try reader.long("recurrencePattern.startDate")
        endDate = try reader.long("recurrencePattern.endDate")
        self.readerVersion = readerVersion
        self.writerVersion = writerVersion
        noteUnlistedValues(&reader)
    }

    /// Values that other fields make good, or that only expansion cares about.
    private func noteUnlistedValues(_ reader: inout ByteReader) {
        guard reader.notesAcceptances else { return }
        func note(_ leniency: Leniency, _ field: String, _ offset: Int, if deviates: Bool) {
            guard deviates else { return }
            // Of its own: the optimiser of Swift 6.3.1 breaks down where the argument joins the texts.
            let name = "recurrencePattern." + field
            reader.accept(leniency, field: name, at: offset)
        }
        note(.otherPatternWriter, "writerVersion", 2, if: writerVersion != 0x3004)
        note(
            .unlistedFrequency, "recurFrequency", 4, if: !(Frequency.daily...Frequency.yearly).contains(recurFrequency))
        note(.unlistedCalendar, "calendarType", 8, if: calendarType > 0x17 || [0xD, 0x15, 0x16].contains(calendarType))
        note(.valueOutsideRange, "period", 14, if: !isPeriodListed)
        note(.valueOutsideRange, "slidingFlag", 18, if: slidingFlag != 0)
        note(.valueOutsideRange, "patternTypeSpecific", 22, if: !patternTypeSpecific.isListed)
        let end = 22 + patternTypeSpecific.length
        note(
            .unlistedEnd, "endType", end,
            if: ![EndType.date, EndType.count, EndType.never, EndType.neverToo].contains(endType))
        note(.valueOutsideRange, "firstDOW", end + 8, if: !(0...6).contains(firstDOW))
        var place = end + 12
        for (name, dates) in [
            ("deletedInstanceDates", deletedInstanceDates), ("modifiedInstanceDates", modifiedInstanceDates),
        ] {
            place += 4
            note(.dateNotMidnight, name, place, if: dates.contains { $0 % 1440 != 0 })
            note(.datesOutOfOrder, name, place, if: zip(dates, dates.dropFirst()).contains { $0 >= $1 })
            place += 4 * dates.count
        }
        note(.dateNotMidnight, "startDate", place, if: startDate % 1440 != 0)
    }

    /// Days 1–999, weeks 1–99, months 1–99 or whole years up to 99.
    private var isPeriodListed: Bool {
        switch patternType {
        case PatternType.day: period % 1440 == 0 && (1...999).contains(period / 1440)
        case PatternType.week: (1...99).contains(period)
        default: (1...99).contains(period) || period % 12 == 0 && (1...99).contains(period / 12)
        }
    }

    private static func dates(_ name: String, _ reader: inout ByteReader) throws(FormatError) -> [Int] {
        let count = try reader.count("recurrencePattern.\(name)Count", ofElements: 4)
        var dates: [Int] = []
        dates.reserveCapacity(count)
        for index in 0..<count { dates.append(try reader.long("recurrencePattern.\(name)Dates[\(index)]")) }
        return dates
    }

    /// Appends the rule alone.
    public func encode(into writer: inout ByteWriter) {
        for value in [readerVersion, writerVersion, recurFrequency, patternType, calendarType] { writer.short(value) }
        for value in [firstDateTime, period, slidingFlag] { writer.long(value) }
        switch patternTypeSpecific {
        case .none: break
        case .weekDays(let value), .day(let value): writer.long(value)
        case .nth(let weekDays, let n):
            writer.long(weekDays)
            writer.long(n)
        }
        for value in [endType, occurrenceCount, firstDOW] { writer.long(value) }
        for dates in [deletedInstanceDates, modifiedInstanceDates] {
            writer.long(dates.count)
            for date in dates { writer.long(date) }
        }
        writer.long(startDate)
        writer.long(endDate)
    }
}

/// Minutes since 1601-01-01 00:00, the unit of recurrence blobs.
public enum PatternMinutes {
    /// Days from 1601-01-01 to 1970-01-01.
    static let epochDays = 134_774

    /// The day of minutes since 1601, in which the pattern counts.
    public static func date(_ minutes: Int) -> CivilDate {
        CivilDate(days: Int32(truncatingIfNeeded: minutes / 1440 - epochDays))
    }

    /// The reading of a clock at minutes since 1601.
    public static func wallTime(_ minutes: Int) -> WallTime {
        WallTime(ticks: (Int64(minutes) - Int64(epochDays) * 1440) * Instant.ticksPerMinute)
    }

    /// Minutes from 1601 to the midnight that a day begins with.
    public static func minutes(_ date: CivilDate) -> Int { (Int(date.days) + epochDays) * 1440 }
}
