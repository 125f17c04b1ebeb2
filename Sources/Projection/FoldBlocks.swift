import EventStore
import Foundation
import Primitives

/// Folds streams block by block, on as many threads as there are processors; streams never influence each other.
enum FoldBlocks {
    /// Folds the streams of a block with a reader of the log that is the thread's own, and hands over what came of some
    /// at a time.
    ///
    /// Returns false when nobody takes what comes of it any more.
    typealias Work<Folded> =
        @Sendable (_ block: StreamSelection, _ log: EventLog, _ handOver: (Folded) throws -> Bool) throws -> Bool

    /// Streams after which what came of them is handed over: more would cost memory, fewer leave the writer little at a
    /// time.
    static let streamsAtOnce = 1_024
    /// Fewer streams in a block are not worth its beginning, nor a second thread: each has a connection to open, and
    /// reads pages, texts and zones for itself.
    private static let fewest = 256
    private static let threads = min(ProcessInfo.processInfo.activeProcessorCount, 8)
    /// Each begins with empty caches of texts, so there are only as many as it takes for all threads to end together.
    private static let most = threads * 4

    static func all(upTo last: Int64) -> [StreamSelection] {
        let size = max(Int64(fewest), last / Int64(most) + 1)
        var blocks: [StreamSelection] = [], first: Int64 = 1
        // A store may claim to have a stream of the greatest number that there is.
        while first <= last, first < .max {
            let (end, isBeyond) = first.addingReportingOverflow(size)
            blocks.append(.numbered(first..<(isBeyond ? .max : end)))
            if isBeyond { break }
            first = end
        }
        return blocks
    }

    static func of(_ streams: [Int64]) -> [StreamSelection] {
        let size = max(fewest, streams.count / most + 1)
        return stride(from: 0, to: streams.count, by: size).map {
            .streams(Array(streams[$0..<min($0 + size, streams.count)]))
        }
    }

    /// Hands what came of some streams at a time to `body` on the caller's thread, in no particular order.
    static func forEach<Folded: Sendable>(
        _ blocks: [StreamSelection], of log: EventLog, _ work: @escaping Work<Folded>, _ body: (Folded) throws -> Void
    ) throws {
        let workers = min(blocks.count, threads)
        guard workers > 1 else {
            for block in blocks {
                _ = try work(block, log) {
                    try body($0)
                    return true
                }
            }
            return
        }
        let queue = BlockQueue(blocks), path = log.path
        let channel = Channel<Folded>(capacity: 2, producers: workers)
        for _ in 0..<workers {
            channel.fill {
                // A connection of its own: one connection reads for one thread at a time.
                let own = try EventLog(path: path, access: .readOnly)
                while let block = queue.next(), try work(block, own, { channel.send($0) }) {}
            }
        }
        defer { channel.cancel() }
        while let folded = try channel.receive() { try body(folded) }
    }
}

/// Thrown through a walk over streams to end it, when nobody takes what comes of it any more.
struct ConsumerGone: Error {}

/// Blocks that threads take one by one.
private final class BlockQueue: @unchecked Sendable {
    private let lock = NSLock()
    private var blocks: ArraySlice<StreamSelection>

    init(_ blocks: [StreamSelection]) { self.blocks = blocks[...] }

    func next() -> StreamSelection? { lock.withLock { blocks.popFirst() } }
}
