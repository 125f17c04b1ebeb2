import ExchangeFormats

/// What a poll did. It names nobody.
package struct PollReport: Codable, Sendable {
    package struct Gap: Codable, Sendable {
        package var from: String
        package var to: String
    }

    package var isDryRun = false
    /// Rows that came, repeats among them.
    package var rows = 0
    /// Those that no earlier poll had in this state.
    package var new = 0
    package var pages = 0
    /// The last instant that was asked for.
    package var through: String?
    /// Of any row that was ever read.
    package var newestRow: String?
    /// Stretches that are still to be read.
    package var windowsOpen = 0
    /// Messages that are asked for again until their status is final.
    package var pending = 0
    package var requests = 0
    package var waits = 0
    package var secondsWaited = 0.0
    /// What nobody read and the service no longer has.
    package var gaps: [Gap] = []
    /// What is good to know.
    package var notes: [String] = []

    /// For a person.
    package var text: String {
        func counted(_ count: Int, _ one: String) -> String { "\(count) \(one)\(count == 1 ? "" : "s")" }
        var parts = ["\(counted(rows, "row")) (\(new) new) in \(counted(pages, "page"))"]
        if isDryRun {
            parts = ["dry run: nothing was written"]
        } else if pages == 0 {
            parts = ["nothing was read"]
        }
        parts.append(counted(requests, "request"))
        if waits > 0 { parts.append("waited \(counted(waits, "time")), \(Int(secondsWaited.rounded())) s") }
        if !isDryRun {
            if let through { parts.append("\(windowsOpen > 0 ? "to be read" : "read") up to \(through)") }
            if let newestRow { parts.append("newest row \(newestRow)") }
            if windowsOpen > 0 { parts.append("\(counted(windowsOpen, "window")) open") }
        }
        if pending > 0 { parts.append("\(counted(pending, "message")) not final") }
        var lines = [parts.joined(separator: "; ")]
        for gap in gaps {
            lines.append("gap: nothing was read from \(gap.from) to \(gap.to), and the service no longer has it")
        }
        return (lines + notes.map { "note: \($0)" }).joined(separator: "\n")
    }
}

/// How far a poll is, for a line on a terminal.
package struct PollStep: Sendable {
    package var rows: Int
    /// Rows down to this instant were read.
    package var position: String
    /// Seconds of a pause that begins now; nil while it works.
    package var pause: Double?
    package var reason: String?
}
