import Privacy
import Reconstruct
import Tables

/// Writes meetings as calendar files.
package struct CalendarRun {
    package var layout: ICalendarTable.Layout?
    package var naming = CalendarNaming.iana
    package var namesCalendars = false

    package init(
        layout: ICalendarTable.Layout? = nil, naming: CalendarNaming = CalendarNaming.iana, namesCalendars: Bool = false
    ) {
        self.layout = layout
        self.naming = naming
        self.namesCalendars = namesCalendars
    }

    /// - Returns: the file or files, how many control characters of texts could not stand in them, and how many calendar
    ///   files of earlier exports stand beside them.
    package func run(
        _ source: OccurrenceSource, _ options: TableOptions, mask: Mask
    ) throws -> (files: FinishedTable, droppedControls: Int, otherFiles: Int) {
        let table = ICalendarTable(options, mask: mask, layout: layout, zones: naming, namesCalendars: namesCalendars)
        if source.view == .asHeld {
            let zones = ZoneBook()
            try source.forEach(in: options.window) { try table.add($0, zones) }
        } else {
            try source.forEachMeeting(in: options.window) { try table.add($0, $1, $2) }
        }
        return (try table.finish(), table.droppedControls, table.otherFiles)
    }
}
