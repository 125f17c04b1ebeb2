import ExchangeFormats

/// Counts what a file's dates say of the order of day and month, on a reading of the whole file from which nothing is
/// taken.
///
/// A reader and its survey belong to one thread at a time.
final class DateSurvey: @unchecked Sendable {
    /// Dates that the culture or pattern reads and no other form does.
    private(set) var read = 0
    /// Dates that were read and have nothing to do with it: in ISO form, for instance.
    private(set) var readAnyway = 0
    /// Dates that were not read, by what they can be.
    private(set) var onlyDayFirst = 0
    private(set) var onlyMonthFirst = 0
    private(set) var either = 0
    private(set) var neither = 0
    /// Those whose year is of another calendar.
    private(set) var otherCalendar = 0

    func add(_ field: Bytes, isRead: Bool) {
        guard let (first, second, year) = DateSurvey.parts(of: field) else {
            if isRead { readAnyway += 1 } else { neither += 1 }
            return
        }
        if isRead {
            read += 1
        } else if WrittenDate.isOfAnotherCalendar(year: year) {
            otherCalendar += 1
        } else {
            let year = year < 100 ? 2_000 + year : year
            switch (
                CivilDate(year: year, month: second, day: first) != nil,
                CivilDate(year: year, month: first, day: second) != nil
            ) {
            case (true, false): onlyDayFirst += 1
            case (false, true): onlyMonthFirst += 1
            case (true, true): either += 1
            case (false, false): neither += 1
            }
        }
    }

    /// The first two numbers of a date whose year comes last, and the year; nil for anything else.
    static func parts(of field: Bytes) -> (first: Int, second: Int, year: Int)? {
        func read(_ text: Bytes) -> (Int, Int, Int)? {
            var cursor = DateCursor(text)
            _ = cursor.takeWhile { $0 &- UInt8(ascii: "0") > 9 && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }
            guard let written = cursor.threeNumbers() else { return nil }
            // A year of another calendar may come first: 1402/10/26.
            if written.firstDigits == 4 {
                return WrittenDate.isOfAnotherCalendar(year: written.numbers.0)
                    ? (written.numbers.2, written.numbers.1, written.numbers.0) : nil
            }
            guard written.firstDigits <= 2, written.lastDigits == 4 || written.lastDigits == 2 else { return nil }
            return written.numbers
        }
        guard field.contains(where: { $0 >= 0x80 }) else { return read(field) }
        return DateText.plain(field).withUnsafeBufferPointer { read(FieldValues.trimmed($0)) }
    }

    /// - Throws: `IntakeError` with the counts when the file refutes what was stated.
    func refuse(_ options: CalendarReaderOptions, path: String) throws(IntakeError) {
        let stated: String
        let isRefuted: Bool
        if let culture = options.culture {
            stated = "--culture \(culture.name)"
            isRefuted =
                switch culture.order {
                case .dayMonthYear: onlyMonthFirst > 0
                case .monthDayYear: onlyDayFirst > 0
                case .yearMonthDay: onlyDayFirst + onlyMonthFirst + either > 0
                }
        } else if let pattern = options.datePattern {
            stated = "--date-format '\(pattern.text)'"
            isRefuted = (pattern.isDayFirst ? onlyMonthFirst : onlyDayFirst) > 0
        } else {
            return
        }
        let written = read + onlyDayFirst + onlyMonthFirst + either + otherCalendar
        if otherCalendar > 0 {
            throw IntakeError(
                .dateForm, path: path,
                """
                \(otherCalendar) of its \(written) dates have years of another calendar than the Gregorian one (the Buddhist, Persian or Hijri), which is not \
                read. Export again after [cultureinfo]::CurrentCulture = 'en-US', and say --culture en-US.
                """)
        }
        guard isRefuted || (read == 0 && written * 10 > readAnyway) else { return }
        let other =
            onlyDayFirst > 0 && onlyMonthFirst > 0
            ? "Files of several computers may have been put together: take them in one by one, each with its own culture."
            : "State the culture of the computer that wrote the file (Get-Culture shows it), or the pattern with --date-format."
        throw IntakeError(
            .dateForm, path: path,
            """
            its dates refute \(stated): of \(written) that are written in numbers with the year last, \(read) are as it says, \(onlyDayFirst) of the others \
            fit only with the day first, \(onlyMonthFirst) only with the month first, \(either) either way. Nothing of it was taken in. \(other)
            """)
    }
}
