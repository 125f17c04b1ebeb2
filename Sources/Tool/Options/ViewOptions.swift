import ArgumentParser
import Night

/// The part of the history that a command looks at.
struct ViewOptions: ParsableArguments {
    @Option(
        help:
            "final: as the newest entry leaves each occurrence; as-held: as it stood when it began. Either shows a series without an end until the window ends. final when left out."
    )
    var view: OccurrenceSource.View?

    @Option(
        help: ArgumentHelp(
            "Only entries that Exchange logged at or before this instant: what the calendar said then.",
            valueName: "instant"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Only events taken in by this batch or instant: what this store knew then.", valueName: "batch|instant"))
    var knownAt: String?

    var settings: ViewSettings { ViewSettings(view: view ?? .final, asOf: asOf, knownAt: knownAt) }
}

extension OccurrenceSource.View: ExpressibleByArgument {}
