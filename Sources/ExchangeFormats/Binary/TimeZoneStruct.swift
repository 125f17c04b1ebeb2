/// PidLidTimeZoneStruct ([MS-OXOCAL] 2.2.1.39): the clock of a series as one rule. 48 bytes.
public struct TimeZoneStruct: BinaryStructure {
    /// Minutes to add to local time for UTC, always.
    public var lBias: Int32
    /// Minutes to add to `lBias` in standard time.
    public var lStandardBias: Int32
    /// Minutes to add to `lBias` in daylight time.
    public var lDaylightBias: Int32
    /// Repeats the year of the date that follows.
    public var wStandardYear: UInt16
    /// When standard time begins.
    public var stStandardDate: TransitionDate
    /// Repeats the year of the date that follows.
    public var wDaylightYear: UInt16
    /// When daylight time begins.
    public var stDaylightDate: TransitionDate
    /// Bytes after a complete structure: accepted, kept and counted.
    public var trailingBytes: [UInt8] = []

    /// A rule for every year.
    ///
    /// - Parameters:
    ///   - lBias: minutes to add to local time for UTC.
    ///   - lStandardBias: minutes on top of it in standard time.
    ///   - lDaylightBias: minutes on top of it in daylight time.
    ///   - stStandardDate: when standard time begins.
    ///   - stDaylightDate: when daylight time begins.
    public init(
        lBias: Int32, lStandardBias: Int32 = 0, lDaylightBias: Int32 = 0,
        stStandardDate: TransitionDate = TransitionDate(), stDaylightDate: TransitionDate = TransitionDate()
    ) {
        self.lBias = lBias
        self.lStandardBias = lStandardBias
        self.lDaylightBias = lDaylightBias
        wStandardYear = stStandardDate.wYear
        self.stStandardDate = stStandardDate
        wDaylightYear = stDaylightDate.wYear
        self.stDaylightDate = stDaylightDate
    }

    /// Reads a whole structure.
    ///
    /// - Throws: where it is cut off.
    public init(from reader: inout ByteReader) throws(FormatError) {
        lBias = try reader.integer("lBias")
        lStandardBias = try reader.integer("lStandardBias")
        lDaylightBias = try reader.integer("lDaylightBias")
        wStandardYear = try reader.integer("wStandardYear")
        stStandardDate = try TransitionDate(from: &reader, "stStandardDate")
        wDaylightYear = try reader.integer("wDaylightYear")
        stDaylightDate = try TransitionDate(from: &reader, "stDaylightDate")
        if wStandardYear != stStandardDate.wYear {
            reader.accept(.transitionYearDiffers, field: "wStandardYear", at: 12)
        }
        if wDaylightYear != stDaylightDate.wYear {
            reader.accept(.transitionYearDiffers, field: "wDaylightYear", at: 30)
        }
        let end = reader.offset
        trailingBytes = reader.rest()
        if !trailingBytes.isEmpty {
            reader.accept(.trailingBytes, field: "trailingBytes", at: end, count: trailingBytes.count)
        }
    }

    /// Appends the structure: of one that was decoded, the same bytes.
    public func encode(into writer: inout ByteWriter) {
        for bias in [lBias, lStandardBias, lDaylightBias] { writer.integer(bias) }
        writer.integer(wStandardYear)
        stStandardDate.encode(into: &writer)
        writer.integer(wDaylightYear)
        stDaylightDate.encode(into: &writer)
        writer.append(trailingBytes)
    }
}

/// SYSTEMTIME ([MS-DTYP] 2.3.13) as zones use it. Year 0: every year, on the `wDay`-th (5: last) `wDayOfWeek` of the
/// month. Another year: that date alone. Month 0: never.
public struct TransitionDate: Hashable, Sendable {
    /// 0 for every year.
    public var wYear: UInt16 = 0
    /// 1 to 12; 0 for never.
    public var wMonth: UInt16 = 0
    /// 0 Sunday … 6 Saturday.
    public var wDayOfWeek: UInt16 = 0
    /// The day of the month where there is a year, else which of the weekday's days in the month: 5 is the last.
    public var wDay: UInt16 = 0
    /// 0 to 23.
    public var wHour: UInt16 = 0
    /// 0 to 59.
    public var wMinute: UInt16 = 0
    /// 0 to 59.
    public var wSecond: UInt16 = 0
    /// 0 to 999.
    public var wMilliseconds: UInt16 = 0

    /// Never.
    public init() {}

    /// Every year, at an hour of the `day`-th `dayOfWeek` of a month; a `day` of 5 is the last.
    public init(month: UInt16, dayOfWeek: UInt16, day: UInt16, hour: UInt16) {
        wMonth = month
        wDayOfWeek = dayOfWeek
        wDay = day
        wHour = hour
    }

    init(from reader: inout ByteReader, _ field: String) throws(FormatError) {
        wYear = try reader.integer("\(field).wYear")
        wMonth = try reader.integer("\(field).wMonth")
        wDayOfWeek = try reader.integer("\(field).wDayOfWeek")
        wDay = try reader.integer("\(field).wDay")
        wHour = try reader.integer("\(field).wHour")
        wMinute = try reader.integer("\(field).wMinute")
        wSecond = try reader.integer("\(field).wSecond")
        wMilliseconds = try reader.integer("\(field).wMilliseconds")
    }

    func encode(into writer: inout ByteWriter) {
        for value in [wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds] { writer.integer(value) }
    }
}
