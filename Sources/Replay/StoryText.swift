import ExchangeFormats
import Primitives
import Reconstruct

/// A story for a terminal.
package struct StoryText {
    /// Columns that a line may take.
    package var width: Int
    package var usesColour: Bool
    private let privacy: StoryPrivacy

    package init(privacy: StoryPrivacy, width: Int = 100, usesColour: Bool = false) {
        self.privacy = privacy
        self.width = max(width, 40)
        self.usesColour = usesColour
    }

    /// Tells a story line by line.
    ///
    /// - Parameter isFull: the whole meeting is told after each change, however long it is.
    package func tell(
        _ story: Story, meetingID: String, isFull: Bool = false, _ line: (String) throws -> Void
    ) throws {
        try line(bold("Meeting \(meetingID)"))
        if let meeting = story.end {
            if privacy.showsFreeText, let subject = meeting.subject {
                try line("Subject   " + TerminalText.line(subject))
            }
            try wrapped("Organizer \(try meeting.organizer.map(privacy.person) ?? "unknown")", indent: 10).forEach(line)
            try line("Times     UTC; the hours of a series are those of its zone")
        }
        var states = StateWords(privacy: privacy, date: story.date)
        try story.forEachStep(isFull: isFull) { step in
            try line("")
            try heading(step).forEach(line)
            for change in step.changes {
                let (before, after) = try privacy.values(change)
                try wrapped("    \(change.field): \(before ?? "nothing") → \(after ?? "nothing")", indent: 8)
                    .forEach(line)
            }
            for words in try states.after(step) {
                try wrapped("    = \(words)", indent: 6).map(dim).forEach(line)
            }
        }
    }

    private func heading(_ step: Story.Step) throws -> [String] {
        let entry = step.entry
        let copy = try entry.mailbox.map(privacy.person) ?? "(no mailbox)"
        let head = "\(TimeText.string(entry.loggedAt, fraction: true))  \(copy)"
        let what = "  " + (try StoryWords.entry(entry, privacy))
        let effect = try StoryWords.effect(step.effect, privacy)
        return wrapped(head, indent: 4).map(bold) + wrapped(what, indent: 6)
            + wrapped("  " + effect, indent: 6).map { tint($0, step.effect) }
    }

    /// Breaks a line at spaces; what has none stays whole, so that an id can be copied.
    private func wrapped(_ words: String, indent: Int) -> [String] {
        let text = TerminalText.line(words)
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        var isFirst = true
        for word in text.split(separator: " ") {
            if isFirst {
                line += word
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            }
            isFirst = false
        }
        return lines + [line]
    }

    private func bold(_ text: String) -> String { usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    private func dim(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func tint(_ text: String, _ effect: Story.Effect) -> String {
        guard usesColour else { return text }
        let code =
            switch effect {
            case .ignored, .repeated: 90
            case .deleted, .cancelled: 31
            case .answered: 36
            case .created, .revived: 32
            case .changed, .invited: 33
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
