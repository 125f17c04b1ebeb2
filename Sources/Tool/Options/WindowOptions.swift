import ArgumentParser
import Night

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

    var settings: WindowSettings { WindowSettings(from: from, to: to, month: month, zoneName: windowTimeZone) }
}
