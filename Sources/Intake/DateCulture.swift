import ExchangeFormats

/// How a culture of Windows writes dates in numbers, which is how PowerShell writes them into an export.
///
/// `6/1/2023 11:41:45 AM` (en-US), `01/06/2023 11:41:45` (en-GB), `01.06.2023 11:41:45` (de-DE, pl-PL). The order of the
/// parts and the separator are held to; leading zeros and the clock (24 hours, or 12 with AM or PM) are not.
public struct DateCulture: Sendable, Equatable {
    enum Order: Sendable { case dayMonthYear, monthDayYear, yearMonthDay }

    /// As Windows spells it, for instance `en-GB`.
    public let name: String
    let order: Order
    let separator: UInt8

    /// - Returns: nil for a culture that is not in the table; case does not matter, and `_` stands for `-`.
    public init?(name: String) {
        let wanted = name.replacing("_", with: "-").lowercased()
        let isWanted = { (name: String) in name.lowercased() == wanted }
        guard let (names, order, separator) = DateCulture.table.first(where: { $0.names.contains(where: isWanted) }),
            let spelled = names.first(where: isWanted)
        else { return nil }
        self.name = spelled
        self.order = order
        self.separator = separator
    }

    /// Names that `init(name:)` knows.
    public static var known: [String] { table.flatMap(\.names).sorted() }

    private static let table: [(names: [String], order: Order, separator: UInt8)] = [
        (["en-US", "en-PH", "es-PA"], .monthDayYear, UInt8(ascii: "/")),
        (
            [
                "en-GB", "en-AU", "en-IE", "en-NZ", "es-ES", "es-MX", "fr-FR", "fr-BE", "it-IT", "pt-BR", "pt-PT", "el-GR", "he-IL",
                "vi-VN",
            ],
            .dayMonthYear, UInt8(ascii: "/")
        ),
        (
            [
                "de-DE", "de-AT", "de-CH", "pl-PL", "cs-CZ", "sk-SK", "ru-RU", "uk-UA", "ro-RO", "tr-TR", "nb-NO", "fi-FI",
                "da-DK", "sl-SI", "hr-HR", "et-EE", "lv-LV", "bg-BG", "sr-Latn-RS",
            ],
            .dayMonthYear, UInt8(ascii: ".")
        ),
        (["nl-NL", "en-IN", "hi-IN"], .dayMonthYear, UInt8(ascii: "-")),
        (["ja-JP", "zh-CN", "zh-TW", "en-ZA"], .yearMonthDay, UInt8(ascii: "/")),
        (["sv-SE", "en-CA", "fr-CA", "lt-LT", "ko-KR"], .yearMonthDay, UInt8(ascii: "-")),
        (["hu-HU"], .yearMonthDay, UInt8(ascii: ".")),
    ]
}

extension Cursor {
    /// A date in numbers, in the culture's order and with its separator.
    mutating func date(in culture: DateCulture) -> CivilDate? {
        var numbers: [Int] = []
        for part in 0..<3 {
            if part > 0 { takeSpaces() }
            let isYear = part == (culture.order == .yearMonthDay ? 0 : 2)
            guard let number = isYear ? number(4, 4) : number(1, 2) else { return nil }
            numbers.append(number)
            if part < 2, !takes(culture.separator) { return nil }
        }
        // Hungarian ends a date with its separator too.
        if culture.order == .yearMonthDay, culture.separator == UInt8(ascii: ".") { _ = takes(culture.separator) }
        switch culture.order {
        case .dayMonthYear: return CivilDate(year: numbers[2], month: numbers[1], day: numbers[0])
        case .monthDayYear: return CivilDate(year: numbers[2], month: numbers[0], day: numbers[1])
        case .yearMonthDay: return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        }
    }

    /// Spaces, also the no-break ones that newer versions of .NET put before AM and PM (U+00A0, U+202F).
    mutating func takeSpaces() {
        while takes(0x20) || takesSequence([0xC2, 0xA0]) || takesSequence([0xE2, 0x80, 0xAF]) {}
    }

    /// `AM`, `PM`, `a.m.`, `p.m.`, in any case; nil when something else stands there, `none` when nothing does.
    mutating func dayHalf() -> (isStated: Bool, isAfternoon: Bool)? {
        takeSpaces()
        guard let first = next else { return (false, false) }
        let letter = first | 0x20
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
        _ = takes(first)
        _ = takes(UInt8(ascii: "."))
        guard takes(UInt8(ascii: "m")) || takes(UInt8(ascii: "M")) else { return nil }
        _ = takes(UInt8(ascii: "."))
        return (true, letter == UInt8(ascii: "p"))
    }

    private mutating func takesSequence(_ sequence: [UInt8]) -> Bool {
        let start = self
        for byte in sequence where !takes(byte) {
            self = start
            return false
        }
        return true
    }
}
