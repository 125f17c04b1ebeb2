import Encodings
import ExchangeFormats
import Reconstruct

/// A story as one page that stands by itself: no script, nothing loaded from elsewhere, ready to be kept or printed.
package struct StoryHTML {
    private let privacy: StoryPrivacy

    package init(privacy: StoryPrivacy) { self.privacy = privacy }

    /// Tells a story piece by piece: a line of the page can be as long as the list of very many people.
    ///
    /// - Parameters:
    ///   - isFull: the whole meeting is told after each change, however long it is.
    ///   - evidence: what the page is made of.
    ///   - calendar: makes the meeting, as it stood in the end, a calendar file, which the page carries along.
    package func tell(
        _ story: Story, meetingID: String, isFull: Bool = false, evidence: StoryEvidence,
        calendar: (Meeting) throws -> [UInt8]?, _ write: (String) throws -> Void
    ) throws {
        func line(_ text: String) throws { try write(text + "\n") }
        try head(story.end, meetingID, calendar, write)
        try (evidence.lines(privacy) + StorySummary(story, privacy).lines()).forEach(line)
        try [
            "<section aria-labelledby=\"entries\">", "<h2 id=\"entries\">Entry by entry</h2>",
            "<p class=\"note\"><span class=\"made\">created, brought back</span>, <span class=\"changed\">changed, invitation</span>, <span class=\"answer\">answered</span>, <span class=\"gone\">deleted, cancelled</span>, <span class=\"quiet\">without effect</span>: the words say the same as the colours. Under the changes stands the meeting after them.</p>",
            "<table>", "<caption>By the time of logging, the oldest first</caption>",
            "<thead><tr><th scope=\"col\">Logged (UTC)</th><th scope=\"col\">Copy</th><th scope=\"col\">Entry</th><th scope=\"col\">Effect</th><th scope=\"col\">Changes, and the meeting after them</th></tr></thead>",
            "<tbody>",
        ].forEach(line)
        var states = StateWords(privacy: privacy, date: story.date), number = 0
        try story.forEachStep(isFull: isFull) { step in
            number += 1
            try row(step, number, states: states.after(step)).forEach(line)
        }
        try ["</tbody>", "</table>", "</section>"].forEach(line)
        try StorySummary.glossary.forEach(line)
        try ["</main>", "</body>", "</html>"].forEach(line)
    }

    /// What stands above the entries; nothing of it is held while these are told.
    private func head(
        _ meeting: Meeting?, _ meetingID: String, _ calendar: (Meeting) throws -> [UInt8]?,
        _ write: (String) throws -> Void
    ) throws {
        let subject = privacy.showsFreeText ? meeting?.subject : nil
        let title = subject ?? "Meeting \(meetingID)"
        try [
            "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            "<title>\(HTMLText.escaped(title))</title>", "<style>\(Self.style)</style>",
            "<style media=\"(prefers-color-scheme:dark)\">\(Self.dark)</style>",
            "<style media=\"screen and (max-width:48em)\">\(Self.narrow)</style>",
            "<style media=\"print\">\(Self.print)</style>",
            "</head>", "<body>",
            "<main>", "<h1>\(HTMLText.escaped(title))</h1>",
            "<p class=\"id\">\(HTMLText.escaped(meetingID))</p>",
        ].forEach { try write($0 + "\n") }
        guard let meeting else { return }
        try write(
            "<p>Organizer \(HTMLText.escaped(try meeting.organizer.map(privacy.person) ?? "unknown")). Times are UTC; the hours of a series are those of its zone.</p>\n"
        )
        try write("<p class=\"state\">\(HTMLText.escaped(try StoryWords.state(meeting, privacy)))</p>\n")
        guard let calendar = try calendar(meeting) else { return }
        try write("<p><a download=\"meeting.ics\" href=\"data:text/calendar;charset=utf-8;base64,")
        for start in stride(from: 0, to: calendar.count, by: Self.bytesAtOnce) {
            try write(Base64.string(Array(calendar[start..<min(start + Self.bytesAtOnce, calendar.count)])))
        }
        try write("\">The meeting as a calendar file</a></p>\n")
    }

    /// Base64 of pieces is that of the whole where three divides their bytes.
    private static let bytesAtOnce = 3 << 14

    private func row(_ step: Story.Step, _ number: Int, states: [String]) throws -> [String] {
        let entry = step.entry
        let changes = try step.changes.map { change in
            let (before, after) = try privacy.values(change)
            return
                "<li>\(HTMLText.escaped(change.field)): \(HTMLText.escaped(before ?? "nothing")) → \(HTMLText.escaped(after ?? "nothing"))</li>"
        }
        var last = changes.isEmpty ? "" : "<ul>\(changes.joined())</ul>"
        for words in states { last += "<p class=\"state\">\(HTMLText.escaped(words))</p>" }
        return [
            "<tr class=\"\(Self.tone(step.effect))\" id=\"entry-\(number)\">",
            "<td data-label=\"Logged (UTC)\"><time>\(TimeText.string(entry.loggedAt, fraction: true))</time></td>",
            "<td data-label=\"Copy\">\(HTMLText.escaped(try entry.mailbox.map(privacy.person) ?? "(no mailbox)"))</td>",
            "<td data-label=\"Entry\">\(HTMLText.escaped(try StoryWords.entry(entry, privacy)))</td>",
            "<td data-label=\"Effect\">\(HTMLText.escaped(try StoryWords.effect(step.effect, privacy)))</td>",
            "<td data-label=\"Changes\">\(last)</td>", "</tr>",
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
        :root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#595959;--line:#c9c9c9;--field:#f4f4f4;--link:#004f8a;\
        --made:#00694d;--changed:#8a4b00;--gone:#a8002b;--answer:#005c91;--quiet:#595959}\
        *{box-sizing:border-box}body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:80em;padding:0 1em;color:var(--ink);background:var(--paper)}\
        a{color:var(--link)}h1{font-size:1.5em;line-height:1.25;margin-bottom:0;overflow-wrap:anywhere}h2{font-size:1.15em;margin:1.6em 0 .4em}\
        .id,code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}.id,.note,caption{color:var(--faint)}.id{margin-top:.2em}\
        dl{display:grid;grid-template-columns:minmax(6em,max-content) 1fr;gap:.2em 1em;margin:0}dt{color:var(--faint)}dd{margin:0;min-width:0;overflow-wrap:anywhere}\
        table{border-collapse:collapse;width:100%}caption{text-align:left}th,td{text-align:left;vertical-align:top;padding:.4em .6em;border-top:1px solid var(--line)}\
        td{overflow-wrap:anywhere}time{font-variant-numeric:tabular-nums}ul{margin:0;padding-left:1.2em}.state{color:var(--faint);margin:.3em 0 0}\
        .quiet td,.quiet{color:var(--quiet)}.gone td:nth-child(4),span.gone{color:var(--gone)}.made td:nth-child(4),span.made{color:var(--made)}\
        .answer td:nth-child(4),span.answer{color:var(--answer)}.changed td:nth-child(4),span.changed{color:var(--changed)}:target td{background:var(--field)}
        """

    private static let dark = """
        :root{--ink:#ececec;--paper:#161616;--faint:#b0b0b0;--line:#4a4a4a;--field:#242424;--link:#8cc8ff;\
        --made:#4fd3a5;--changed:#f0b050;--gone:#ff8c9e;--answer:#7cc7ff;--quiet:#b0b0b0}
        """

    /// Below the width of a table each of its rows is a block.
    private static let narrow = """
        thead{position:absolute;left:-100em}tr{display:block;border-top:2px solid var(--line);padding:.4em 0}\
        td{display:block;border:0;padding:.1em 0}td::before{content:attr(data-label) ": ";color:var(--faint)}dl{grid-template-columns:1fr}dd{margin-bottom:.4em}
        """

    private static let print = """
        :root{--ink:#000;--paper:#fff;--faint:#444;--line:#999;--field:#fff;--link:#000;--made:#000;--changed:#000;--gone:#000;--answer:#000;--quiet:#444}\
        body{margin:0;font-size:10pt}tr{break-inside:avoid}thead{display:table-header-group}
        """
}
