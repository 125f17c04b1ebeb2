import ArgumentParser
import ExchangeFormats
import Foundation

/// The store that a command works on.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The SQLite file that holds the log.", valueName: "file"))
    var store = "calfold.db"
}

/// How a command prints facts.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

struct ReportOptions: ParsableArguments {
    @Option(help: "How to print: text for people, json for programs.")
    var format = ReportFormat.text
}

/// The part of the history that a command looks at.
struct ViewOptions: ParsableArguments {
    @Option(help: "final: as the newest entry leaves each occurrence; as-held: as it stood when it began.")
    var view = OccurrenceSource.View.final

    @Option(
        help: ArgumentHelp(
            "Only entries that Exchange logged at or before this instant: what the calendar said then.",
            valueName: "instant"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Only events taken in by this batch or instant: what this store knew then.", valueName: "batch|instant"))
    var knownAt: String?

    func asOfInstant() throws -> Instant? { try asOf.map { try Moment.instant($0, option: "--as-of") } }
}

extension OccurrenceSource.View: ExpressibleByArgument {}

/// The window of a table: `[from, to)` over an occurrence's start.
struct WindowOptions: ParsableArguments {
    @Option(help: ArgumentHelp("First date or instant of the window; 1970 when left out.", valueName: "date"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "First date or instant after the window; 2100 when left out, and a series without an end has occurrences until then.",
            valueName: "date"))
    var to: String?

    @Option(help: ArgumentHelp("A whole month; the files are then named YYYY-MM_NAME.csv.", valueName: "YYYY-MM"))
    var month: String?

    @Option(help: ArgumentHelp("The zone in which the window's dates are read; UTC when left out.", valueName: "zone"))
    var windowTimeZone: String?

    /// The window's bounds; without any, all that a calendar of our time can hold.
    func window() throws -> Range<Instant> {
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

    private func zone() throws -> ZoneRules {
        guard let name = windowTimeZone else { return .utc }
        guard let found = ZoneCatalogue.shipped.resolve(name), found.isExact else {
            throw Failure(
                .usage, "--window-time-zone \(name) is not a zone that is known here.",
                next: "Use a Windows or IANA name, such as Europe/Warsaw.")
        }
        return found.rules
    }
}

/// Reads the dates and instants of options: ISO 8601, UTC where nothing else is said.
enum Moment {
    static func instant(_ text: String, option: String, zone: ZoneRules = .utc) throws -> Instant {
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
