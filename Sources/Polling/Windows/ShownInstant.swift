import ExchangeFormats

/// An instant as a service shows it, with how finely it was shown: a row that is shown as `…:58.842Z` lies anywhere in
/// that millisecond.
struct ShownInstant: Hashable, Sendable {
    /// The first instant that is shown so.
    var first: Instant
    /// The last one.
    var last: Instant

    /// - Parameter text: ISO 8601 in UTC unless it states an offset, or `/Date(milliseconds)/`.
    init?(_ text: String) {
        if let milliseconds = ShownInstant.millisecondsOfDate(text) {
            first = Instant(ticks: milliseconds * Instant.ticksPerMillisecond)
            last = Instant(ticks: first.ticks + Instant.ticksPerMillisecond - 1)
            return
        }
        guard let instant = LeadingInstant.read(text) else { return nil }
        var rest = Substring(text).dropFirst(19)
        var unit = Instant.ticksPerSecond
        if rest.first == "." {
            rest = rest.dropFirst()
            while let digit = rest.first, digit.isASCII, digit.isNumber {
                unit = max(1, unit / 10)
                rest = rest.dropFirst()
            }
        }
        guard let offset = ShownInstant.offset(rest) else { return nil }
        first = Instant(ticks: instant.ticks - offset)
        last = Instant(ticks: first.ticks + unit - 1)
    }

    private static func millisecondsOfDate(_ text: String) -> Int64? {
        guard text.hasPrefix("/Date("), text.hasSuffix(")/"), let number = Int64(text.dropFirst(6).dropLast(2)),
            abs(number) < 100_000_000_000_000
        else { return nil }
        return number
    }

    /// Ticks east of UTC.
    private static func offset(_ text: Substring) -> Int64? {
        if text.isEmpty || text == "Z" || text == "z" { return 0 }
        guard let sign = text.first, "+-".contains(sign), text.utf8.count == 6 else { return nil }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hours = Int64(parts[0]), let minutes = Int64(parts[1]), (0...14).contains(hours),
            (0...59).contains(minutes)
        else { return nil }
        return (sign == "+" ? 1 : -1) * (hours * 60 + minutes) * Instant.ticksPerMinute
    }
}

extension Instant {
    /// ISO 8601 in UTC, with as many digits of a fraction as it has.
    var iso8601: String {
        let wall = WallTime(ticks: ticks)
        let date = wall.date
        let ofDay = ticks - Int64(date.days) * Instant.ticksPerDay
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
        let seconds = ofDay / Instant.ticksPerSecond
        var text = "\(date)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let fraction = ofDay % Instant.ticksPerSecond
        if fraction > 0 {
            let digits = String(fraction)
            var shown = Substring(String(repeating: "0", count: 7 - digits.count) + digits)
            while shown.last == "0" { shown = shown.dropLast() }
            text += "." + shown
        }
        return text + "Z"
    }

    func advanced(seconds: Int64) -> Instant { Instant(ticks: ticks + seconds * Instant.ticksPerSecond) }

    static let ticksPerHour = ticksPerMinute * 60
}
