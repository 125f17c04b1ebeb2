/// Instants as the tables write them: `yyyy-MM-dd HH:mm:ss`, UTC, with as many fractional digits as are asked for.
public enum TimeText {
    /// - Parameter digits: 0, 3 or 7 fractional digits.
    package static func append(_ instant: Instant, digits: Int, to bytes: inout [UInt8]) {
        let wall = WallTime(ticks: instant.ticks)
        let date = wall.date
        let remainder = wall.ticks % Instant.ticksPerDay
        let rest = remainder < 0 ? remainder + Instant.ticksPerDay : remainder
        let (year, month, day) = date.components
        // In one piece: an array asks for room at each byte that is added.
        withUnsafeTemporaryAllocation(byteCount: 27, alignment: 1) { text in
            func put(_ number: Int, width: Int, at place: Int) {
                var rest = UInt(max(0, number))
                for index in stride(from: place + width - 1, through: place, by: -1) {
                    text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
            }
            let seconds = Int(rest / Instant.ticksPerSecond)
            put(year, width: 4, at: 0)
            put(month, width: 2, at: 5)
            put(day, width: 2, at: 8)
            put(seconds / 3600, width: 2, at: 11)
            put(seconds / 60 % 60, width: 2, at: 14)
            put(seconds % 60, width: 2, at: 17)
            text[4] = UInt8(ascii: "-")
            text[7] = UInt8(ascii: "-")
            text[10] = UInt8(ascii: " ")
            text[13] = UInt8(ascii: ":")
            text[16] = UInt8(ascii: ":")
            if digits > 0 {
                let ticks = Int(rest % Instant.ticksPerSecond)
                text[19] = UInt8(ascii: ".")
                put(digits == 3 ? ticks / 10_000 : ticks, width: digits, at: 20)
            }
            bytes.append(contentsOf: text[..<(digits > 0 ? 20 + digits : 19)])
        }
    }

    /// ISO 8601 in UTC: `yyyy-MM-ddTHH:mm:ss.SSSZ`.
    ///
    /// - Parameter digits: 0, 3 or 7 fractional digits.
    package static func iso(_ instant: Instant, digits: Int) -> String {
        var bytes: [UInt8] = []
        append(instant, digits: digits, to: &bytes)
        bytes[10] = UInt8(ascii: "T")
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The date and time without separators, as occurrence ids have it: `yyyyMMddTHHmmssZ`.
    package static func compact(_ instant: Instant) -> String {
        var bytes: [UInt8] = []
        append(instant, digits: 0, to: &bytes)
        let digits = bytes.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
            .map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "T") : $0 }
        return String(decoding: digits, as: UTF8.self) + "Z"
    }

    package static func compact(_ date: CivilDate) -> String { date.description.filter { $0 != "-" } }

    /// An instant as tables write it: `2024-02-12 06:00:00`, in UTC.
    ///
    /// - Parameters:
    ///   - instant: of any year that has four digits.
    ///   - fraction: whether milliseconds are written; without it, only where they are not zero.
    public static func string(_ instant: Instant, fraction: Bool = false) -> String {
        var bytes: [UInt8] = []
        append(instant, digits: digits(instant, atLeast: fraction ? 3 : 0), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As many digits as show the instant without loss.
    package static func digits(_ instant: Instant, atLeast least: Int = 0) -> Int {
        if instant.ticks % 10_000 != 0 { return 7 }
        return instant.ticks % Instant.ticksPerSecond != 0 ? 3 : least
    }

    @inlinable @inline(__always)
    package static func append(_ number: Int, width: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        var rest = max(0, number)
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor % 10))
            rest %= divisor
            divisor /= 10
        }
    }
}
