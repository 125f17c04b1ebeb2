import ExchangeFormats
import Reconstruct

/// What a page was made of, for whoever has to rely on it.
package struct StoryEvidence: Sendable {
    /// The file of the store, without its folder.
    package var store: String
    package var batches: Int64
    /// Hexadecimal; nil for an empty chain.
    package var head: String?
    package var version: String
    /// When the page was made.
    package var made: String
    /// What the story was cut by, in words; empty where every entry of the log is told.
    package var bounds: [String]

    package init(store: String, batches: Int64, head: String?, version: String, made: String, bounds: [String]) {
        self.store = store
        self.batches = batches
        self.head = head
        self.version = version
        self.made = made
        self.bounds = bounds
    }

    func lines(_ privacy: StoryPrivacy) -> [String] {
        let facts = [
            (
                "Tells",
                bounds.isEmpty ? "every entry that the store has of the meeting" : bounds.joined(separator: "; ")
            ),
            ("Names", privacy.showsFreeText ? "in clear" : "pseudonyms; subjects are left out"), ("Store", store),
            ("Chain", head.map { "\(batches) batches, head \($0)" } ?? "empty"),
            ("Made", "\(made), calfold \(version)"),
        ]
        return ["<section aria-labelledby=\"made-of\">", "<h2 id=\"made-of\">What this page was made of</h2>", "<dl>"]
            + facts.map { "<dt>\(HTMLText.escaped($0))</dt><dd>\(HTMLText.escaped($1))</dd>" } + [
                "</dl>",
                "<p class=\"note\">The chain's head is a hash over every row that the store had taken in when the page was made: <code>calfold verify</code> recomputes it, and <code>calfold replay</code> with the same options tells the same story from the same store.</p>",
                "</section>",
            ]
    }
}

/// A story in a few figures, and what each entry made another of the meeting.
struct StorySummary {
    private static let mostMoments = 30

    private var count = 0
    private var copies: Set<String> = []
    private var first: Instant?
    private var last: Instant?
    private var withoutEffect = 0
    private var moments: [(number: Int, time: String, words: String)] = []
    private var momentCount = 0

    init(_ story: Story, _ privacy: StoryPrivacy) throws {
        try story.forEachStep { step in
            count += 1
            copies.insert(step.entry.mailbox ?? "")
            first = first ?? step.entry.loggedAt
            last = step.entry.loggedAt
            if case .ignored = step.effect { withoutEffect += 1 }
            let words = try step.differences.filter(StorySummary.isTold).compactMap {
                try StateWords.difference($0, privacy)
            }.map { "\($0.fact): \($0.before ?? "nothing") → \($0.after ?? "nothing")" }
            guard !words.isEmpty else { return }
            momentCount += 1
            guard moments.count < StorySummary.mostMoments else { return }
            moments.append((count, TimeText.string(step.entry.loggedAt), words.joined(separator: "; ")))
        }
    }

    /// Of the first entry its status and times are enough: who was invited is told below.
    private static func isTold(_ change: StateChange) -> Bool {
        switch change.fact {
        case .status, .schedule, .instance: true
        case .organizer, .participant: change.before != nil
        case .subject, .marks: false
        }
    }

    func lines() -> [String] {
        guard let first, let last else { return [] }
        var lines = [
            "<section aria-labelledby=\"short\">", "<h2 id=\"short\">In short</h2>",
            "<p>\(count == 1 ? "1 entry" : "\(count) entries") of \(copies.count == 1 ? "1 copy" : "\(copies.count) copies"), logged from \(TimeText.string(first)) to \(TimeText.string(last)) UTC. \(withoutEffect == 0 ? "Each of them counts." : "\(withoutEffect) of them had no effect, and say why.") The meeting became another \(momentCount == 1 ? "once" : "\(momentCount) times"):</p>",
        ]
        if !moments.isEmpty {
            lines.append("<ul>")
            lines += moments.map { moment in
                "<li><a href=\"#entry-\(moment.number)\"><time>\(moment.time)</time></a> \(HTMLText.escaped(moment.words))</li>"
            }
            lines.append("</ul>")
        }
        if momentCount > moments.count {
            lines.append("<p>The first \(moments.count) of \(momentCount) are listed.</p>")
        }
        return lines + ["</section>"]
    }

    /// The words of the page, for readers who never saw a calendar's log.
    static let glossary: [String] = {
        let words = [
            ("entry", "a row of Exchange's own log of a calendar: an item as it stood after one save or deletion"),
            (
                "logged",
                "when Exchange wrote the entry, in UTC; what happened before is in it, what happened after is not"
            ),
            (
                "copy",
                "the mailbox whose calendar the entry is of: each participant has a copy of a meeting of their own"
            ),
            ("[2:-:7]", "the version: sequence number, the last sequence number, the item's version in its mailbox"),
            ("no effect", "the entry changed nothing of the meeting; the reason stands beside it"),
            ("answered", "the answer of a participant as a copy shows it: accepted, tentative, declined, none"),
            ("exception", "one date of a series that differs from the others"),
            ("orphaned", "the organizer's item is gone, and nobody was told of a cancellation"),
            ("sequence", "a number that the organizer's copy raises with each change of time or place"),
        ]
        return ["<section aria-labelledby=\"words\">", "<h2 id=\"words\">Words</h2>", "<dl>"]
            + words.map { "<dt>\($0)</dt><dd>\($1)</dd>" } + ["</dl>", "</section>"]
    }()
}
