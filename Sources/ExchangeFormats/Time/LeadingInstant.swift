import Encodings

/// An instant at the head of a text, in ISO 8601 and UTC: as `message-info` of a tracking log has it before its
/// measurements of delay.
public enum LeadingInstant {
    /// - Returns: nil for a text that does not begin with a date and a time to the second.
    public static func read(_ text: String) -> Instant? {
        let bytes = Array(text.utf8.prefix(32))
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for index in range {
                guard index < bytes.count, ASCII.isDigit(bytes[index]) else { return nil }
                value = value * 10 + Int(bytes[index] - 0x30)
            }
            return value
        }
        func isMark(_ index: Int, _ marks: StaticString) -> Bool {
            index < bytes.count
                && UnsafeBufferPointer(start: marks.utf8Start, count: marks.utf8CodeUnitCount).contains(bytes[index])
        }
        guard isMark(4, "-"), isMark(7, "-"), isMark(10, "T "), isMark(13, ":"), isMark(16, ":"),
            let year = number(0..<4), let month = number(5..<7),
            let day = number(8..<10), let hours = number(11..<13), let minutes = number(14..<16),
            let seconds = number(17..<19), hours < 24,
            minutes < 60, seconds < 60, (1602...4499).contains(year),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var ticks = WallTime(date, minutes: hours * 60 + minutes).ticks + Int64(seconds) * Instant.ticksPerSecond
        var place = 19, unit = Instant.ticksPerSecond / 10
        if isMark(19, ".") {
            place = 20
            while unit > 0, let digit = number(place..<place + 1) {
                ticks += Int64(digit) * unit
                unit /= 10
                place += 1
            }
        }
        return Instant(ticks: ticks)
    }
}
