import ExchangeFormats
import Foundation

/// What a state tells of polls so far, for monitoring.
package struct PollWatch: Sendable {
    /// When a poll last left nothing open, in seconds since 1970.
    package var lastGood: Int64?
    /// When the newest row was received that any poll read.
    package var newestRow: Instant?
    package var windowsOpen: Int

    /// - Returns: nil when there is no state, or none that can be read.
    package init?(state path: String) {
        guard let data = FileManager.default.contents(atPath: path),
            let state = try? JSONDecoder().decode(PollState.self, from: data)
        else { return nil }
        lastGood = state.lastGood
        newestRow = state.newestRow?.instant
        windowsOpen = state.open.count
    }
}
