import ExchangeFormats

/// Dates as directories hold them. One that could be read in two ways is not guessed at.
enum DirectoryDate {
    /// `2024-02-01`, also with a time after it, `2024/02/01`, `20240201…` (LDAP), `1.2.2024`, and `2/1/2024` where only
    /// one reading is a date or both are the same.
    static func read(_ text: String) -> CivilDate? {
        let date = text.prefix { !$0.isWhitespace && $0 != "T" }
        let parts = date.split { !$0.isNumber }.compactMap { Int($0) }
        if parts.count < 3 {
            let digits = date.prefix { $0.isNumber }
            guard digits.count == 8 || digits.count == 14, let number = Int(digits.prefix(8)) else { return nil }
            return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        }
        guard parts.count == 3 else { return nil }
        if parts[0] > 31 { return CivilDate(year: parts[0], month: parts[1], day: parts[2]) }
        let dayFirst = CivilDate(year: parts[2], month: parts[1], day: parts[0])
        if date.contains(".") { return dayFirst }
        let monthFirst = CivilDate(year: parts[2], month: parts[0], day: parts[1])
        guard let dayFirst else { return monthFirst }
        return monthFirst == nil || monthFirst == dayFirst ? dayFirst : nil
    }
}
