import ExchangeFormats

/// Dates as workbooks hold them: days since the end of 1899, or since the beginning of 1904 (ECMA-376, part 1,
/// 18.17.4).
struct SerialDate {
    /// Whether the workbook counts from 1904, as Excel on a Mac once did.
    var countsFrom1904 = false

    private static let lastDay = 2_958_466.0
    private static let millisecondsOfDay: Int64 = 86_400_000

    /// The number in ISO form, as read by the workbook's clock; nil when it is no date that a workbook can have. Zero,
    /// which is what a date before all dates becomes, is the first date of all.
    func text(of number: Double) -> String? {
        guard number >= 0, number < SerialDate.lastDay else { return nil }
        if number == 0, !countsFrom1904 { return "0001-01-01 00:00:00" }
        let milliseconds = Int64((number * Double(SerialDate.millisecondsOfDay)).rounded())
        let day = Int32(truncatingIfNeeded: milliseconds / SerialDate.millisecondsOfDay)
        let time = milliseconds % SerialDate.millisecondsOfDay
        // The 29th of February 1900, which never was, is day 60 all the same.
        let first: Int32 = countsFrom1904 ? -24_107 : day < 61 ? -25_568 : -25_569
        let date = CivilDate(days: first + day).components
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let seconds = Int(time / 1000), rest = Int(time % 1000)
        return
            "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2)) \(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))"
            + (rest > 0 ? "." + digits(rest, 3) : "")
    }

    /// Whether a number format shows dates (18.8.30 and 18.8.31): of the formats that every program has by their
    /// number, of others by their letters, outside quotation marks and brackets.
    static func isDate(format: Int, code: String?) -> Bool {
        guard let code else {
            return (14...17).contains(format) || format == 22 || (27...36).contains(format)
                || (50...58).contains(format)
        }
        var isQuoted = false, isBracketed = false, isEscaped = false, hasDate = false
        for letter in code.lowercased() {
            if isEscaped {
                isEscaped = false
            } else if letter == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if letter == "\\" || letter == "_" || letter == "*" {
                isEscaped = true
            } else if letter == "[" || letter == "]" {
                isBracketed = letter == "["
            } else if !isBracketed, letter == "y" || letter == "d" {
                hasDate = true
            } else if letter == ";" {
                // What follows is the format of negative numbers.
                break
            }
        }
        return hasDate
    }
}
