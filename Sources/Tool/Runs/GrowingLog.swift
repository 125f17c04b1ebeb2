import Foundation

/// A tracking log to which Exchange is still writing: its last line may be half there.
enum GrowingLog {
    /// A log that was not written to for so long has its last line.
    private static let quietSeconds: TimeInterval = 900

    /// How much of a file is whole lines, where it is such a log; nil for every other file, which is read to its end.
    static func wholeLines(of path: String, now: Date) -> Int64? {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path), let changed = facts[.modificationDate] as? Date,
            now.timeIntervalSince(changed) < quietSeconds, let size = (facts[.size] as? NSNumber)?.uint64Value, size > 0,
            let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 4)
        else { return nil }
        // Of the kinds of export only tracking logs begin with lines of '#', and only they are written while they are read.
        guard head.first == UInt8(ascii: "#") || head.starts(with: [0xEF, 0xBB, 0xBF, UInt8(ascii: "#")]) else { return nil }
        let tail = min(size, 1 << 20)
        guard (try? file.seek(toOffset: size - tail)) != nil, let data = try? file.read(upToCount: Int(tail)), data.last != 0x0A,
            let lastBreak = data.lastIndex(of: 0x0A)
        else { return nil }
        return Int64(size - tail) + Int64(data.distance(from: data.startIndex, to: lastBreak)) + 1
    }
}
