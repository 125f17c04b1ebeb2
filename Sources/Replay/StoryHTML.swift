import Digest
import ExchangeFormats
import Reconstruct

/// A story as one page that stands by itself: no script, nothing loaded from elsewhere, ready to be kept or printed.
package struct StoryHTML {
    private let privacy: StoryPrivacy

    package init(privacy: StoryPrivacy) { self.privacy = privacy }

    /// Tells a story line by line.
    ///
    /// - Parameters:
    ///   - isFull: the whole meeting is told after each change, however long it is.
    ///   - calendar: the meeting as a calendar file, which the page carries along.
    package func tell(
        _ story: Story, meetingID: String, isFull: Bool = false, calendar: [UInt8]? = nil,
        _ line: (String) throws -> Void
    ) throws {
        let meeting = story.end
        let subject = privacy.showsFreeText ? meeting?.subject : nil
        let title = subject ?? "Meeting \(meetingID)"
        var lines = [
            "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            "<title>\(HTMLText.escaped(title))</title>", "<style>\(Self.style)</style>", "</head>", "<body>",
            "<h1>\(HTMLText.escaped(title))</h1>",
            "<p class=\"id\">\(HTMLText.escaped(meetingID))</p>",
        ]
        if let meeting {
            lines.append(
                "<p>Organizer \(HTMLText.escaped(try meeting.organizer.map(privacy.person) ?? "unknown")). Times are UTC; the hours of a series are those of its zone.</p>"
            )
            lines.append("<p class=\"state\">\(HTMLText.escaped(try StoryWords.state(meeting, privacy)))</p>")
        }
        if let calendar {
            let data = "data:text/calendar;charset=utf-8;base64," + Base64.string(calendar)
            lines.append("<p><a download=\"meeting.ics\" href=\"\(data)\">The meeting as a calendar file</a></p>")
        }
        lines += [
            "<table>",
            "<thead><tr><th>Logged (UTC)</th><th>Copy</th><th>Entry</th><th>Effect</th><th>Changes, and the meeting after them</th></tr></thead>",
            "<tbody>",
        ]
        try lines.forEach(line)
        var states = StateWords(privacy: privacy, date: story.date)
        try story.forEachStep(isFull: isFull) { step in try row(step, states: states.after(step)).forEach(line) }
        try ["</tbody>", "</table>", "</body>", "</html>"].forEach(line)
    }

    private func row(_ step: Story.Step, states: [String]) throws -> [String] {
        let entry = step.entry
        let changes = try step.changes.map { change in
            let (before, after) = try privacy.values(change)
            return
                "<li>\(HTMLText.escaped(change.field)): \(HTMLText.escaped(before ?? "nothing")) → \(HTMLText.escaped(after ?? "nothing"))</li>"
        }
        var last = changes.isEmpty ? "" : "<ul>\(changes.joined())</ul>"
        for words in states { last += "<p class=\"state\">\(HTMLText.escaped(words))</p>" }
        return [
            "<tr class=\"\(Self.tone(step.effect))\">",
            "<td><time>\(TimeText.string(entry.loggedAt, fraction: true))</time></td>",
            "<td>\(HTMLText.escaped(try entry.mailbox.map(privacy.person) ?? "(no mailbox)"))</td>",
            "<td>\(HTMLText.escaped(try StoryWords.entry(entry, privacy)))</td>",
            "<td>\(HTMLText.escaped(try StoryWords.effect(step.effect, privacy)))</td>",
            "<td>\(last)</td>", "</tr>",
        ]
    }

    /// The word by which a style sheet knows an effect.
    package static func tone(_ effect: Story.Effect) -> String {
        switch effect {
        case .ignored, .repeated: "quiet"
        case .deleted, .cancelled: "gone"
        case .answered: "answer"
        case .created, .revived: "made"
        case .changed, .invited: "changed"
        }
    }

    private static let style = """
        body{font:15px/1.45 sans-serif;margin:2em auto;max-width:80em;padding:0 1em;color:#222;background:#fff}\
        h1{font-size:1.4em;margin-bottom:0}.id{font-family:monospace;color:#666;overflow-wrap:anywhere;margin-top:.2em}\
        table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4em .6em;border-top:1px solid #ddd}\
        td{overflow-wrap:anywhere}time{white-space:nowrap}ul{margin:0;padding-left:1.2em}.state{color:#555;margin:.3em 0 0}\
        .quiet td{color:#888}.gone td:nth-child(4){color:#b00020}.made td:nth-child(4){color:#1b6e2c}.answer td:nth-child(4){color:#00677a}\
        .changed td:nth-child(4){color:#8a5a00}
        """
}
