import ExchangeFormats

/// The window of a table: `[from, to)` over an occurrence's start, or a whole month.
package struct WindowSettings {
    package var from: String?
    package var to: String?
    /// `YYYY-MM`.
    package var month: String?
    /// The zone in which the window's dates are read.
    package var zoneName: String?

    package init(from: String? = nil, to: String? = nil, month: String? = nil, zoneName: String? = nil) {
        self.from = from
        self.to = to
        self.month = month
        self.zoneName = zoneName
    }

    /// The window's bounds; without any, all that a calendar of our time can hold.
    package func window() throws -> Range<Instant> {
        let clock = try zone()
        if let month {
            guard from == nil, to == nil else {
                throw Failure(.usage, "--month goes without --from and --to.", next: "Give one or the other.")
            }
            guard let first = StatedTime.month(month) else {
                throw Failure(.usage, "--month \(month) is not a month.", next: StatedTime.monthForm)
            }
            return clock.instant(of: WallTime(first))..<clock.instant(of: WallTime(first.firstOfNextMonth))
        }
        let lower = try from.map { try Moment.instant($0, option: "--from", zone: clock) }
        let upper = try to.map { try Moment.instant($0, option: "--to", zone: clock) }
        let begin = lower ?? Instant(ticks: WallTime(CivilDate(days: 0)).ticks)
        let end = upper ?? Instant(ticks: WallTime(CivilDate(days: CivilDate.days(year: 2100, month: 1, day: 1))).ticks)
        guard begin < end else {
            throw Failure(
                .usage, "The window ends before it begins.",
                next: "--from is the first date in, --to the first date out.")
        }
        return begin..<end
    }

    /// What a person should know of a window whose end nobody stated; nil where it was.
    package var note: String? {
        guard to == nil, month == nil else { return nil }
        return
            "The window ends with 2099, as neither --to nor --month was given: a series without an end has its occurrences until then, whatever the view."
    }

    /// The zone in which the window's dates are read.
    package func zone() throws -> ZoneRules {
        guard let name = zoneName else { return .utc }
        guard let found = ZoneCatalogue.shipped.resolve(name), found.isExact else {
            throw Failure(
                .usage, "--window-time-zone \(name) is not a zone that is known here.",
                next: "Use a Windows or IANA name, such as Europe/Warsaw.")
        }
        return found.rules
    }
}
