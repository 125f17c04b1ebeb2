import EventStore
import ExchangeFormats

/// Reads dates as exports write them.
///
/// ISO 8601 forms (`2024-01-05 09:30:00.123`, `2024-01-05T09:30:00.1234567Z`, `…+02:00`), with 0 to 7 fractional
/// digits (more are accepted only when they are zeros, because 100 ns is the finest that is kept), and the
/// `/Date(1704447000123)/` of Windows PowerShell's JSON. What is none of these is read as the stated culture writes
/// dates, if one is stated. A date without an offset is UTC, or a reading of the stated zone's clock: one that does not
/// exist moves forward by the gap, one that exists twice means the first.
struct DateReader: Sendable {
    private let culture: DateCulture?
    private var timeZone: ZoneRules?
    private let logTimeZone: ZoneRules?

    init(_ options: CalendarReaderOptions) {
        culture = options.culture
        timeZone = options.timeZone
        logTimeZone = options.logTimeZone
    }

    /// For log times, which may be another clock's than the rest.
    var ofLogTimes: DateReader {
        var reader = self
        reader.timeZone = logTimeZone ?? timeZone
        return reader
    }

    enum Outcome: Equatable {
        case value(Cell)
        /// One of the dates that stand for "none": 0001-01-01, 1601-01-01 or 4501-01-01 ([MS-OXOCAL] writes the
        /// last one for "no end").
        case sentinel
        case unreadable
    }

    func read(_ field: Bytes) -> Outcome {
        guard field.count >= 8 else { return .unreadable }
        if field[0] == UInt8(ascii: "/") { return jsonDate(field) }
        var cursor = Cursor(field)
        guard let date = cursor.isoDate() else { return culture.map { cultureDate(field, $0) } ?? .unreadable }
        var ticks: Int64 = 0
        var fractionDigits = 0
        if cursor.takes(UInt8(ascii: "T")) || cursor.takes(UInt8(ascii: "t")) || cursor.takes(UInt8(ascii: " ")) {
            guard let time = cursor.time() else { return .unreadable }
            (ticks, fractionDigits) = time
        }
        guard let offset = cursor.offset() else { return .unreadable }
        if DateReader.sentinelDays.contains(date.days) { return .sentinel }
        let wall = WallTime(ticks: Int64(date.days) * Instant.ticksPerDay + ticks)
        let instant = offset.isStated ? wall.ticks - Int64(offset.minutes) * Instant.ticksPerMinute : unstated(wall)
        return .value(DateReader.cell(instant, fractionDigits: fractionDigits))
    }

    @inline(__always)
    private func unstated(_ wall: WallTime) -> Int64 { timeZone?.instant(of: wall).ticks ?? wall.ticks }

    private func cultureDate(_ field: Bytes, _ culture: DateCulture) -> Outcome {
        var cursor = Cursor(field)
        guard let date = cursor.date(in: culture) else { return .unreadable }
        _ = cursor.takes(UInt8(ascii: ","))
        cursor.takeSpaces()
        var ticks: Int64 = 0
        var fractionDigits = 0
        if !cursor.isAtEnd {
            guard let time = cursor.time(), let half = cursor.dayHalf(), cursor.isAtEnd else { return .unreadable }
            (ticks, fractionDigits) = time
            if half.isStated {
                // 12 AM is midnight and 12 PM is noon; an hour of 13 with either is nonsense.
                let noon = 12 * 60 * Instant.ticksPerMinute
                guard ticks >= noon / 12, ticks < noon + noon / 12 else { return .unreadable }
                ticks = ticks % noon + (half.isAfternoon ? noon : 0)
            }
        }
        if DateReader.sentinelDays.contains(date.days) { return .sentinel }
        let wall = WallTime(ticks: Int64(date.days) * Instant.ticksPerDay + ticks)
        return .value(DateReader.cell(unstated(wall), fractionDigits: fractionDigits))
    }

    static func cell(_ ticks: Int64, fractionDigits: Int) -> Cell {
        let kind: Cell.Kind =
            switch fractionDigits {
            case 0: .instantSeconds
            case 1...3: .instantMilliseconds
            default: .instantTicks
            }
        return Cell(value: ticks, length: 0, kind: kind)
    }

    /// An instant as `2024-01-05T09:30:00.0000000Z`, so that whoever reads it needs neither culture nor zone.
    static func isoText(_ cell: Cell) -> [UInt8] {
        let wall = WallTime(ticks: cell.value)
        var rest = wall.ticks - Int64(wall.date.days) * Instant.ticksPerDay
        func take(_ unit: Int64, _ width: Int) -> String {
            let digits = String(rest / unit)
            rest %= unit
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let (hour, minute) = (take(60 * Instant.ticksPerMinute, 2), take(Instant.ticksPerMinute, 2))
        return Array("\(wall.date)T\(hour):\(minute):\(take(Instant.ticksPerSecond, 2)).\(take(1, 7))Z".utf8)
    }

    private static let sentinelDays = [
        CivilDate.days(year: 1, month: 1, day: 1), CivilDate.days(year: 1601, month: 1, day: 1),
        CivilDate.days(year: 4501, month: 1, day: 1),
    ]

    /// `/Date(ms)/` or `/Date(ms+hhmm)/`: milliseconds since 1970 in UTC; the offset is only for display.
    private func jsonDate(_ field: Bytes) -> Outcome {
        let head: StaticString = "/date("
        guard field.count > 8, FieldValues.equals(Bytes(rebasing: field[..<6]), head),
            field.suffix(2).elementsEqual(")/".utf8)
        else { return .unreadable }
        var digits = Bytes(rebasing: field[6..<(field.count - 2)])
        if let sign = digits.dropFirst().firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            digits = Bytes(rebasing: digits[..<sign])
        }
        guard let milliseconds = FieldValues.integer(digits), abs(milliseconds) < 400_000_000_000_000
        else { return .unreadable }
        let ticks = milliseconds * Instant.ticksPerMillisecond
        for days in DateReader.sentinelDays
        where abs(ticks - Int64(days) * Instant.ticksPerDay) <= 14 * 60 * Instant.ticksPerMinute { return .sentinel }
        guard (1...9999).contains(WallTime(ticks: ticks).date.components.year) else { return .unreadable }
        return .value(DateReader.cell(ticks, fractionDigits: 3))
    }
}

/// Reads the parts of a date from left to right.
struct Cursor {
    private let bytes: Bytes
    private(set) var position = 0

    init(_ bytes: Bytes) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    @inline(__always)
    mutating func takes(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// A number of at least `least` and at most `most` digits; takes no more of them.
    @inline(__always)
    mutating func number(_ least: Int, _ most: Int) -> Int? {
        var value = 0
        var count = 0
        while count < most, position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            value = value * 10 + Int(digit)
            position += 1
            count += 1
        }
        return count >= least ? value : nil
    }

    /// `yyyy-MM-dd`
    mutating func isoDate() -> CivilDate? {
        guard let year = number(4, 4), takes(UInt8(ascii: "-")), let month = number(2, 2), takes(UInt8(ascii: "-")),
            let day = number(2, 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `HH:mm`, `HH:mm:ss` or `HH:mm:ss.fffffff`, as ticks since midnight, with the number of fractional digits.
    mutating func time() -> (ticks: Int64, fractionDigits: Int)? {
        guard let hour = number(1, 2), hour < 24, takes(UInt8(ascii: ":")), let minute = number(2, 2), minute < 60
        else { return nil }
        var seconds = 0
        if takes(UInt8(ascii: ":")) {
            guard let number = number(2, 2), number < 60 else { return nil }
            seconds = number
        }
        var ticks = Int64(hour * 3_600 + minute * 60 + seconds) * Instant.ticksPerSecond
        guard takes(UInt8(ascii: ".")) || takes(UInt8(ascii: ",")) else { return (ticks, 0) }
        let start = position
        guard let fraction = number(1, 7) else { return nil }
        let digits = position - start
        var unit: Int64 = 1
        for _ in digits..<7 { unit *= 10 }
        ticks += Int64(fraction) * unit
        while takes(UInt8(ascii: "0")) {}
        if let byte = next, byte &- UInt8(ascii: "0") <= 9 { return nil }
        return (ticks, digits)
    }

    /// What follows the time up to the end: nothing, `Z`, or `±hh:mm`, `±hhmm`, `±hh`. Nil when it is anything else.
    mutating func offset() -> (minutes: Int, isStated: Bool)? {
        if isAtEnd { return (0, false) }
        _ = takes(0x20)
        if takes(UInt8(ascii: "Z")) || takes(UInt8(ascii: "z")) { return isAtEnd ? (0, true) : nil }
        let isNegative = takes(UInt8(ascii: "-"))
        guard isNegative || takes(UInt8(ascii: "+")), let hours = number(2, 2), hours <= 14 else { return nil }
        var minutes = 0
        if !isAtEnd {
            _ = takes(UInt8(ascii: ":"))
            guard let number = number(2, 2), number < 60 else { return nil }
            minutes = number
        }
        let total = hours * 60 + minutes
        return isAtEnd ? (isNegative ? -total : total, true) : nil
    }
}
