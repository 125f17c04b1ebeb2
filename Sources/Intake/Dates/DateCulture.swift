/// How a culture of Windows writes dates in numbers, which is how PowerShell writes them into an export.
///
/// Windows PowerShell 5.1 asks Windows (NLS), PowerShell 7 asks ICU, and they differ: `16-01-2024 15:00:00` and
/// `16.01.2024 15.00.00` are both Danish. What they have in common is held to: the order of day and month, and the
/// separators that either of them uses. Leading zeros, spaces, the clock (24 hours, or 12 with the culture's words for
/// it) and what separates hours from minutes are not. A year of four digits that comes first is followed by the month
/// everywhere.
package struct DateCulture: Sendable, Equatable {
    enum Order: Sendable { case dayMonthYear, monthDayYear, yearMonthDay }

    /// Why a name is no culture that dates can be read by.
    package enum Refusal: Error, Equatable, Sendable {
        case unknown
        /// The culture counts years by another calendar, which is named.
        case calendar(String)
        /// Its day comes first in some versions of Windows and ICU, and its month in others.
        case bothWays
    }

    /// As Windows spells it, for instance `en-GB`.
    package let name: String
    let order: Order
    /// What stands between day, month and year, where the year is not the first of them.
    let separators: [UInt8]

    /// - Parameter name: case does not matter, and `_` stands for `-`.
    package init(named name: String) throws(Refusal) {
        let wanted = name.replacing("_", with: "-").lowercased()
        for row in DateCulture.table {
            guard let spelled = row.names.first(where: { $0.lowercased() == wanted }) else { continue }
            self.name = spelled
            order = row.order
            separators = row.separators
            return
        }
        if let calendar = DateCulture.calendars.first(where: { $0.names.contains { $0.lowercased() == wanted } }) {
            throw .calendar(calendar.calendar)
        }
        throw DateCulture.writtenBothWays.contains { $0.lowercased() == wanted } ? .bothWays : .unknown
    }

    /// - Returns: nil for a culture that is not in the table.
    package init?(name: String) {
        guard let culture = try? DateCulture(named: name) else { return nil }
        self = culture
    }

    /// Names that begin with the language of an unknown one, the language's own country first.
    package static func near(_ name: String) -> [String] {
        guard let language = name.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first else {
            return []
        }
        let own = "\(language)-\(language)"
        return known.filter { $0.lowercased().hasPrefix(language + "-") }.sorted {
            ($0.lowercased() == own ? 0 : 1, $0) < ($1.lowercased() == own ? 0 : 1, $1)
        }
    }

    /// Names that `init(name:)` knows.
    package static var known: [String] { table.flatMap(\.names).sorted() }

    private struct Row {
        var names: [String]
        var order: Order
        var separators: [UInt8]

        init(_ order: Order, _ separators: StaticString, _ names: String) {
            self.names = names.split(whereSeparator: \.isWhitespace).map(String.init)
            self.order = order
            self.separators = Array(
                UnsafeBufferPointer(start: separators.utf8Start, count: separators.utf8CodeUnitCount))
        }
    }

    private static let table: [Row] = [
        Row(.monthDayYear, "/", "en-US es-PA fil-PH invariant"),
        Row(
            .dayMonthYear, "/",
            """
            en-AU en-GB en-HK en-IE en-KE en-NG en-NZ en-SG es-AR es-CO es-CR es-DO es-EC es-ES es-GT es-MX es-PE es-UY es-VE fr-BE fr-FR fr-LU
            ca-ES cy-GB el-GR ga-IE gl-ES ms-MY nl-BE pt-BR ur-PK vi-VN zh-HK zh-SG ar-AE ar-EG ar-JO ar-KW ar-QA
            """),
        Row(.dayMonthYear, "/-", "en-IN hi-IN mr-IN ta-IN ar-DZ ar-MA ar-TN en-CA pt-PT es-CL"),
        Row(.dayMonthYear, "/.", "fr-CH he-IL id-ID it-CH it-IT uz-Latn-UZ"),
        Row(
            .dayMonthYear, ".",
            """
            de-AT de-CH de-DE de-LI de-LU az-Latn-AZ be-BY bg-BG bs-Latn-BA cs-CZ et-EE fi-FI hr-HR hy-AM is-IS ka-GE kk-KZ lv-LV mk-MK nb-NO
            nn-NO pl-PL ro-RO ru-RU sk-SK sl-SI sq-AL sr-Cyrl-RS sr-Latn-RS tr-TR uk-UA
            """),
        Row(.dayMonthYear, ".-", "da-DK nl-NL sv-FI"),
        Row(.yearMonthDay, "", "af-ZA en-ZA eu-ES fr-CA hu-HU ja-JP ko-KR lt-LT mn-MN sv-SE zh-CN zh-TW"),
    ]

    /// Cultures whose DateTime is written in the years and months of another calendar, by the one that .NET takes for
    /// them.
    private static let calendars: [(calendar: String, names: [String])] = [
        ("the Buddhist calendar", ["th-TH"]),
        ("the Persian calendar", ["fa-IR", "fa-AF", "prs-AF", "ps-AF", "uz-Arab-AF", "lrc-IR", "mzn-IR", "ckb-IR"]),
        ("the Um al-Qura calendar", ["ar-SA"]),
        ("the Hijri calendar", ["dv-MV"]),
    ]

    /// Windows and ICU, or their versions, do not agree on whether the day or the month comes first.
    private static let writtenBothWays = ["en-PH", "es-PR", "es-US", "mt-MT", "sw-KE"]
}

extension DateCulture.Refusal {
    /// What is wrong with a name, and what to do, in words that follow the name.
    package var explanation: (what: String, next: String) {
        switch self {
        case .unknown:
            (
                "is not known.",
                "One of: \(DateCulture.known.joined(separator: ", ")); --date-format states the pattern of any other."
            )
        case .calendar(let calendar):
            (
                "writes years and months of \(calendar), which is not read.",
                "Export again after [cultureinfo]::CurrentCulture = 'en-US', and say --culture en-US."
            )
        case .bothWays:
            (
                "writes the day first in some versions of Windows and PowerShell, and the month first in others.",
                "State what stands in the file: --date-format 'd/M/yyyy h:mm:ss tt' or 'M/d/yyyy h:mm:ss tt'."
            )
        }
    }
}
