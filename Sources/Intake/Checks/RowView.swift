import EventStore
import ExchangeFormats

/// A row of a batch, for looking at. Valid as long as the batch's memory is.
struct RowView {
    let row: EventBatch.Row
    let cells: UnsafeBufferPointer<Cell>
    let arena: Bytes
    /// Of the stream's key; the same for every row of the key that the reader's batches number.
    let keyHash: UInt64
    /// Whether the batch begins with it: numbers of texts are its own.
    let isFirst: Bool

    /// Calls `look` with the row that was added last.
    static func last(of batch: EventBatch, _ look: (RowView) -> Void) {
        guard let row = batch.rows.last else { return }
        let keyHash = row.keyNumber > 0 ? batch.texts[row.keyNumber - 1].hash : 0
        batch.cells.withUnsafeBufferPointer { cells in
            batch.arena.withUnsafeBufferPointer { arena in
                look(
                    RowView(
                        row: row, cells: UnsafeBufferPointer(rebasing: cells.suffix(batch.kind.columns.count)),
                        arena: arena, keyHash: keyHash, isFirst: batch.rows.count == 1))
            }
        }
    }

    /// The stream's key.
    var key: Bytes { Bytes(rebasing: arena[row.streamKeyOffset..<row.streamKeyOffset + row.streamKeyLength]) }

    /// The id with its instance date, where the row has one of its own.
    var instanceID: Bytes? { bytes(.globalObjectID) }

    /// A row of the calendar, not of a message.
    var isAppointment: Bool {
        guard let name = bytes(.itemClass) else { return false }
        return name.count >= 15 && FieldValues.equals(Bytes(rebasing: name[..<15]), "ipm.appointment")
    }

    func bytes(_ column: CalendarColumn) -> Bytes? {
        let cell = cells[column.rawValue]
        guard cell.kind == .text || cell.kind == .bytes else { return nil }
        return Bytes(rebasing: arena[Int(cell.value)..<Int(cell.value) + Int(cell.length)])
    }

    /// Of a text in the batch, from 1; 0 where there is none that is numbered.
    func textNumber(_ column: CalendarColumn) -> Int { cells[column.rawValue].textNumber }

    func integer(_ column: CalendarColumn) -> Int64? {
        let cell = cells[column.rawValue]
        return cell.kind == .integer ? cell.value : nil
    }

    func instant(_ column: CalendarColumn) -> Instant? {
        let cell = cells[column.rawValue]
        return switch cell.kind {
        case .instantSeconds, .instantMilliseconds, .instantTicks: Instant(ticks: cell.value)
        default: nil
        }
    }
}
