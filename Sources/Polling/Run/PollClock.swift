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

    static func sleep(_ seconds: Double) {
        guard seconds > 0 else { return }
        Thread.sleep(forTimeInterval: seconds)
    }
}
