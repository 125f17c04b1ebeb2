import EventStore
import ExchangeFormats
import Foundation
import Primitives
import Privacy

/// Partitions of the log as rows of the table, made on as many threads as there are processors and handed over in
/// order.
struct CalendarLogPartitions {
    struct Partition: Sendable {
        var day: Int64?
        var rows: RowBlock
    }

    private enum Handed: Sendable {
        case partition(Partition)
        /// What one thread met, at its end: people, and by their numbers the blobs that it emptied.
        case met(MaskTally, emptiedBlobs: Set<Int64>)
    }

    let log: EventLog
    let window: Range<Instant>
    let asOf: Instant?
    let upTo: Int64
    let delimiter: UInt8

    /// In a smaller log a second thread costs more than it saves.
    private static let fewest = 8_192

    /// - Parameter terms: of the mask; each thread has one of its own.
    func forEach(terms: MaskTerms, _ body: (Partition) throws -> Void, met: (MaskTally, Set<Int64>) -> Void) throws {
        guard let days else { return }
        let filter = CalendarLogFilter(days: days, window: window, asOf: asOf, upTo: upTo)
        let threads = upTo < CalendarLogPartitions.fewest ? 1 : min(ProcessInfo.processInfo.activeProcessorCount, 8)
        // One channel each, asked in turn: so the partitions come in order, and nobody gets far ahead.
        let channels = (0..<threads).map { _ in Channel<Handed>(capacity: 2) }
        let place = log.place, delimiter = delimiter
        for (number, channel) in channels.enumerated() {
            channel.fill {
                var rows = CalendarLogRows(mask: try terms.mask(), delimiter: delimiter)
                try filter.forEachPartition(
                    of: try place.open(), share: PartitionShare(number: number, of: threads), &rows
                ) {
                    channel.send(.partition($0))
                }
                _ = channel.send(.met(rows.met, emptiedBlobs: rows.emptiedBlobs))
            }
        }
        defer { for channel in channels { channel.cancel() } }
        var waiting = channels[...]
        while let channel = waiting.popFirst() {
            guard let handed = try channel.receive() else { continue }
            switch handed {
            case .partition(let partition): try body(partition)
            case .met(let tally, let blobs): met(tally, blobs)
            }
            waiting.append(channel)
        }
    }

    /// Of log time that may lie in the window; nil when none may.
    private var days: ClosedRange<Int64>? {
        let last = min(window.upperBound.ticks &- 1, asOf?.ticks ?? .max)
        guard !window.isEmpty, window.lowerBound.ticks <= last else { return nil }
        return EventPartition.day(ticks: window.lowerBound.ticks)...EventPartition.day(ticks: last)
    }
}

/// Which entries are in the table.
private struct CalendarLogFilter: Sendable {
    var days: ClosedRange<Int64>
    var window: Range<Instant>
    var asOf: Instant?
    var upTo: Int64

    func forEachPartition(
        of log: EventLog, share: PartitionShare, _ rows: inout CalendarLogRows,
        _ body: (CalendarLogPartitions.Partition) -> Bool
    ) throws {
        var size = (rows: 0, bytes: 0)
        try log.forEachPartition(of: days, upTo: upTo, share: share) { partition, events in
            // Partitions are about of one size.
            var block = RowBlock(like: size)
            try events { row in
                let ticks = row.ticks(CalendarColumn.logTime.rawValue)
                let logged = Instant(ticks: ticks ?? 0)
                guard window.contains(logged), ticks.map({ $0 <= asOf?.ticks ?? .max }) ?? true else { return }
                try rows.add(row, logged: logged, to: &block)
            }
            block.sort()
            size = (block.places.count, block.bytes.count)
            return body(CalendarLogPartitions.Partition(day: partition.day, rows: block))
        }
    }
}
