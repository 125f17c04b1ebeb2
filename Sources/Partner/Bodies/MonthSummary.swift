import Digest
import Encodings

/// What a month's bodies hold, told by numbers and hashes: the same data is the same summary, however it is cut into
/// calls.
package struct MonthSummary: Sendable, Equatable, Codable {
    package struct Part: Sendable, Equatable, Codable {
        package var count: Int
        /// Of the items in their order, in lower-case hex.
        package var sha256: String
    }

    /// By the name of the call.
    package var parts: [String: Part] = [:]
    /// Interactions of each day, by its date.
    package var days: [String: Part] = [:]

    package init(parts: [String: Part] = [:], days: [String: Part] = [:]) {
        self.parts = parts
        self.days = days
    }

    package func count(_ call: PartnerCall) -> Int { parts[call.rawValue]?.count ?? 0 }

    package var isEmpty: Bool { parts.values.allSatisfy { $0.count == 0 } }

    /// Counts alone, which is all that the service is told.
    package var message: String {
        PartnerCall.ofItems.map { "\($0.rawValue) \(count($0))" }.joined(separator: ", ")
    }

    /// What differs from an earlier summary, for a person; nil where nothing does.
    package func difference(from old: MonthSummary) -> String? {
        guard self != old else { return nil }
        var words: [String] = []
        for call in PartnerCall.ofItems where parts[call.rawValue] != old.parts[call.rawValue] {
            let before = old.count(call), now = count(call)
            words.append(
                before == now
                    ? "\(now) \(call.rawValue) of which some are others"
                    : "\(now) \(call.rawValue) instead of \(before)")
        }
        let changed = Set(days.keys).union(old.days.keys).filter { days[$0] != old.days[$0] }.sorted()
        let shown =
            changed.prefix(5).joined(separator: ", ") + (changed.count > 5 ? " and \(changed.count - 5) more" : "")
        return words.joined(separator: ", ") + (changed.isEmpty ? "" : "; days that differ: \(shown)")
    }
}

/// Adds up a summary.
struct MonthTally {
    private var parts: [String: (count: Int, digest: SHA256)] = [:]
    private var day: [UInt8] = []
    private var daysCount = 0
    private let daysDigest = SHA256()
    private var days: [String: MonthSummary.Part] = [:]

    private static let lineEnd: [UInt8] = [0x0A]

    mutating func add(_ item: [UInt8], of call: PartnerCall, day: [UInt8]?) {
        if parts[call.rawValue] == nil { parts[call.rawValue] = (0, SHA256()) }
        parts[call.rawValue]?.count += 1
        parts[call.rawValue]?.digest.add(item)
        parts[call.rawValue]?.digest.add(MonthTally.lineEnd)
        guard let day else { return }
        if day != self.day {
            endDay()
            self.day = day
        }
        daysCount += 1
        daysDigest.add(item)
        daysDigest.add(MonthTally.lineEnd)
    }

    /// Rows come in order of time: a day that comes twice is one of another order, and its second part counts by
    /// itself.
    private mutating func endDay() {
        guard daysCount > 0 else { return }
        let date = String(decoding: day, as: UTF8.self)
        var part = MonthSummary.Part(count: daysCount, sha256: Hex.lowercase(SHA256.bytes(daysDigest.finish())))
        if let known = days[date] {
            part = .init(
                count: known.count + part.count,
                sha256: Hex.lowercase(SHA256().digest(of: Array((known.sha256 + part.sha256).utf8))))
        }
        days[date] = part
        daysCount = 0
    }

    mutating func finish() -> MonthSummary {
        endDay()
        return MonthSummary(
            parts: parts.mapValues { .init(count: $0.count, sha256: Hex.lowercase(SHA256.bytes($0.digest.finish()))) },
            days: days)
    }
}
