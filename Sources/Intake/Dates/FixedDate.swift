import ExchangeFormats

/// The day of a date that was read last: the dates of one column are of few days, and most of what it takes to read a
/// date is to find out which day it is.
struct KnownDay {
    /// `yyyy-MM-` and `dd`, as they lie in memory; at first those of 1970-01-01, as no other bytes are that day.
    fileprivate var yearAndMonth = UInt64(bigEndian: 0x3139_3730_2D30_312D)
    fileprivate var dayOfMonth = UInt16(bigEndian: 0x3031)
    fileprivate var date = CivilDate(days: 0)
    /// Whether it stands for "none".
    fileprivate(set) var isSentinel = false
}

extension WrittenDate {
    /// Reads `yyyy-MM-dd HH:mm:ss` or `yyyy-MM-ddTHH:mm:ss`, with up to seven digits of a fraction and nothing behind
    /// them: the form of nearly every date of an export in ISO form. Nil for any other text, which may be a date too.
    @inline(__always)
    init?(fixed text: Bytes, _ known: inout KnownDay) {
        guard text.count >= 19, let base = text.baseAddress,
            text[10] == 0x20 || text[10] | 0x20 == UInt8(ascii: "t")
        else { return nil }
        let raw = UnsafeRawPointer(base)
        let yearAndMonth = raw.loadUnaligned(as: UInt64.self)
        let dayOfMonth = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        if yearAndMonth != known.yearAndMonth || dayOfMonth != known.dayOfMonth {
            guard let date = WrittenDate.day(yearAndMonth, text[8], text[9]) else { return nil }
            known = KnownDay(
                yearAndMonth: yearAndMonth, dayOfMonth: dayOfMonth, date: date,
                isSentinel: DateReader.sentinelDays.contains(date.days))
        }
        guard let seconds = WrittenDate.secondOfDay(raw + 11) else { return nil }
        date = known.date
        ticks = Int64(seconds) * Instant.ticksPerSecond
        guard text.count > 19 else { return }
        guard text[19] == UInt8(ascii: ".") || text[19] == UInt8(ascii: ","),
            (21...27).contains(text.count)
        else {
            return nil
        }
        var fraction: Int64 = 0
        var unit = Instant.ticksPerSecond
        for place in 20..<text.count {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            unit /= 10
            fraction = fraction * 10 + Int64(digit)
        }
        ticks += fraction * unit
        fractionDigits = text.count - 20
    }

    /// The day of `yyyy-MM-`, as it lies in memory, and two bytes that follow it; nil when it is none.
    private static func day(_ yearAndMonth: UInt64, _ tens: UInt8, _ ones: UInt8) -> CivilDate? {
        // As below.
        let parts = UInt64(littleEndian: yearAndMonth) ^ 0x2D30_302D_3030_3030
        let strays = parts | ((parts & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F76_767F_7676_7676)
        let ten = tens &- UInt8(ascii: "0"), one = ones &- UInt8(ascii: "0")
        guard strays & 0x8080_8080_8080_8080 == 0, ten <= 9, one <= 9 else { return nil }
        @inline(__always)
        func digit(_ place: UInt64) -> Int { Int(parts >> (8 * place) & 0xF) }
        let year = digit(0) * 1_000 + digit(1) * 100 + digit(2) * 10 + digit(3)
        return CivilDate(year: year, month: digit(5) * 10 + digit(6), day: Int(ten) * 10 + Int(one))
    }

    /// `HH:mm:ss` as seconds; nil when it is no time of a day.
    @inline(__always)
    private static func secondOfDay(_ text: UnsafeRawPointer) -> Int? {
        // Without the digits' upper halves and the colons, eight bytes at once; the lowest byte is the first.
        let parts = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self)) ^ 0x3030_3A30_303A_3030
        // What is added takes a digit beyond 9, and any colon that is none, over the top bit.
        let strays = parts | ((parts & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7F76_767F_7676)
        guard strays & 0x8080_8080_8080_8080 == 0 else { return nil }
        @inline(__always)
        func number(_ place: UInt64) -> Int {
            Int(parts >> place & 0xF) * 10 + Int(parts >> (place + 8) & 0xF)
        }
        let hour = number(0)
        let minute = number(24)
        let second = number(48)
        return hour < 24 && minute < 60 && second < 60 ? hour * 3_600 + minute * 60 + second : nil
    }
}
