import ExchangeFormats

extension RecurrenceRule {
    /// How many days, weeks or months lie between two periods of the pattern.
    public var interval: Int {
        switch step {
        case .days(let interval), .weeks(let interval, _, _), .months(let interval, _, _, _): interval
        }
    }

    /// Whether its months, where it has any, are those of the Gregorian calendar.
    public var isGregorian: Bool {
        if case .months(_, _, .hijri, _) = step { false } else { true }
    }
}
