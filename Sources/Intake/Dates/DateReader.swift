import EventStore
import ExchangeFormats

/// Reads dates as exports write them.
///
/// ISO 8601 forms (`2024-01-05 09:30:00.123`, `2024-01-05T09:30:00.1234567Z`, `…+02:00`), and the
/// `/Date(1704447000123)/` of Windows PowerShell's JSON. What is none of these is read by the stated pattern, or as the
/// stated culture writes dates, if one is stated, or where it is nearly ISO and has one reading. A date without an
/// offset is UTC, or a reading of the stated zone's clock: one that does not exist moves forward by the gap, one that
/// exists twice means the first.
struct DateReader: Sendable {
    private let culture: DateCulture?
    private let pattern: DatePattern?
    private var timeZone: ZoneRules?
    private var keepsReadings = false
    private let logTimeZone: ZoneRules?
    private let survey: DateSurvey?

    init(_ options: CalendarReaderOptions) {
        culture = options.culture
        pattern = options.datePattern
        survey = options.dateSurvey
        timeZone = options.timeZone
        logTimeZone = options.logTimeZone
    }

    /// Whether the file is only looked at.
    var isSurveying: Bool { survey != nil }

    /// For log times, which may be another clock's than the rest.
    var ofLogTimes: DateReader {
        var reader = self
        reader.timeZone = logTimeZone ?? timeZone
        return reader
    }

    /// For readings of the item's own clock: no zone is between them and what is kept, not even one that stands behind
    /// them.
    var ofWallClocks: DateReader {
        var reader = self
        reader.timeZone = nil
        reader.keepsReadings = true
        return reader
    }

    enum Outcome: Equatable {
        case value(Cell)
        /// One of the dates that stand for "none": 0001-01-01, 1601-01-01 or 4501-01-01 ([MS-OXOCAL] writes the
        /// last one for "no end").
        case sentinel
        case unreadable
    }

    /// As below, by a day that was read before.
    @inline(__always)
    func read(_ field: Bytes, _ known: inout KnownDay) -> Outcome {
        guard survey == nil, let written = WrittenDate(fixed: field, &known) else { return read(field) }
        return known.isSentinel ? .sentinel : value(of: written)
    }

    func read(_ field: Bytes) -> Outcome {
        let outcome = reading(of: field)
        survey?.add(field, isRead: outcome != .unreadable)
        return outcome
    }

    @inline(__always)
    private func reading(of field: Bytes) -> Outcome {
        guard field.count >= 8 else { return .unreadable }
        if field[0] == UInt8(ascii: "/") { return jsonDate(field) }
        var cursor = DateCursor(field)
        guard let date = cursor.isoDate() else { return otherForm(field) }
        var ticks: Int64 = 0
        var fractionDigits = 0
        if cursor.takes(UInt8(ascii: "T")) || cursor.takes(UInt8(ascii: "t")) || cursor.takes(UInt8(ascii: " ")) {
            guard let time = cursor.time() else { return otherForm(field) }
            (ticks, fractionDigits) = time
        }
        guard let offset = cursor.offset() else { return otherForm(field) }
        return outcome(
            WrittenDate(
                date: date, ticks: ticks, fractionDigits: fractionDigits, offset: offset.isStated ? offset.minutes : nil
            ))
    }

    @inline(__always)
    private func outcome(_ written: WrittenDate) -> Outcome {
        DateReader.sentinelDays.contains(written.date.days) ? .sentinel : value(of: written)
    }

    @inline(__always)
    private func value(of written: WrittenDate) -> Outcome {
        let wall = WallTime(ticks: Int64(written.date.days) * Instant.ticksPerDay + written.ticks)
        let offset = keepsReadings ? nil : written.offset
        let ticks =
            offset.map { wall.ticks - Int64($0) * Instant.ticksPerMinute } ?? timeZone?.instant(of: wall).ticks
            ?? wall.ticks
        return .value(DateReader.cell(ticks, fractionDigits: written.fractionDigits))
    }

    /// What is not in ISO form: nearly in it, as the stated culture writes dates, or by the stated pattern.
    private func otherForm(_ field: Bytes) -> Outcome {
        if field.contains(where: { $0 >= 0x80 }) {
            return DateText.plain(field).withUnsafeBufferPointer { otherFormOfPlain(FieldValues.trimmed($0)) }
        }
        return otherFormOfPlain(field)
    }

    private func otherFormOfPlain(_ text: Bytes) -> Outcome {
        (pattern?.read(text) ?? WrittenDate(text, culture)).map(outcome) ?? .unreadable
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

    static let sentinelDays = [
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
