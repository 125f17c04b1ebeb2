import ArgumentParser
import Night
import Tables

/// How calendar files are made.
struct CalendarOptions: ParsableArguments {
    @Option(
        help:
            "For ics: a file for each person, or for each meeting, in the folder calendars, instead of one file of all."
    )
    var by: ICalendarTable.Layout?

    @Option(help: "For ics: zones under their IANA names, or under those of Windows; iana when left out.")
    var tzid: CalendarNaming?

    @Flag(
        help:
            "For ics: say series of lunar months as rules of RFC 7529, which few programs read, instead of lists of dates."
    )
    var rscale = false

    var run: CalendarRun { CalendarRun(layout: by, naming: tzid ?? .iana, namesCalendars: rscale) }

    /// The options that were given.
    var stated: [String] {
        [(by != nil, "--by"), (tzid != nil, "--tzid"), (rscale, "--rscale")].filter(\.0).map(\.1)
    }
}

extension ICalendarTable.Layout: ExpressibleByArgument {}
extension CalendarNaming: ExpressibleByArgument {}
