import EventStore

/// A chunk under way: what has been read so far, and whether it is time to hand it over.
struct ChunkBuilder: ~Copyable {
    var batch: EventBatch
    private(set) var quarantined: [QuarantinedRow] = []
    private var quarantinedBytes = 0
    private let limits: ReaderLimits
    /// The batches of the last chunks.
    private var handedOver: [EventBatch] = []
    /// So many chunks may be held at a time: one ahead at the reader, two that wait to be written, one that is written.
    private static let mostUnderWay = 4

    init(kind: EventKind, limits: ReaderLimits) {
        batch = EventBatch(kind: kind)
        self.limits = limits
    }

    var isEmpty: Bool { batch.rows.isEmpty && quarantined.isEmpty }

    var isFull: Bool {
        batch.rows.count + quarantined.count >= limits.rowsPerBatch
            || batch.arena.count + quarantinedBytes >= limits.bytesPerBatch
    }

    mutating func quarantine(_ problem: RowProblem, line: Int64, raw: Bytes) {
        quarantined.append(QuarantinedRow(line: line, reason: problem, raw: Array(raw)))
        quarantinedBytes += raw.count
    }

    /// Hands over what there is and begins anew.
    mutating func take(context: RowContext, bytesRead: Int64, notes: [String] = []) -> IntakeChunk {
        // Most chunks of a file are alike: without the memory of this one every array would be copied as it grows.
        // The memory of one that whoever writes has done with is used again: it is megabytes, which the system would have
        // to clear for each chunk.
        let next = batch.following(handedOver.count >= ChunkBuilder.mostUnderWay ? handedOver.removeFirst() : nil)
        handedOver.append(batch)
        let chunk = IntakeChunk(
            batch: batch, quarantined: quarantined, context: context, bytesRead: bytesRead, notes: notes)
        batch = next
        quarantined = []
        quarantinedBytes = 0
        return chunk
    }
}
