import ExchangeFormats

/// What somebody looks for, as they typed it: words of a subject, addresses and ids, and dates in the forms in which
/// people write them.
package struct SearchWords: Sendable, Equatable {
    /// One thing that a meeting has to have.
    struct Term: Sendable, Equatable {
        /// An occurrence begins on one of these days, by the clock of the meeting's zone.
        var days: Range<CivilDate>?
        /// And at this minute of the day.
        var minute: Int?
        /// Or its texts hold these: a year may be a word of a subject too. In lower case.
        var texts: [String] = []
    }

    /// A date that can be read in two ways.
    package struct Ambiguous: Error, Equatable {
        package var text: String
        /// `yyyy-MM-dd` of either reading.
        package var readings: [String]
    }

    let terms: [Term]
    /// As they were typed: pseudonyms and Base64 tell capitals from small letters.
    package let words: [String]

    /// - Parameter texts: each of one word or of several.
    package init(_ texts: [String]) throws(Ambiguous) {
        words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        var terms: [Term] = []
        var rest = words[...]
        while let word = rest.first {
            if let (days, count) = SearchWords.spelledOut(rest) {
                terms.append(Term(days: days, texts: rest.prefix(count).map { $0.lowercased() }))
                rest = rest.dropFirst(count)
                continue
            }
            rest = rest.dropFirst()
            let plain = word.trimmingPrefix { ",;(".contains($0) }
            terms.append(
                try SearchWords.term(String(plain.reversed().drop { ",;)".contains($0) }.reversed()), typed: word))
        }
        // `2024-02-14 09:00`, as lists show it, is one moment.
        for index in terms.indices.dropLast().reversed() where terms[index].days != nil && terms[index].minute == nil {
            guard let minute = terms[index + 1].minute, terms[index + 1].days == nil else { continue }
            terms[index].minute = minute
            terms.remove(at: index + 1)
        }
        self.terms = terms
    }

    package var isEmpty: Bool { words.isEmpty }

    private static func term(_ word: String, typed: String) throws(Ambiguous) -> Term {
        let digits = word.allSatisfy { $0.isASCII && $0.isNumber }
        if digits, word.count == 4, let year = Int(word), (1900...2199).contains(year) {
            return Term(days: days(year: year), texts: [typed.lowercased()])
        }
        if digits, word.count == 8,
            let day = CivilDate(
                year: Int(word.prefix(4)) ?? 0, month: Int(word.dropFirst(4).prefix(2)) ?? 0,
                day: Int(word.suffix(2)) ?? 0),
            (1900...2199).contains(day.components.year)
        {
            return Term(days: day..<day.advanced(byDays: 1), texts: [typed.lowercased()])
        }
        if let minute = minuteOfDay(word[...]) { return Term(minute: minute, texts: [typed.lowercased()]) }
        // An instant of a table or a log: the date, and what the clock said.
        if let mark = word.firstIndex(where: { $0 == "T" || $0 == "t" }), let days = try numbers(String(word[..<mark]))
        {
            let clock = word[word.index(after: mark)...].prefix { $0.isNumber || $0 == ":" }
            if clock.isEmpty || minuteOfDay(clock) != nil { return Term(days: days, minute: minuteOfDay(clock)) }
        }
        if let days = try numbers(word) { return Term(days: days) }
        return Term(texts: [typed.lowercased()])
    }

    /// `2024-02-14`, `14.02.2024`, `2/14/2024`, `2024-02`, `02.2024`: nil for what is no date.
    private static func numbers(_ word: String) throws(Ambiguous) -> Range<CivilDate>? {
        guard let separator = word.first(where: { !$0.isNumber }), "-./".contains(separator) else { return nil }
        var parts = word.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        // `14.2.` of a longer text has no year.
        if separator == ".", parts.last == "" { parts.removeLast() }
        guard parts.allSatisfy({ !$0.isEmpty && $0.count <= 4 && $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
            return nil
        }
        let values = parts.compactMap { Int($0) }, lengths = parts.map(\.count)
        func day(_ year: Int, _ month: Int, _ day: Int) -> Range<CivilDate>? {
            CivilDate(year: year, month: month, day: day).map { $0..<$0.advanced(byDays: 1) }
        }
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

    private static func month(_ year: Int, _ month: Int) -> Range<CivilDate>? {
        CivilDate(year: year, month: month, day: 1).map {
            $0..<$0.advanced(byDays: CivilDate.daysInMonth(year: year, month: month))
        }
    }

    private static func days(year: Int) -> Range<CivilDate> {
        CivilDate(
            days: CivilDate.days(year: year, month: 1, day: 1))..<CivilDate(
                days: CivilDate.days(year: year + 1, month: 1, day: 1))
    }

    /// `9:00`, `09:00:00`.
    private static func minuteOfDay(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3,
            parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// `February 2024`, `14 Feb 2024`, `Feb 14, 2024`, at the beginning of the words.
    private static func spelledOut(_ words: ArraySlice<String>) -> (days: Range<CivilDate>, count: Int)? {
        let parts = words.prefix(3).map { word in word.lowercased().filter { $0 != "," && $0 != "." } }
        func month(_ place: Int) -> Int? {
            guard place < parts.count, parts[place].count >= 3 else { return nil }
            return monthNames.firstIndex { $0.hasPrefix(parts[place]) || (parts[place] == "sept" && $0 == "september") }
                .map { $0 + 1 }
        }
        func year(_ place: Int) -> Int? {
            guard place < parts.count, parts[place].count == 4, let year = Int(parts[place]),
                (1900...2199).contains(year)
            else { return nil }
            return year
        }
        func day(_ place: Int) -> Int? {
            guard place < parts.count else { return nil }
            let digits = parts[place].prefix { $0.isNumber }
            guard (1...2).contains(digits.count),
                ["", "st", "nd", "rd", "th"].contains(parts[place].dropFirst(digits.count))
            else { return nil }
            return Int(digits)
        }
        if let month = month(0), let year = year(1) { return SearchWords.month(year, month).map { ($0, 2) } }
        var date: CivilDate?
        if let day = day(0), let month = month(1), let year = year(2) {
            date = CivilDate(year: year, month: month, day: day)
        }
        if let month = month(0), let day = day(1), let year = year(2) {
            date = CivilDate(year: year, month: month, day: day)
        }
        return date.map { ($0..<$0.advanced(byDays: 1), 3) }
    }
}
