import Encodings

/// An instant as text: ISO 8601, in UTC unless the text says otherwise.
extension Instant: LosslessStringConvertible {
    /// `2024-02-12T06:00:00Z`, with as many fractional digits (none, 3 or 7) as show the instant without loss.
    ///
    /// A year outside 0–9999 has a sign and six digits, as ISO 8601 has years by agreement.
    public var description: String {
        let year = WallTime(ticks: ticks).date.components.year
        let text = TimeText.iso(self, digits: TimeText.digits(self))
        guard !(0...9999).contains(year) else { return text }
        let digits = String(year.magnitude)
        return (year < 0 ? "-" : "+") + String(repeating: "0", count: 6 - digits.count) + digits + text.dropFirst(4)
    }

    /// Reads a date, a time and an offset: `2024-02-12T06:00Z`, `2024-02-12T07:00:00.25+01:00`.
    ///
    /// Seconds and their fraction may be left out, the offset may not. Of a fraction only what 100 ns can hold is
    /// taken: further digits must be zeros.
    ///
    /// - Returns: nil for anything else, for a day or a time of the day that there is not, a leap second among them,
    ///   and for years outside 1–9999.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        func digits(_ count: Int) -> Int? {
            guard rest.count >= count else { return nil }
            var number = 0
            for byte in rest.prefix(count) {
                guard ASCII.isDigit(byte) else { return nil }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
            }
            rest = rest.dropFirst(count)
            return number
        }
        func skip(_ mark: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: mark) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2), skip("T"),
            let date = CivilDate(year: year, month: month, day: day),
            let hours = digits(2), hours < 24, skip(":"), let minutes = digits(2), minutes < 60
        else { return nil }
        var wall = WallTime(date, minutes: hours * 60 + minutes).ticks
        if skip(":") {
            guard let seconds = digits(2), seconds < 60 else { return nil }
            wall += Int64(seconds) * Instant.ticksPerSecond
            if skip(".") {
                guard let first = digits(1) else { return nil }
                var unit = Instant.ticksPerSecond / 10
                var digit: Int? = first
                while let value = digit {
                    guard unit > 0 || value == 0 else { return nil }
                    wall += Int64(value) * unit
                    unit /= 10
                    digit = digits(1)
                }
            }
        }
        if skip("Z") {
            guard rest.isEmpty else { return nil }
            ticks = wall
            return
        }
        let isEast = skip("+")
        guard isEast || skip("-"), let offsetHours = digits(2), offsetHours < 24, skip(":"),
            let offsetMinutes = digits(2),
            offsetMinutes < 60, rest.isEmpty
        else { return nil }
        let offset = Int64(offsetHours * 60 + offsetMinutes) * Instant.ticksPerMinute
        ticks = isEast ? wall - offset : wall + offset
    }
}
