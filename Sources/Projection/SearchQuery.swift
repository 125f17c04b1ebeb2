import ExchangeFormats

/// What somebody looks for, as they typed it: words of a subject, addresses and ids, and dates in the forms in which
/// people write them.
package struct SearchQuery: Sendable, Equatable {
    /// One thing that a meeting has to have.
    struct Term: Sendable, Hashable {
        /// An occurrence begins on one of these days, by the clock of the meeting's zone.
        var days: Range<CivilDate>?
        /// And at this minute of the day.
        var minute: Int?
        /// Or an occurrence begins in the minute of this instant, which its text names with an offset.
        var instant: Instant?
        /// Or its texts hold these: a year may be a word of a subject too. In lower case.
        var texts: [String] = []
    }

    let terms: [Term]
    private let words: [String]
    /// Words that are no date as they were typed, by their form in small letters: ids in Base64 and pseudonyms tell the
    /// two apart.
    let typed: [String: String]

    /// Words in the form of a date that no calendar has, or with a year of two digits: they are looked for as text.
    package var doubtful: [String] { words.filter { StatedDays.looksLikeOne($0) && !dates.contains($0) } }
    private let dates: Set<String>

    /// - Parameter texts: each of one word or of several.
    package init(_ texts: [String]) throws(StatedDays.Ambiguous) {
        words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        var terms: [Term] = [], dates: Set<String> = [], typed: [String: String] = [:]
        var rest = words[...]
        while let word = rest.first {
            if let (term, count) = try SearchQuery.moment(rest) {
                terms.append(term)
                dates.formUnion(rest.prefix(count))
                rest = rest.dropFirst(count)
            } else if let (minute, count) = StatedDays.minute(rest) {
                terms.append(Term(minute: minute, texts: rest.prefix(count).map { $0.lowercased() }))
                rest = rest.dropFirst(count)
            } else {
                let plain = SearchQuery.plain(word)
                terms.append(Term(texts: [plain.lowercased()]))
                typed[plain.lowercased()] = plain
                rest = rest.dropFirst()
            }
        }
        // Whoever says a word a thousand times has said it once.
        var seen: Set<Term> = []
        self.terms = terms.filter { seen.insert($0).inserted }
        self.dates = dates
        self.typed = typed
    }

    package var isEmpty: Bool { words.isEmpty }
    /// How many different things are looked for.
    package var count: Int { terms.count }

    /// Whether one of them can be a pseudonym, so that the key is needed.
    package var holdPseudonyms: Bool { typed.values.contains { StatedID($0).pseudonym != nil } }

    /// A date, with a time of day where one follows it: `2024-02-14 09:00`, as lists show it, is one moment.
    private static func moment(_ words: ArraySlice<String>) throws(StatedDays.Ambiguous) -> (Term, Int)? {
        guard let found = try StatedDays.days(words) else { return words.first.flatMap(joined).map { ($0, 1) } }
        var term = Term(days: found.days)
        var rest = words.dropFirst(found.count)
        guard let (minute, count) = StatedDays.minute(rest) else {
            if found.mayBeWords { term.texts = words.prefix(found.count).map { $0.lowercased() } }
            return (term, found.count)
        }
        term.minute = minute
        rest = rest.dropFirst(count)
        let taken = found.count + count
        // A table's time with the name of its clock behind it.
        if let zone = rest.first?.lowercased(), ["utc", "gmt", "z"].contains(zone),
            found.days.lowerBound.advanced(byDays: 1) == found.days.upperBound
        {
            return (Term(instant: Instant(ticks: WallTime(found.days.lowerBound, minutes: minute).ticks)), taken + 1)
        }
        return (term, taken)
    }

    /// `2024-02-14T09:00`, `20240214T090000Z`: an instant of a table or a log. Without an offset it is a reading of the
    /// meeting's own clock.
    private static func joined(_ word: String) -> Term? {
        let word = plain(word).lowercased()
        guard let mark = word.firstIndex(of: "t") else { return nil }
        let days = word[..<mark], clock = word[word.index(after: mark)...]
        // Of an id of an occurrence, without separators.
        if days.utf8.count == 8, clock.utf8.count >= 6, let found = try? StatedDays.days([String(days)]) {
            let pairs = clock.prefix(6).map(String.init)
            let clock = [pairs[0...1], pairs[2...3], pairs[4...5]].map { $0.joined() }.joined(separator: ":")
            return joined("\(found.days.lowerBound)t\(clock)\(word.hasSuffix("z") ? "z" : "")")
        }
        guard let found = try? StatedDays.days([String(days)]) else { return nil }
        if clock.hasSuffix("z") || clock.contains("+") || clock.contains("-") {
            guard let instant = StatedTime.instant(word) else { return nil }
            let isEarlier = instant.ticks % Instant.ticksPerMinute
            return Term(instant: Instant(ticks: instant.ticks - isEarlier))
        }
        guard !clock.isEmpty else { return Term(days: found.days) }
        return StatedDays.minute([String(clock)]).map { Term(days: found.days, minute: $0.minute) }
    }

    /// A word without what encloses it or ends a clause.
    private static func plain(_ word: String) -> String {
        let ends = { (character: Character) in ",;()<>\"'“”„«»".contains(character) }
        let inner = word.drop(while: ends).reversed().drop(while: ends).reversed()
        return inner.isEmpty ? word : String(inner)
    }
}
