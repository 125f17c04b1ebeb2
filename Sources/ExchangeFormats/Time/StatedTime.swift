import Encodings

/// Months, dates and instants as people state them in options, in the configuration and in the names of files: in ISO
/// form, whole, and nothing else.
public enum StatedTime {
    /// What is said of a month that cannot be read.
    public static let monthForm = "Write it as 2024-02."
    /// What is said of a date that cannot be read.
    public static let dateForm = "Write it as 2024-02-29."
    /// What is said of an instant that cannot be read.
    public static let instantForm = "Write 2024-02-12, 2024-02-12T06:00:00Z or 2024-02-12T07:00:00+01:00."

    /// The first day of a month written `yyyy-MM`.
    public static func month(_ text: some StringProtocol) -> CivilDate? {
        guard let numbers = numbers(text.utf8, "-", widths: [4, 2]) else { return nil }
        return CivilDate(year: numbers[0], month: numbers[1], day: 1)
    }

    /// A day written `yyyy-MM-dd`.
    public static func date(_ text: some StringProtocol) -> CivilDate? {
        guard let numbers = numbers(text.utf8, "-", widths: [4, 2, 2]) else { return nil }
        return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// The beginning of a day, or an instant: `2024-02-12`, `2024-02-12T06:00`, `2024-02-12 06:00:00.123Z`,
    /// `2024-02-12T07:00:00+01:00`. Digits behind the seventh of a fraction are finer than an instant, and are cut.
    ///
    /// - Parameters:
    ///   - text: with nothing before or after it.
    ///   - zone: whose clock it is where the text names no offset.
    public static func instant(_ text: some StringProtocol, zone: ZoneRules = .utc) -> Instant? {
        let dateLength = 10
        let bytes = Array(text.utf8)
        guard let date = date(String(decoding: bytes.prefix(dateLength), as: UTF8.self)) else { return nil }
        guard bytes.count > dateLength else { return zone.instant(of: WallTime(date)) }
        guard "Tt ".utf8.contains(bytes[dateLength]) else { return nil }
        let rest = bytes[(dateLength + 1)...]
        let clockEnd = rest.firstIndex { !ASCII.isDigit($0) && !":.".utf8.contains($0) } ?? rest.endIndex
        guard let ticks = clock(rest[..<clockEnd]) else { return nil }
        let wall = WallTime(ticks: WallTime(date).ticks + ticks)
        guard clockEnd < rest.endIndex else { return zone.instant(of: wall) }
        return offset(rest[clockEnd...]).map { Instant(ticks: wall.ticks - $0) }
    }

    /// Ticks since midnight of `HH`, `HH:mm`, `HH:mm:ss` or `HH:mm:ss.fffffff`.
    private static func clock(_ text: ArraySlice<UInt8>) -> Int64? {
        let dot = text.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
        let parts = text[..<dot].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), dot == text.endIndex || parts.count == 3 else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard let number = number(part, width: 2), number < (numbers.isEmpty ? 24 : 60) else { return nil }
            numbers.append(number)
        }
        numbers += [Int](repeating: 0, count: 3 - numbers.count)
        var ticks = Int64(numbers[0] * 3_600 + numbers[1] * 60 + numbers[2]) * Instant.ticksPerSecond
        guard dot < text.endIndex else { return ticks }
        let fraction = text[(dot + 1)...]
        guard !fraction.isEmpty, fraction.allSatisfy(ASCII.isDigit) else { return nil }
        var unit = Instant.ticksPerSecond
        for digit in fraction.prefix(7) {
            unit /= 10
            ticks += Int64(digit - UInt8(ascii: "0")) * unit
        }
        return ticks
    }

    /// Ticks ahead of UTC of `Z`, ` UTC`, `+01:00`, `+0100` or `+01`.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        if ["Z", "z", " UTC"].contains(where: { text.elementsEqual($0.utf8) }) { return 0 }
        guard let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let digits = text.dropFirst()
        guard let hours = number(digits.prefix(2), width: 2), hours <= 14 else { return nil }
        var rest = digits.dropFirst(2)
        if rest.count == 3, rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
        guard let minutes = rest.isEmpty ? 0 : number(rest, width: 2), minutes < 60 else { return nil }
        let ticks = Int64(hours * 60 + minutes) * Instant.ticksPerMinute
        return sign == UInt8(ascii: "+") ? ticks : -ticks
    }

    /// Numbers of exactly so many ASCII digits, with a sign between them.
    private static func numbers(_ text: some Collection<UInt8>, _ sign: Unicode.Scalar, widths: [Int]) -> [Int]? {
        let parts = text.split(separator: UInt8(ascii: sign), omittingEmptySubsequences: false)
        guard parts.count == widths.count else { return nil }
        var numbers: [Int] = []
        for (part, width) in zip(parts, widths) {
            guard let number = number(part, width: width) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private static func number(_ text: some Collection<UInt8>, width: Int) -> Int? {
        guard text.count == width, text.allSatisfy(ASCII.isDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

}

extension CivilDate {
    /// The first day of the month after the one that this day is in.
    public var firstOfNextMonth: CivilDate {
        let (year, month, day) = components
        return advanced(byDays: CivilDate.daysInMonth(year: year, month: month) - day + 1)
    }
}
