import ExchangeFormats

/// Reads the parts of a date from left to right.
struct DateCursor {
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

    /// What has not been taken.
    var rest: Bytes { Bytes(rebasing: bytes[position...]) }
    mutating func takeWhile(_ isWanted: (UInt8) -> Bool) -> Bytes {
        let start = position
        while position < bytes.count, isWanted(bytes[position]) { position += 1 }
        return taken(from: start)
    }
    func taken(from start: Int) -> Bytes { Bytes(rebasing: bytes[start..<position]) }

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
        let ticks = Int64(hour * 3_600 + minute * 60 + seconds) * Instant.ticksPerSecond
        guard takes(UInt8(ascii: ".")) || takes(UInt8(ascii: ",")) else { return (ticks, 0) }
        return fraction().map { (ticks + $0.ticks, $0.digits) }
    }

    /// The digits of a fraction of a second, and how many there are. 100 ns is the finest that is kept: digits behind
    /// the seventh, as tools that count nanoseconds write them, are cut.
    mutating func fraction() -> (ticks: Int64, digits: Int)? {
        let start = position
        guard let fraction = number(1, 7) else { return nil }
        let digits = position - start
        var unit: Int64 = 1
        for _ in digits..<7 { unit *= 10 }
        while let byte = next, byte &- UInt8(ascii: "0") <= 9 { _ = takes(byte) }
        return (Int64(fraction) * unit, digits)
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
