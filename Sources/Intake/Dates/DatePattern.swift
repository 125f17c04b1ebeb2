import ExchangeFormats

/// How dates are written, as .NET's custom format strings say it: `d.M.yyyy HH:mm:ss`, `MM/dd/yyyy h:mm tt`,
/// `dd-MMM-yyyy`.
package struct DatePattern: Sendable, Equatable {
    /// A pattern that dates cannot be read by: why not, in words that follow the pattern.
    package struct PatternError: Error, Equatable, Sendable {
        package var what: String
    }

    enum Part: Sendable, Equatable {
        case year(digits: Int), month, monthName, day, weekday
        case hour, halfHour, minute, second, fraction, half, offset
        case literal([UInt8])
    }

    /// As it was given.
    package let text: String
    let parts: [Part]

    /// - Throws: `PatternError` for a pattern without a whole date, or with a letter that means nothing here.
    package init(_ text: String) throws(PatternError) {
        self.text = text
        var parts: [Part] = []
        var rest = Substring(text)
        while let letter = rest.first {
            if letter == "'" || letter == "\"" {
                guard let end = rest.dropFirst().firstIndex(of: letter) else {
                    throw PatternError(what: "has a quotation mark that is not closed.")
                }
                parts.append(.literal(Array(rest[rest.index(after: rest.startIndex)..<end].utf8)))
                rest = rest[rest.index(after: end)...]
                continue
            }
            if letter == "\\" {
                guard let escaped = rest.dropFirst().first else { throw PatternError(what: "ends in a backslash.") }
                parts.append(.literal(Array(String(escaped).utf8)))
                rest = rest.dropFirst(2)
                continue
            }
            let run = rest.prefix { $0 == letter }
            guard letter.isLetter else {
                parts.append(.literal(Array(String(run).utf8)))
                rest = rest.dropFirst(run.count)
                continue
            }
            guard let part = DatePattern.part(letter, run.count) else {
                throw PatternError(
                    what: "has \(run), which means nothing here. Letters that stand for themselves are quoted: 'h'.")
            }
            parts.append(part)
            rest = rest.dropFirst(run.count)
        }
        func has(_ wanted: (Part) -> Bool) -> Bool { parts.contains(where: wanted) }
        guard has({ if case .year = $0 { true } else { false } }), has({ $0 == .month || $0 == .monthName }),
            has({ $0 == .day })
        else {
            throw PatternError(what: "does not say where year (yyyy), month (MM) and day (dd) stand.")
        }
        if has({ $0 == .halfHour }), !has({ $0 == .half }) {
            throw PatternError(what: "counts hours to 12 (h) without saying which half of the day it is (tt).")
        }
        if has({ $0 == .hour || $0 == .halfHour }), !has({ $0 == .minute }) {
            throw PatternError(what: "has hours and no minutes.")
        }
        let numbers = parts.filter { if case .literal = $0 { false } else { true } }
        guard numbers.indices.allSatisfy({ !numbers[..<$0].contains(numbers[$0]) }) else {
            throw PatternError(what: "has a part twice.")
        }
        self.parts = parts
    }

    private static func part(_ letter: Character, _ count: Int) -> Part? {
        switch (letter, count) {
        case ("y", 4), ("y", 1): .year(digits: 4)
        case ("y", 2): .year(digits: 2)
        case ("M", 1...2): .month
        case ("M", 3...4): .monthName
        case ("d", 1...2): .day
        case ("d", 3...4): .weekday
        case ("H", 1...2): .hour
        case ("h", 1...2): .halfHour
        case ("m", 1...2): .minute
        case ("s", 1...2): .second
        case ("f", 1...7), ("F", 1...7): .fraction
        case ("t", 1...2): .half
        case ("z", 1...3), ("K", 1): .offset
        default: nil
        }
    }

    /// Whether the day comes before the month.
    var isDayFirst: Bool {
        guard let day = parts.firstIndex(of: .day),
            let month = parts.firstIndex(where: { $0 == .month || $0 == .monthName })
        else { return false }
        return day < month
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// Reads a date; nil when it is not as the pattern says. Leading zeros and the number of spaces do not matter, a
    /// fraction of a second and an offset may be missing.
    func read(_ text: Bytes) -> WrittenDate? {
        var cursor = DateCursor(text)
        var year = 0, month = 0, day = 0
        var ticks: Int64 = 0
        var fractionDigits = 0
        var offset: Int?
        var half: DateWords.Word?
        for part in parts {
            switch part {
            case .year(let digits):
                guard let number = cursor.number(digits, digits) else { return nil }
                year = digits == 2 ? 2_000 + number : number
            case .month:
                guard let number = cursor.number(1, 2) else { return nil }
                month = number
            case .monthName:
                let name = String(decoding: cursor.takeWhile { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }, as: UTF8.self)
                    .lowercased()
                guard name.count >= 3, let index = DatePattern.months.firstIndex(where: { $0.hasPrefix(name) }) else {
                    return nil
                }
                month = index + 1
            case .day:
                guard let number = cursor.number(1, 2) else { return nil }
                day = number
            case .weekday:
                guard !cursor.takeWhile({ $0 >= 0x80 || ($0 | 0x20) &- UInt8(ascii: "a") < 26 }).isEmpty else {
                    return nil
                }
            case .hour, .halfHour:
                guard let number = cursor.number(1, 2), part == .hour ? number < 24 : (1...12).contains(number) else {
                    return nil
                }
                ticks += Int64(number) * 60 * Instant.ticksPerMinute
            case .minute:
                guard let number = cursor.number(1, 2), number < 60 else { return nil }
                ticks += Int64(number) * Instant.ticksPerMinute
            case .second:
                guard let number = cursor.number(1, 2), number < 60 else { return nil }
                ticks += Int64(number) * Instant.ticksPerSecond
            case .fraction:
                guard let found = cursor.fraction() else { continue }
                ticks += found.ticks
                fractionDigits = found.digits
            case .half:
                cursor.takeSpaces()
                half = DateWords.word(
                    FieldValues.trimmed(
                        cursor.takeWhile {
                            $0 >= 0x80 || $0 == UInt8(ascii: ".") || $0 == 0x20 || ($0 | 0x20) &- UInt8(ascii: "a") < 26
                        }))
                guard half == .morning || half == .afternoon else { return nil }
            case .offset:
                let rest = FieldValues.trimmed(cursor.takeWhile { _ in true })
                var zone = DateCursor(rest)
                guard let found = zone.offset() else { return nil }
                offset = found.isStated ? found.minutes : nil
            case .literal(let bytes): guard cursor.takes(literal: bytes) else { return nil }
            }
        }
        cursor.takeSpaces()
        guard cursor.isAtEnd, let date = CivilDate(year: year, month: month, day: day) else { return nil }
        var written = WrittenDate(date: date, ticks: ticks, fractionDigits: fractionDigits, offset: offset)
        if let half, !written.shift(to: half) { return nil }
        return written
    }
}

extension DateCursor {
    /// A literal of a pattern: spaces in it may be any number of spaces, and a point before a fraction that is missing
    /// may be too.
    fileprivate mutating func takes(literal: [UInt8]) -> Bool {
        for byte in literal {
            if byte == 0x20 {
                takeSpaces()
            } else if !takes(byte), !(isAtEnd && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","))) {
                return false
            }
        }
        return true
    }
}
