/// Months and dates as people state them in options, in the configuration and in the names of files: in ISO form,
/// whole, and nothing else.
public enum StatedTime {
    /// What is said of a month or a date that cannot be read.
    public static let monthForm = "Write it as 2024-02."
    public static let dateForm = "Write it as 2024-02-29."

    /// The first day of a month written `yyyy-MM`.
    public static func month(_ text: some StringProtocol) -> CivilDate? {
        guard let numbers = numbers(text, widths: [4, 2]) else { return nil }
        return CivilDate(year: numbers[0], month: numbers[1], day: 1)
    }

    /// A day written `yyyy-MM-dd`.
    public static func date(_ text: some StringProtocol) -> CivilDate? {
        guard let numbers = numbers(text, widths: [4, 2, 2]) else { return nil }
        return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// Numbers of exactly so many ASCII digits, with `-` between them.
    private static func numbers(_ text: some StringProtocol, widths: [Int]) -> [Int]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == widths.count else { return nil }
        var numbers: [Int] = []
        for (part, width) in zip(parts, widths) {
            guard part.count == width, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        return numbers
    }
}

extension CivilDate {
    /// The first day of the month after the one that this day is in.
    public var firstOfNextMonth: CivilDate {
        let (year, month, day) = components
        return advanced(byDays: CivilDate.daysInMonth(year: year, month: month) - day + 1)
    }
}
