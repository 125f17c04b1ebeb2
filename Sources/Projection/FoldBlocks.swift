import EventStore
import Foundation
import Handover
import Reconstruct

/// Folds streams block by block, on as many threads as there are processors; streams never influence each other.
enum FoldBlocks {
    /// What came of one block.
    struct Folded: Sendable {
        var outcome = Projection.Outcome()
        var meetings: [Projection.Stored] = []
    }

    /// Streams after which what came of them is handed over: more would cost memory, fewer leave the writer little at a time.
    private static let streamsAtOnce = 1_024
    /// Fewer streams in a block are not worth its beginning.
    private static let fewest = 64
    private static let threads = min(ProcessInfo.processInfo.activeProcessorCount, 8)
    /// Each begins with empty memories of texts, so there are only as many as it takes for all threads to end together.
    private static let most = threads * 4

    static func all(upTo last: Int64) -> [StreamSelection] {
        let size = max(Int64(fewest), last / Int64(most) + 1)
        return stride(from: 1, through: last, by: Int64.Stride(size)).map { .numbered($0..<$0 + size) }
    }

    static func of(_ streams: [Int64]) -> [StreamSelection] {
        let size = max(fewest, streams.count / most + 1)
        return stride(from: 0, to: streams.count, by: size).map { .streams(Array(streams[$0..<min($0 + size, streams.count)])) }
    }

    /// Hands what came of some streams at a time to `body` on the caller's thread, in no particular order.
    ///
    /// - Parameter position: events after it are left out.
    static func forEach(_ blocks: [StreamSelection], of log: EventLog, upTo position: Int64, _ body: (Folded) throws -> Void) throws {
        let workers = min(blocks.count, threads)
        guard workers > 1 else {
            for block in blocks {
                try fold(block, of: Projection(log), upTo: position) {
                    try body($0)
                    return true
                }
            }
            return
        }
        let queue = BlockQueue(blocks), path = log.path
        let channel = Channel<Folded>(capacity: 2, makers: workers)
        for _ in 0..<workers {
            channel.fill {
                // A connection of its own: one connection reads for one thread at a time.
                let projection = Projection(try EventLog(path: path, access: .readOnly))
                while let block = queue.next(), try fold(block, of: projection, upTo: position, { channel.send($0) }) {}
            }
        }
        defer { channel.cancel() }
        while let folded = try channel.receive() { try body(folded) }
    }

    /// - Returns: false when nobody takes what comes of it any more.
    @discardableResult
    private static func fold(
        _ block: StreamSelection, of projection: Projection, upTo position: Int64, _ handOver: (Folded) throws -> Bool
    ) throws -> Bool {
        struct NobodyTakes: Error {}
        var folded = Folded()
        do {
            try projection.forEachStream(block, upTo: position) { stream, entries, zones in
                folded.outcome.streams += 1
                folded.outcome.events += entries.count
                for entry in entries {
                    if case .save(let name?) = entry.trigger { folded.outcome.unknownActions[name, default: 0] += 1 }
                }
                let meeting = Reconstruct.fold(entries, zones: zones)
                if meeting != nil { folded.outcome.meetings += 1 }
                folded.meetings.append(Projection.Stored(stream: stream.number, meeting: meeting))
                guard folded.meetings.count >= streamsAtOnce else { return }
                guard try handOver(folded) else { throw NobodyTakes() }
                folded = Folded()
            }
        } catch is NobodyTakes {
            return false
        }
        return try handOver(folded)
    }
}

/// Blocks that threads take one by one.
private final class BlockQueue: @unchecked Sendable {
    private let lock = NSLock()
    private var blocks: ArraySlice<StreamSelection>

    init(_ blocks: [StreamSelection]) { self.blocks = blocks[...] }

    func next() -> StreamSelection? { lock.withLock { blocks.popFirst() } }
}
