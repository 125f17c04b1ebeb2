import ExchangeFormats

/// How far the times of a file lie from where something else in the same rows says that they should lie. Each row
/// votes.
struct ClockVotes {
    /// Votes beyond this number are not counted: they would change nothing.
    static let most = 20_000

    /// Minutes by which a time's clock is ahead of UTC, and how many rows say so.
    private var counts: [Int: Int] = [:]
    private(set) var total = 0

    var isFull: Bool { total >= ClockVotes.most }

    /// - Parameters:
    ///   - difference: ticks by which the time, as it was read, is later than it should be.
    ///   - tolerance: minutes by which a vote may miss a quarter of an hour, to which all zones keep.
    ///   - assumed: the offset from UTC, in minutes, by which the time was read.
    mutating func add(difference: Int64, tolerance: Int64 = 0, assumed: Int) {
        let quarter = 15 * Instant.ticksPerMinute
        guard abs(difference) <= 14 * 4 * quarter else { return }
        let steps = (difference + (difference < 0 ? -quarter : quarter) / 2) / quarter
        guard abs(difference - steps * quarter) <= tolerance * Instant.ticksPerMinute else { return }
        counts[Int(steps) * 15 + assumed, default: 0] += 1
        total += 1
        if steps == 0 { fitting += 1 }
    }

    /// Rows whose time lies where it should.
    private(set) var fitting = 0

    /// The offset that nearly all rows speak for, when it is not the one that was assumed; nil when there are too few
    /// votes, or no agreement. A clock with summer time has two offsets.
    var contradiction: (offsets: [Int], rows: Int)? {
        guard total >= 5, fitting * 5 <= total else { return nil }
        let ranked = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        guard let first = ranked.first else { return nil }
        if first.value * 5 >= total * 4 { return ([first.key], first.value) }
        guard ranked.count > 1, abs(ranked[1].key - first.key) == 60, (first.value + ranked[1].value) * 5 >= total * 4
        else { return nil }
        return ([first.key, ranked[1].key].sorted(), first.value + ranked[1].value)
    }

    /// `UTC+01:00`, `UTC+01:00 in winter and UTC+02:00 in summer`.
    static func words(_ offsets: [Int]) -> String {
        let names = offsets.map { minutes in
            let sign = minutes < 0 ? "-" : "+"
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "UTC\(sign)\(two(abs(minutes) / 60)):\(two(abs(minutes) % 60))"
        }
        return names.count == 2 ? "\(names[0]) and \(names[1]), as a clock with summer time has them" : names.joined()
    }
}
