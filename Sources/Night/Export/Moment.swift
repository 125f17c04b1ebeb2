import ExchangeFormats
import Foundation

/// Reads the dates and instants of options: ISO 8601, UTC where nothing else is said.
package enum Moment {
    package static func instant(_ text: String, option: String, zone: ZoneRules = .utc) throws -> Instant {
        func bad() -> Failure {
            Failure(
                .usage, "\(option) \(text) is neither a date nor an instant.",
                next: "Write 2024-02-12, 2024-02-12T06:00:00Z or 2024-02-12T07:00:00+01:00.")
        }
        var rest = Substring(text)
        func digits(_ count: Int) throws -> Int {
            guard let number = Int(rest.prefix(count)), rest.prefix(count).allSatisfy(\.isNumber), rest.count >= count
            else { throw bad() }
            rest = rest.dropFirst(count)
            return number
        }
        func skip(_ characters: String) -> Bool {
            guard let first = rest.first, characters.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        let year = try digits(4)
        guard skip("-") else { throw bad() }
        let month = try digits(2)
        guard skip("-") else { throw bad() }
        guard let date = CivilDate(year: year, month: month, day: try digits(2)) else { throw bad() }
        guard !rest.isEmpty else { return zone.instant(of: WallTime(date)) }
        guard skip("T ") else { throw bad() }
        var ticks = Int64(try digits(2)) * 60
        if skip(":") { ticks += Int64(try digits(2)) }
        ticks *= 60
        if skip(":") { ticks += Int64(try digits(2)) }
        ticks *= Instant.ticksPerSecond
        if skip(".") {
            let fraction = rest.prefix { $0.isNumber }
            guard !fraction.isEmpty, fraction.count <= 7,
                let number = Int64(fraction.padding(toLength: 7, withPad: "0", startingAt: 0))
            else { throw bad() }
            rest = rest.dropFirst(fraction.count)
            ticks += number
        }
        guard ticks < Instant.ticksPerDay else { throw bad() }
        let wall = WallTime(ticks: WallTime(date).ticks + ticks)
        if rest.isEmpty { return zone.instant(of: wall) }
        if rest == "Z" { return Instant(ticks: wall.ticks) }
        let isEast = rest.first == "+"
        guard skip("+-") else { throw bad() }
        let hours = try digits(2)
        _ = skip(":")
        let minutes = rest.isEmpty ? 0 : try digits(2)
        guard rest.isEmpty, hours <= 14, minutes < 60 else { throw bad() }
        let offset = Int64(hours * 60 + minutes) * Instant.ticksPerMinute
        return Instant(ticks: isEast ? wall.ticks - offset : wall.ticks + offset)
    }
}
