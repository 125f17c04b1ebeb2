import ExchangeFormats

/// A date and a time as they stand in a text.
struct WrittenDate {
    var date: CivilDate
    /// Since midnight.
    var ticks: Int64 = 0
    var fractionDigits = 0
    /// Minutes that the clock is ahead of UTC, where the text says so.
    var offset: Int?
}

extension WrittenDate {
    /// Reads a date in numbers, of which the words around it, the spaces and the clock's separators may be of any
    /// culture.
    ///
    /// Without a culture only what has one reading everywhere is read: a year of four digits that comes first, or
    /// `20240116T150000`.
    ///
    /// - Parameter plain: as `DateText.plain` leaves it.
    init?(_ plain: Bytes, _ culture: DateCulture?) {
        var cursor = DateCursor(plain)
        if let compact = WrittenDate(compact: plain) {
            self = compact
            return
        }
        guard DateWords.isFiller(cursor.words()), let date = cursor.looseDate(culture), WrittenDate.isOurs(date) else {
            return nil
        }
        self.date = date
        var half: DateWords.Word?
        let isJoined = cursor.takes(UInt8(ascii: "T")) || cursor.takes(UInt8(ascii: "t"))
        if !isJoined {
            let words = cursor.words()
            half = DateWords.word(words)
            guard half != nil || DateWords.isFiller(words) else { return nil }
        }
        if half == .filler { half = nil }
        if cursor.isAtEnd {
            guard half == nil, !isJoined else { return nil }
            return
        }
        guard let time = cursor.looseTime(), read(behindTime: cursor.rest, &half) else { return nil }
        ticks = time.ticks
        fractionDigits = time.fractionDigits
        if let half, !shift(to: half) { return nil }
    }

    /// `20240116T150000Z`, `20240116T1500`, `20240116T150000.123+0100`
    private init?(compact plain: Bytes) {
        var cursor = DateCursor(plain)
        guard let year = cursor.number(4, 4), let month = cursor.number(2, 2), let day = cursor.number(2, 2),
            cursor.takes(UInt8(ascii: "T")),
            let date = CivilDate(year: year, month: month, day: day), WrittenDate.isOurs(date),
            let time = cursor.compactTime()
        else { return nil }
        self.date = date
        (ticks, fractionDigits) = time
        var half: DateWords.Word?
        guard read(behindTime: cursor.rest, &half), half == nil else { return nil }
    }

    /// Reads what follows the time: words, then an offset, `Z`, `UTC` or `GMT`; any of them may be missing.
    private mutating func read(behindTime rest: Bytes, _ half: inout DateWords.Word?) -> Bool {
        var words = FieldValues.trimmed(rest)
        if let sign = words.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            var cursor = DateCursor(Bytes(rebasing: words[sign...]))
            guard let stated = cursor.offset() else { return false }
            offset = stated.minutes
            words = FieldValues.trimmed(Bytes(rebasing: words[..<sign]))
        } else if let last = words.split(separator: 0x20).last.map({ Bytes(rebasing: $0) }),
            FieldValues.equals(last, "z") || FieldValues.equals(last, "utc") || FieldValues.equals(last, "gmt")
        {
            offset = 0
            words = FieldValues.trimmed(Bytes(rebasing: words.dropLast(last.count)))
        }
        if DateWords.isFiller(words) { return true }
        guard half == nil, let word = DateWords.word(words) else { return false }
        half = word
        return true
    }

    /// Makes an hour of 1 to 12 one of the whole day's; false for any other. 12 in the morning is midnight.
    mutating func shift(to half: DateWords.Word) -> Bool {
        let hour = 60 * Instant.ticksPerMinute
        guard ticks >= hour, ticks < 13 * hour else { return false }
        ticks = ticks % (12 * hour) + (half == .afternoon ? 12 * hour : 0)
        return true
    }

    /// Whether a year can be of the Gregorian calendar in a log: 2567 is of the Buddhist one, 1402 of the Persian, 1445
    /// of the Hijri.
    static func isOurs(_ date: CivilDate) -> Bool { !isOfAnotherCalendar(year: date.components.year) }

    static func isOfAnotherCalendar(year: Int) -> Bool {
        (1_300..<1_550).contains(year) || (2_400..<2_700).contains(year)
    }
}

extension DateCursor {
    /// Takes what stands up to the next digit.
    fileprivate mutating func words() -> Bytes {
        FieldValues.trimmed(takeWhile { $0 &- UInt8(ascii: "0") > 9 })
    }

    fileprivate mutating func looseDate(_ culture: DateCulture?) -> CivilDate? {
        guard let written = threeNumbers() else { return nil }
        let (first, second, third) = written.numbers
        if written.firstDigits == 4 {
            // Without a culture also a year that no log has: it may be of another calendar, or no year at all.
            let isOfOurTime = (1_900..<2_200).contains(first) || [1, 1_601, 4_501].contains(first)
            return culture != nil || isOfOurTime ? CivilDate(year: first, month: second, day: third) : nil
        }
        guard let culture, written.lastDigits == 4, culture.separators.contains(written.separator) else { return nil }
        switch culture.order {
        case .dayMonthYear: return CivilDate(year: third, month: second, day: first)
        case .monthDayYear: return CivilDate(year: third, month: first, day: second)
        case .yearMonthDay: return nil
        }
    }

    /// Three numbers with `/`, `-` or `.` twice between them; spaces may follow it. Hungarian, Korean and Croatian end
    /// a date with a dot too.
    mutating func threeNumbers() -> (numbers: (Int, Int, Int), separator: UInt8, firstDigits: Int, lastDigits: Int)? {
        var start = position
        guard let first = number(1, 4), let separator = next, "/-.".utf8.contains(separator) else { return nil }
        let firstDigits = position - start
        guard takes(separator) else { return nil }
        takeSpaces()
        guard let second = number(1, 2) else { return nil }
        // Uzbek on Windows: `16/01 2024`.
        let isParted = takes(separator), isSpaced = !isParted && separator == UInt8(ascii: "/") && next == 0x20
        guard isParted || isSpaced else { return nil }
        takeSpaces()
        start = position
        guard let third = number(1, 4) else { return nil }
        let lastDigits = position - start
        guard isParted || lastDigits == 4 else { return nil }
        if let next, next &- UInt8(ascii: "0") <= 9 { return nil }
        if separator == UInt8(ascii: ".") { _ = takes(separator) }
        return ((first, second, third), separator, firstDigits, lastDigits)
    }

    mutating func takeSpaces() { while takes(0x20) {} }

    /// `15:00:00`, `15.00.00` or `15 h 00 min 00 s`, with or without seconds and their fraction.
    fileprivate mutating func looseTime() -> (ticks: Int64, fractionDigits: Int)? {
        guard let hour = number(1, 2), hour < 24 else { return nil }
        let isInWords = takesUnit("h")
        let separator = isInWords ? UInt8(ascii: "h") : next ?? 0
        guard isInWords || ((separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".")) && takes(separator))
        else { return nil }
        takeSpaces()
        guard let minute = number(1, 2), minute < 60 else { return nil }
        var seconds = 0
        let behindMinute = self
        if isInWords ? takesUnit("min") || takesUnit("m") : takes(separator) {
            takeSpaces()
            if let number = number(1, 2) {
                guard number < 60 else { return nil }
                seconds = number
            } else if !isInWords {
                // The dot of a word.
                self = behindMinute
            }
        }
        let ticks = Int64(hour * 3_600 + minute * 60 + seconds) * Instant.ticksPerSecond
        let behindSeconds = self
        if takes(UInt8(ascii: ".")) || takes(UInt8(ascii: ",")) {
            if let found = fraction() { return (ticks + found.ticks, found.digits) }
            // The dot of a word that follows, not of a fraction that was cut off.
            if isAtEnd { return nil }
            self = behindSeconds
        }
        if isInWords { _ = takesUnit("s") }
        return (ticks, 0)
    }

    private mutating func takesUnit(_ unit: StaticString) -> Bool {
        let start = self
        takeSpaces()
        for index in 0..<unit.utf8CodeUnitCount where !takes(unit.utf8Start[index]) {
            self = start
            return false
        }
        return true
    }

    /// `150000` or `1500`, with or without a fraction.
    fileprivate mutating func compactTime() -> (ticks: Int64, fractionDigits: Int)? {
        guard let hour = number(2, 2), hour < 24, let minute = number(2, 2), minute < 60,
            let seconds = isAtTwoDigits ? number(2, 2) : 0,
            seconds < 60
        else { return nil }
        let ticks = Int64(hour * 3_600 + minute * 60 + seconds) * Instant.ticksPerSecond
        guard takes(UInt8(ascii: ".")) || takes(UInt8(ascii: ",")) else { return (ticks, 0) }
        return fraction().map { (ticks + $0.ticks, $0.digits) }
    }

    private var isAtTwoDigits: Bool { next.map { $0 &- UInt8(ascii: "0") <= 9 } ?? false }
}
