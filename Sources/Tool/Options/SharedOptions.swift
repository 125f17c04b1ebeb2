import ArgumentParser
import Night

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

    var settings: ViewSettings { ViewSettings(view: view, asOf: asOf, knownAt: knownAt) }
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

    var settings: WindowSettings { WindowSettings(from: from, to: to, month: month, zoneName: windowTimeZone) }
}
