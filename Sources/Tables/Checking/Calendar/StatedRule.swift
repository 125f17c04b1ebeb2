import ExchangeFormats

/// A recurrence rule as a file states it, held against its grammar (RFC 5545, section 3.3.10; RFC 7529).
struct StatedRule {
    enum Fault: String, CaseIterable {
        case part, value, repeatedPart, noFrequency, twoEnds, onlyPosition, numberedDay, skip

        func sentence(_ count: Int) -> String {
            let rules = "\(count, "rule has", "rules have")"
            return switch self {
            case .part: "\(rules) a part that no rule has"
            case .value: "\(rules) a part whose value is none of its kind"
            case .repeatedPart: "\(rules) a part twice"
            case .noFrequency: "\(rules) no FREQ"
            case .twoEnds: "\(rules) both COUNT and UNTIL"
            case .onlyPosition: "\(rules) BYSETPOS without another BY part"
            case .numberedDay: "\(rules) a numbered weekday in neither months nor years"
            case .skip: "\(rules) SKIP without RSCALE"
            }
        }
    }

    private(set) var parts: [String: String] = [:]
    private(set) var fault: Fault?
    /// Nil without one, or where it is none.
    private(set) var until: StatedMoment?

    /// The calendars of CLDR, by whose names RFC 7529 goes.
    private static let scales: Set = [
        "BUDDHIST", "CHINESE", "COPTIC", "DANGI", "ETHIOPIC", "ETHIOPIC-AMETE-ALEM", "GREGORIAN", "HEBREW", "INDIAN",
        "ISLAMIC", "ISLAMIC-CIVIL", "ISLAMIC-RGSA", "ISLAMIC-TBLA", "ISLAMIC-UMALQURA", "ISO8601", "JAPANESE",
        "PERSIAN",
        "ROC",
    ]
    private static let weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

    init(_ text: String) {
        fault = takeParts(text)
        guard fault == nil else { return }
        until = parts["UNTIL"].flatMap { StatedMoment($0.utf8) }
        let others = parts.keys.contains { $0.hasPrefix("BY") && $0 != "BYSETPOS" }
        let isNumbered = parts["BYDAY"]?.contains { $0.isNumber } ?? false
        if parts["FREQ"] == nil {
            fault = .noFrequency
        } else if parts["COUNT"] != nil, parts["UNTIL"] != nil {
            fault = .twoEnds
        } else if parts["SKIP"] != nil, parts["RSCALE"] == nil {
            fault = .skip
        } else if parts["BYSETPOS"] != nil, !others {
            fault = .onlyPosition
        } else if isNumbered, parts["FREQ"] != "MONTHLY", parts["FREQ"] != "YEARLY" {
            fault = .numberedDay
        }
    }

    private mutating func takeParts(_ text: String) -> Fault? {
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, let check = StatedRule.checks[pair[0]] else { return .part }
            guard parts.updateValue(pair[1], forKey: pair[0]) == nil else { return .repeatedPart }
            guard check(pair[1]) else { return .value }
        }
        return nil
    }

    private static let checks: [String: @Sendable (String) -> Bool] = [
        "FREQ": { ["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY", "SECONDLY"].contains($0) },
        "INTERVAL": { Int($0).map { $0 > 0 } ?? false },
        "COUNT": { Int($0).map { $0 > 0 } ?? false },
        "UNTIL": { StatedMoment($0.utf8) != nil },
        "WKST": { weekdays.contains($0) },
        "BYDAY": { list($0, isDay) },
        "BYMONTHDAY": { numbers($0, 31) }, "BYYEARDAY": { numbers($0, 366) }, "BYWEEKNO": { numbers($0, 53) },
        "BYMONTH": { list($0) { item in Int(item).map { (1...12).contains($0) } ?? false } },
        "BYSETPOS": { numbers($0, 366) },
        "BYHOUR": { list($0) { item in Int(item).map { (0...23).contains($0) } ?? false } },
        "BYMINUTE": { list($0) { item in Int(item).map { (0...59).contains($0) } ?? false } },
        "BYSECOND": { list($0) { item in Int(item).map { (0...60).contains($0) } ?? false } },
        "RSCALE": { scales.contains($0) }, "SKIP": { ["OMIT", "BACKWARD", "FORWARD"].contains($0) },
    ]

    private static func isDay(_ item: Substring) -> Bool {
        let digits = item.dropLast(2)
        guard weekdays.contains(String(item.suffix(2))) else { return false }
        return digits.isEmpty || Int(digits).map { $0 != 0 && $0.magnitude <= 53 } ?? false
    }

    private static func list(_ text: String, _ isOne: (Substring) -> Bool) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy(isOne)
    }

    private static func numbers(_ text: String, _ most: Int) -> Bool {
        list(text) { item in Int(item).map { $0 != 0 && $0.magnitude <= most } ?? false }
    }

    /// Whether a date can be an instance by the parts that say which days of a month or a week are. Readers list a
    /// start that is none besides the instances.
    func allows(_ date: CivilDate) -> Bool {
        guard fault == nil, parts["RSCALE"] == nil else { return true }
        let (year, month, day) = date.components
        let length = CivilDate.daysInMonth(year: year, month: month)
        if let months = parts["BYMONTH"], !months.split(separator: ",").contains(where: { Int($0) == month }) {
            return false
        }
        if let days = parts["BYMONTHDAY"]?.split(separator: ",").compactMap({ Int($0) }) {
            let found = days.map { $0 < 0 ? length + 1 + $0 : $0 }.filter { (1...length).contains($0) }
            guard found.contains(day) else { return false }
            if parts["BYSETPOS"] == "-1", parts["BYDAY"] == nil, found.max() != day { return false }
        }
        guard let days = parts["BYDAY"]?.split(separator: ",") else { return true }
        return days.contains { item in
            guard item.hasSuffix(StatedRule.weekdays[date.weekday]) else { return false }
            guard let number = Int(item.dropLast(2)), parts["FREQ"] == "MONTHLY" || parts["BYMONTH"] != nil else {
                return true
            }
            return number > 0 ? (day - 1) / 7 + 1 == number : (length - day) / 7 + 1 == -number
        }
    }
}
