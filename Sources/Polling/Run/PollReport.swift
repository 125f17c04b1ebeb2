import ExchangeFormats

/// What a poll did. It names nobody.
public struct PollReport: Codable, Sendable {
    public struct Gap: Codable, Sendable {
        public var from: String
        public var to: String
    }

    public var isDryRun = false
    /// Rows that came, repeats among them.
    public var rows = 0
    /// Those that no earlier poll had in this state.
    public var new = 0
    public var pages = 0
    /// The last instant that was asked for.
    public var through: String?
    /// Of any row that was ever read.
    public var newestRow: String?
    /// Stretches that are still to be read.
    public var windowsOpen = 0
    /// Messages that are asked for again until their status is final.
    public var pending = 0
    public var requests = 0
    public var waits = 0
    public var secondsWaited = 0.0
    /// What nobody read and the service no longer has.
    public var gaps: [Gap] = []
    /// What is good to know.
    public var notes: [String] = []

    /// For a person.
    public var text: String {
        var parts = ["\(rows) rows (\(new) new) in \(pages) pages", "\(requests) requests"]
        if waits > 0 { parts.append("waited \(waits) times, \(Int(secondsWaited.rounded())) s") }
        if let through { parts.append("read up to \(through)") }
        if let newestRow { parts.append("newest row \(newestRow)") }
        if windowsOpen > 0 { parts.append("\(windowsOpen) windows open") }
        if pending > 0 { parts.append("\(pending) messages not final") }
        var lines = [parts.joined(separator: "; ") + (isDryRun ? " (dry run: nothing was written)" : "")]
        for gap in gaps {
            lines.append("gap: nothing was read from \(gap.from) to \(gap.to), and the service no longer has it")
        }
        return (lines + notes.map { "note: \($0)" }).joined(separator: "\n")
    }
}

/// How far a poll is, for a line on a terminal.
public struct PollStep: Sendable {
    public var rows: Int
    /// Rows down to this instant were read.
    public var position: String
    /// Seconds of a pause that begins now; nil while it works.
    public var pause: Double?
    public var reason: String?
}
