import Encodings

/// Days and times of day in a text that somebody typed, in the forms in which people write them: `2024-02-14`,
/// `14.02.2024`, `2/14/2024`, `14 Feb 2024`, `Wed, February 14, 2024`, `2024-02`, `2024`; `09:00`, `9:00 PM`, `9pm`.
package enum StatedDays {
    /// A date that can be read in two ways.
    package struct Ambiguous: Error, Equatable {
        package var text: String
        /// `yyyy-MM-dd` of either reading.
        package var readings: [String]
    }

    package struct Reading: Equatable, Sendable {
        package var days: Range<CivilDate>
        /// How many of the words it takes.
        package var count: Int
        /// Whether the same words may mean something else: a year can be a word of a subject.
        package var mayBeWords = false
    }

    /// The day, month or year that words begin with; nil where they begin with none.
    package static func days(_ words: ArraySlice<String>) throws(Ambiguous) -> Reading? {
        guard let first = words.first else { return nil }
        if let spelled = spelledOut(words) { return spelled }
        let word = trimmed(first)
        // One weekday stands before a date, and not a row of them.
        if let weekday = MonthNames.weekday(word), let next = words.dropFirst().first,
            MonthNames.weekday(trimmed(next)) == nil, let found = try days(words.dropFirst()),
            found.days.lowerBound.advanced(byDays: 1) == found.days.upperBound,
            found.days.lowerBound.weekday == weekday
        {
            return Reading(days: found.days, count: found.count + 1, mayBeWords: found.mayBeWords)
        }
        if let digits = wholeNumber(word) {
            if word.utf8.count == 4, isOurs(year: digits) {
                return Reading(days: days(year: digits), count: 1, mayBeWords: true)
            }
            if word.utf8.count == 8, isOurs(year: digits / 10_000),
                let day = day(digits / 10_000, digits / 100 % 100, digits % 100)
            {
                return Reading(days: day, count: 1, mayBeWords: true)
            }
            return nil
        }
        return try inNumbers(word).map { Reading(days: $0, count: 1) }
    }

    /// The minute of the day that words begin with, by a clock of 24 hours or of twice 12.
    package static func minute(_ words: ArraySlice<String>) -> (minute: Int, count: Int)? {
        guard let first = words.first else { return nil }
        var word = trimmed(first).replacing("a.m", with: "am").replacing("p.m", with: "pm")
        var half = ["am", "pm"].first { word.hasSuffix($0) }
        var count = 1
        if half != nil {
            word.removeLast(2)
        } else if let next = words.dropFirst().first, let found = halfOfDay(next) {
            (half, count) = (found, 2)
        }
        // Tables write milliseconds.
        if word.contains(":"), let dot = word.firstIndex(of: ".") { word = String(word[..<dot]) }
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard (half == nil ? 2...3 : 1...3).contains(parts.count),
            parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }), (1...2).contains(parts[0].utf8.count)
        else { return nil }
        let numbers = parts.compactMap { wholeNumber($0) }
        guard numbers.count == parts.count, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        var hour = numbers[0]
        if let half {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        guard hour < 24 else { return nil }
        return (hour * 60 + (numbers.count > 1 ? numbers[1] : 0), count)
    }

    /// Whether a word has the form of a date but is none that is read: `14.02.24`, `2024-02-30`, `2024-13`.
    package static func looksLikeOne(_ word: String) -> Bool {
        let word = trimmed(word)
        let parts = word.split(omittingEmptySubsequences: false) { "-./".contains($0) }
        guard parts.allSatisfy({ wholeNumber($0) != nil && $0.utf8.count <= 4 }) else { return false }
        return parts.count == 3 || (parts.count == 2 && parts.contains { $0.utf8.count == 4 })
    }

    // MARK: Numbers

    /// `2024-02-14`, `14.02.2024`, `2/14/2024`, `2024-02`, `02.2024`: nil for what is no date.
    private static func inNumbers(_ word: String) throws(Ambiguous) -> Range<CivilDate>? {
        guard let separator = word.first(where: { !$0.isNumber }), "-./".contains(separator) else { return nil }
        let parts = word.split(separator: separator, omittingEmptySubsequences: false)
        let values = parts.compactMap { wholeNumber($0) }, lengths = parts.map(\.utf8.count)
        guard values.count == parts.count, lengths.allSatisfy({ $0 <= 4 }) else { return nil }
        switch lengths {
        case [4, 1], [4, 2]: return month(values[0], values[1])
        case [1, 4], [2, 4]: return month(values[1], values[0])
        case _ where lengths.count == 3 && lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2:
            return day(values[0], values[1], values[2])
        case _ where lengths.count == 3 && lengths[2] == 4 && lengths[0] <= 2 && lengths[1] <= 2:
            let dayFirst = day(values[2], values[1], values[0])
            // With dots the day comes first everywhere; with strokes that depends on the country.
            guard separator != ".", let monthFirst = day(values[2], values[0], values[1]) else { return dayFirst }
            guard let dayFirst, dayFirst != monthFirst else { return monthFirst }
            throw Ambiguous(text: word, readings: [dayFirst, monthFirst].map { "\($0.lowerBound)" })
        default: return nil
        }
    }

    // MARK: Names

    /// `February 2024`, `14 Feb 2024`, `Feb 14, 2024`, `14 de febrero de 2024`, `14-Feb-2024`.
    private static func spelledOut(_ words: ArraySlice<String>) -> Reading? {
        // Words, and how many of the given ones end with each.
        var parts: [(text: String, count: Int)] = []
        for (place, word) in words.prefix(5).enumerated() where parts.count < 3 {
            let plain = trimmed(word)
            if parts.isEmpty, plain.contains(where: \.isLetter), plain.contains(where: { "-./".contains($0) }) {
                parts = plain.split { "-./".contains($0) }.map { (String($0), 1) }
                break
            }
            if !parts.isEmpty, connectives.contains(plain) { continue }
            parts.append((plain, place + 1))
        }
        guard parts.count >= 2 else { return nil }
        func year(_ place: Int) -> Int? {
            guard place < parts.count, parts[place].text.utf8.count == 4, let year = wholeNumber(parts[place].text),
                isOurs(year: year)
            else { return nil }
            return year
        }
        func dayNumber(_ place: Int) -> Int? {
            let digits = parts[place].text.prefix { $0.isNumber }
            guard (1...2).contains(digits.utf8.count),
                ["", "st", "nd", "rd", "th"].contains(parts[place].text.dropFirst(digits.count))
            else { return nil }
            return wholeNumber(digits)
        }
        if let month = MonthNames.month(parts[0].text) {
            if let year = year(1) {
                return self.month(year, month).map { Reading(days: $0, count: parts[1].count, mayBeWords: true) }
            }
            if let number = dayNumber(1), let year = year(2), let day = day(year, month, number) {
                return Reading(days: day, count: parts[2].count, mayBeWords: true)
            }
        }
        if let number = dayNumber(0), let month = MonthNames.month(parts[1].text), let year = year(2),
            let day = day(year, month, number)
        {
            return Reading(days: day, count: parts[2].count, mayBeWords: true)
        }
        return nil
    }

    private static let connectives: Set<String> = ["of", "de", "del"]

    // MARK: Parts

    /// Without the signs that end a clause or enclose a word, in lower case.
    private static func trimmed(_ word: some StringProtocol) -> String {
        let ends = { (character: Character) in ",;()[].\"'“”„«»".contains(character) }
        return String(word.drop(while: ends).reversed().drop(while: ends).reversed()).lowercased()
    }

    private static func halfOfDay(_ word: String) -> String? {
        let letters = word.lowercased().filter { $0 != "." && $0 != "," }
        return letters == "am" || letters == "pm" ? letters : nil
    }

    private static func wholeNumber(_ text: some StringProtocol) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit) else {
            return nil
        }
        return Int(text)
    }

    private static func isOurs(year: Int) -> Bool { (1900...2199).contains(year) }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Range<CivilDate>? {
        CivilDate(year: year, month: month, day: day).map { $0..<$0.advanced(byDays: 1) }
    }

    private static func month(_ year: Int, _ month: Int) -> Range<CivilDate>? {
        CivilDate(year: year, month: month, day: 1).map { $0..<$0.firstOfNextMonth }
    }

    private static func days(year: Int) -> Range<CivilDate> {
        CivilDate(
            days: CivilDate.days(year: year, month: 1, day: 1))..<CivilDate(
                days: CivilDate.days(year: year + 1, month: 1, day: 1))
    }
}
