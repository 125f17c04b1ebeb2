import Primitives

/// The keys of streams that are asked for in no order and often again: read from the log many at a time, and kept in
/// bounded memory.
public final class StreamKeys {
    private static let atOnce: Int64 = 1_024

    private let log: EventLog
    private var known = NumberedCache<[String?]>(logarithm: 8)

    /// The keys of a log's streams. It reads through the log's own connection, so it belongs to the log's thread.
    public init(_ log: EventLog) { self.log = log }

    /// - Throws: `StoreError` when the log cannot be read, or has no such stream.
    public func key(_ stream: Int64) throws -> String {
        let group = stream / StreamKeys.atOnce
        let keys = try known.value(group) {
            try log.keys(from: group * StreamKeys.atOnce, count: Int(StreamKeys.atOnce))
        }
        guard stream >= 0, let key = keys[Int(stream % StreamKeys.atOnce)] else {
            throw StoreError.failed(path: log.path, detail: "stream \(stream) has no key")
        }
        return key
    }
}
