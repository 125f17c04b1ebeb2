import Foundation

/// The clocks of a poll.
enum PollClock {
    /// Milliseconds since 1970.
    static var milliseconds: Int64 { Int64((Date().timeIntervalSince1970 * 1_000).rounded()) }

    /// Seconds of a clock that nobody sets.
    static var running: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// By how many seconds another clock is ahead of ours, by the date that it put on an answer, which is of some
    /// instant between the request and its end, in whole seconds: what is nearest to what was thought before.
    ///
    /// - Parameters:
    ///   - sent: in milliseconds since 1970, as `received`.
    ///   - before: what was thought; nil for nothing, when the clocks are held to agree.
    static func ahead(_ date: Date, sent: Int64, received: Int64, before: Int64?) -> Int64 {
        let shown = Int64(date.timeIntervalSince1970)
        let least = shown - received / 1_000, most = shown + 1 - min(sent, received) / 1_000
        return min(max(before ?? 0, least), most)
    }

    static func sleep(_ seconds: Double) {
        guard seconds > 0 else { return }
        Thread.sleep(forTimeInterval: seconds)
    }
}
