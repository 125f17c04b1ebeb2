import Digest
import ExchangeFormats
import Foundation

/// Rows of the last look-back and the states that they were seen in, so that a report can tell what is new from what
/// was merely read again. Nothing but the report hangs on it: it is written when a poll ends, and were it lost, rows
/// would be called new once more.
struct SeenRows {
    private var known: Set<UInt64> = []
    private var kept: Set<UInt64> = []
    private let keptFrom: Instant
    private let digest = SHA256()

    /// More rows than a day of a very large tenant has; beyond it repeats are called new.
    private static let most = 2_000_000

    /// - Parameter keptFrom: older rows will not be read again.
    init(path: String, keptFrom: Instant) {
        self.keptFrom = keptFrom
        guard let data = FileManager.default.contents(atPath: path), data.count % 8 == 0,
            data.count <= SeenRows.most * 8
        else { return }
        data.withUnsafeBytes { bytes in
            known.reserveCapacity(bytes.count / 8)
            for place in stride(from: 0, to: bytes.count, by: 8) {
                known.insert(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            }
        }
    }

    /// - Returns: whether no earlier poll saw the row in this state.
    mutating func isNew(_ row: TracePage.Row) -> Bool {
        let text = "\(row.id)\n\(row.recipient.lowercased())\n\(row.status.lowercased())"
        let word = Array(text.utf8).withUnsafeBytes { digest.words(of: $0).0 }
        let isKept = row.received.map { $0.last >= keptFrom } ?? false
        let isFirst = isKept && kept.count < SeenRows.most ? kept.insert(word).inserted : true
        return isFirst && !known.contains(word)
    }

    /// For the next poll, which need not know what an interrupted one saw.
    func write(folder: String, name: String) throws(PollError) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(kept.count * 8)
        for word in kept { withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) } }
        try DurableFile.write(bytes, folder: folder, name: name, temporary: ".\(name).part", isSafe: false)
    }
}
