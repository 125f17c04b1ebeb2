import EventStore
import ExchangeFormats
import Foundation
import Projection

/// Changes each byte of a small store in turn, one at a time, and asks whether anybody would be misled: `verify` or
/// SQLite says that something is wrong, or every event and every meeting still reads as before.
///
///     FlipBytes STORE [--every N] [--seed N]
struct FlipBytes {
    var path: String
    var every = 1
    var seed: UInt64 = 1

    struct Counts {
        var refused = 0, found = 0, harmless = 0, misleading = 0
    }

    func run() throws -> Counts {
        let original = try Data(contentsOf: URL(filePath: path))
        let expected = try contents(path)
        let copy = path + "-flipped"
        defer { removeStore(copy) }
        var counts = Counts()
        var state = seed
        var offset = Int(seed % UInt64(every))
        while offset < original.count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var changed = original
            // Never zero, so that the byte is another one.
            let mask = UInt8(truncatingIfNeeded: state >> 33) | 1
            changed[offset] ^= mask
            removeStore(copy)
            try changed.write(to: URL(filePath: copy))
            switch judge(copy, expected) {
            case .refused: counts.refused += 1
            case .found: counts.found += 1
            case .harmless: counts.harmless += 1
            case .misleading:
                counts.misleading += 1
                print("fault: byte \(offset) changed by \(mask) is not noticed, and other contents are read")
            }
            offset += every
        }
        return counts
    }

    private enum Judgement { case refused, found, harmless, misleading }

    private func judge(_ store: String, _ expected: [String]) -> Judgement {
        guard let log = try? EventLog(path: store, access: .readOnly) else { return .refused }
        guard log.verify().isSound, let folded = try? Projection(log).verify(), folded.differing.isEmpty,
            folded.definitions.isEmpty, folded.isCurrent
        else { return .found }
        guard let contents = try? contents(store) else { return .refused }
        return contents == expected ? .harmless : .misleading
    }

    /// All that a table could be made of.
    private func contents(_ store: String) throws -> [String] {
        let log = try EventLog(path: store, access: .readOnly)
        var lines: [String] = []
        try log.forEachEvent { stream, row in
            let values = CalendarColumn.allCases.map { column -> String in
                switch column.type {
                case .instant: "\(row.ticks(column.rawValue) ?? -1) \(row.digits(column.rawValue))"
                case .integer, .boolean: "\(row.integer(column.rawValue) ?? -1)"
                case .text, .inlineText: row.text(column.rawValue) ?? "-"
                case .bytes: "\(row.bytes(column.rawValue) ?? [])"
                }
            }
            lines.append("\(stream.key) \(row.line) \(values)")
        }
        try Projection(log).forEachMeeting(in: Instant(ticks: .min)..<Instant(ticks: .max)) { stream, meeting, _ in
            lines.append("\(stream.key) \(meeting)")
        }
        return lines
    }

    private func removeStore(_ store: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: store + suffix) }
    }
}

var arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.popFirst() else {
    print("usage: FlipBytes STORE [--every N] [--seed N]")
    exit(64)
}
var flips = FlipBytes(path: path)
while let name = arguments.popFirst(), let value = arguments.popFirst() {
    if name == "--every" { flips.every = max(1, Int(value) ?? 1) }
    if name == "--seed" { flips.seed = UInt64(value) ?? 1 }
}
do {
    let counts = try flips.run()
    let total = counts.refused + counts.found + counts.harmless + counts.misleading
    print("\(total): \(counts.refused) refused, \(counts.found) found, \(counts.harmless) harmless")
    exit(counts.misleading == 0 ? 0 : 1)
} catch {
    print("fault: \(error)")
    exit(70)
}
