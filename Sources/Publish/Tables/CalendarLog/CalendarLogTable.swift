import EventStore
import ExchangeFormats
import Handover
import Privacy

/// `calendar_log`: every calendar entry, masked, in the 23 columns of the entry format; in order of log time.
///
/// Several threads read, mask and write out pieces of the log; this one puts their rows in order. The log's pieces come day by day, so
/// the rows of the days before leave at once, and little is held whatever the size of the log.
public struct CalendarLogTable {
    private let options: TableOptions
    private let mask: Mask

    public init(_ options: TableOptions, mask: Mask) {
        self.options = options
        self.mask = mask
    }

    /// The table's name in a profile: what the partner calls meetings is a log of changes.
    public static func name(_ profile: PartnerProfile?) -> String { profile == .sftp ? "meetings" : "calendar_log" }

    /// Writes the entries that were logged in the window.
    ///
    /// - Parameters:
    ///   - asOf: leaves out what was logged later.
    ///   - knownAt: leaves out what the log took in after this position.
    public func write(_ log: EventLog, asOf: Instant?, knownAt: Int64?) throws -> FinishedTable {
        let file = try AtomicFile(folder: options.folder, name: options.fileName(CalendarLogTable.name(options.profile)))
        try file.write(CSVRow.of(CalendarLogRows.columns.map(\.name), delimiter: options.delimiter))
        let rows = SortedRows()
        var count = 0, emptiedBlobs: Set<Int64> = []
        let last = try min(knownAt ?? .max, log.lastPosition(of: .calendar))
        try CalendarLogPieces(log: log, window: options.window, asOf: asOf, upTo: last, delimiter: options.delimiter).forEach(terms: mask.terms) { piece in
            if let day = piece.day { try rows.release(below: day * EventPiece.ticksPerDay) { try file.write($0) } }
            count += piece.rows.places.count
            try rows.add(sorted: piece.rows)
        } met: { tally, blobs in
            mask.add(tally)
            emptiedBlobs.formUnion(blobs)
        }
        mask.noteEmptiedBlobs(emptiedBlobs.count)
        try rows.forEach { try file.write($0) }
        try file.commit()
        return FinishedTable(name: "calendar_log", path: file.path, rows: count, rowsBefore: count)
    }
}
