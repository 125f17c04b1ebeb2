import EventStore
import ExchangeFormats
import Primitives
import Privacy

/// `calendar_log`: every calendar entry, masked, in the 23 columns of the entry format; in order of log time.
///
/// Several threads read, mask and write out partitions of the log; this one puts their rows in order. The log's
/// partitions come day by day, so the rows of the days before leave at once, and little is held whatever the size of
/// the log.
package struct CalendarLogTable {
    private let options: TableOptions
    private let mask: Mask

    package init(_ options: TableOptions, mask: Mask) {
        self.options = options
        self.mask = mask
    }

    /// The table's name in a profile: what the partner calls meetings is a log of changes.
    package static func name(_ profile: PartnerProfile?) -> String { profile == .sftp ? "meetings" : "calendar_log" }

    /// Writes the entries that were logged in the window.
    ///
    /// - Parameters:
    ///   - asOf: leaves out what was logged later.
    ///   - knownAt: leaves out what the log took in after this position.
    package func write(_ log: EventLog, asOf: Instant?, knownAt: Int64?) throws -> FinishedTable {
        var file = try PortionedFile(
            ofDays: options, name: CalendarLogTable.name(options.profile), columns: CalendarLogRows.columns.map(\.name))
        let rows = SortedRows()
        var count = 0, emptiedBlobs: Set<Int64> = []
        func take(_ row: ArraySlice<UInt8>, _ logged: Int64) throws {
            let day = EventPartition.day(ticks: logged)
            try file.write(row, number: day, stream: day)
        }
        let last = try min(knownAt ?? .max, log.lastPosition(of: .calendar))
        for window in windows {
            try CalendarLogPartitions(log: log, window: window, asOf: asOf, upTo: last, delimiter: options.delimiter)
                .forEach(terms: mask.terms) { partition in
                    if let day = partition.day { try rows.release(below: day * EventPartition.ticksPerDay, take) }
                    count += partition.rows.places.count
                    try rows.add(sorted: partition.rows)
                } met: { tally, blobs in
                    mask.add(tally)
                    emptiedBlobs.formUnion(blobs)
                }
        }
        mask.noteEmptiedBlobs(emptiedBlobs.count)
        try rows.forEach { row, logged, _ in try take(row, logged) }
        return try file.finish(name: "calendar_log", rowsBefore: count)
    }

    /// The window, or of it the days of which an earlier table does not have everything.
    private var windows: [Range<Instant>] {
        guard let days = options.earlier?.changedDays else { return [options.window] }
        var windows: [Range<Instant>] = []
        for day in days.sorted() {
            let (start, overflow) = day.multipliedReportingOverflow(by: EventPartition.ticksPerDay)
            guard !overflow, start <= .max - EventPartition.ticksPerDay else { continue }
            let part = (Instant(ticks: start)..<Instant(ticks: start + EventPartition.ticksPerDay)).clamped(
                to: options.window)
            guard !part.isEmpty else { continue }
            if let before = windows.last, before.upperBound == part.lowerBound {
                windows[windows.count - 1] = before.lowerBound..<part.upperBound
            } else {
                windows.append(part)
            }
        }
        return windows
    }
}
