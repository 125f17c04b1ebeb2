import ExchangeFormats
import Night

/// The months whose rows are written, and the part of each that the window lets in.
struct MonthWindows {
    struct Month {
        /// `YYYY-MM`.
        var name: String
        var window: Range<Instant>
        /// Whether the window lets all of it in.
        var isWhole = true
    }

    /// In order, none twice.
    let months: [Month]

    /// From the first of them to the last.
    var hull: Range<Instant> {
        guard let first = months.first, let last = months.last else { return Instant(ticks: 0)..<Instant(ticks: 0) }
        return first.window.lowerBound..<last.window.upperBound
    }

    /// - Parameters:
    ///   - names: months as `YYYY-MM`; those of the window where there are none.
    ///   - settings: without a month of its own.
    init(_ names: [String], _ settings: WindowSettings) throws {
        guard names.isEmpty else {
            months = try Set(names).sorted().map { name in
                var settings = settings
                settings.month = name
                return Month(name: name, window: try settings.window())
            }
            return
        }
        guard settings.from != nil, settings.to != nil else {
            throw Failure(
                .usage, "A stream needs to know which months it is about.",
                next: "Give --month, once or several times, or --from and --to.")
        }
        let window = try settings.window(), zone = try settings.zone()
        var found: [Month] = []
        let first = zone.wallTime(of: window.lowerBound).date.components
        var day = CivilDate(days: CivilDate.days(year: first.year, month: first.month, day: 1))
        while zone.instant(of: WallTime(day)) < window.upperBound {
            let next = day.firstOfNextMonth
            let whole = zone.instant(of: WallTime(day))..<zone.instant(of: WallTime(next))
            let part = whole.clamped(to: window)
            if !part.isEmpty {
                found.append(Month(name: String("\(day)".prefix(7)), window: part, isWhole: part == whole))
            }
            day = next
        }
        months = found
    }

    /// The place of the month that an instant lies in.
    func index(of instant: Instant) -> Int? {
        var low = 0, high = months.count
        while low < high {
            let middle = (low + high) / 2
            if months[middle].window.upperBound <= instant { low = middle + 1 } else { high = middle }
        }
        return low < months.count && months[low].window.contains(instant) ? low : nil
    }
}
