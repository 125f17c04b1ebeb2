import Reconstruct

extension PageRoute {
    static let meetings = PageRoute(
        path: ["meetings"], parameters: [.q, .from, .to, .status, .organizer, .cursor, .limit]
    ) { question in .page(try SearchPage.page(question)) }
}

/// Meetings that have what somebody remembers of them.
enum SearchPage {
    static func form(_ question: Question? = nil) -> Markup { form(question, words: question?[.q] ?? "") }

    private static func form(_ question: Question?, words: String) -> Markup {
        let chosen = question?[.status]
        let choices: [Markup] = (["any"] + Meeting.Status.allCases.map(\.rawValue)).map { word in
            let value = word == "any" ? "" : word
            return "<option value=\"\(value)\"\(value == (chosen ?? "") ? " selected" as Markup : nil)>\(word)</option>"
        }
        return """
            <form action="/meetings" method="get" role="search">
            <p><label for="q">Look for a meeting</label>
            <input type="search" id="q" name="q" value="\(words)" autocomplete="off" aria-describedby="q-help">
            <label for="status">Status</label>
            <select id="status" name="status">\(choices)</select>
            <button>Search</button></p>
            <p class="faint" id="q-help">Words of the subject, an address, a date (2024-02-14, 2024-02), an id in any form: meetings that have all of them.</p>
            </form>

            """
    }

    static func page(_ question: Question) throws -> Markup {
        let found = try MeetingList.page(question)
        let next = found.next.map { question.next(after: $0).path }
        let shown = found.rows.count
        let head: Markup =
            shown == 0
            ? "<p>No meeting has all of these. Fewer words find more.</p>"
            : "<p>\(shown)\(next != nil || question[.cursor] != nil ? " meetings on this page" : shown == 1 ? " meeting" : " meetings"), by first start.</p>"
        return Layout.page(
            "Meetings",
            """
            \(try NotFolded.noteOfSearch(question.store))\(form(question))
            <div role="status">\(head)</div>
            \(shown == 0 ? nil : table(found.rows))
            \(next.map { "<p class=\"pages\"><a rel=\"next\" href=\"\($0)\">Later meetings</a></p>" as Markup })
            """)
    }

    private static func table(_ rows: [MeetingList.Row]) -> Markup {
        let lines: [Markup] = rows.map { row in
            let name = row.subject.flatMap { $0.isEmpty ? nil : $0 } ?? "(no subject)"
            return """
                <tr><td data-label="First start"><time datetime="\(WebTime.plain(row.start))">\(PageTime.text(row.start))</time></td>
                <th scope="row"><a href="\(MeetingPage.path(row.id))">\(name)</a></th>
                <td data-label="Organizer">\(row.organizer ?? "")</td>
                <td data-label="Status">\(StatusWord.badge(row.status))</td>
                <td data-label="Repeats">\(row.recurrence == "None" ? "" : row.recurrence)</td>
                <td data-label="People" class="number">\(row.counts.participants)</td>
                <td data-label="Last changed"><time datetime="\(WebTime.text(row.lastChanged))">\(PageTime.text(row.lastChanged))</time></td></tr>

                """
        }
        return """
            <table class="stacked"><caption>Times in UTC</caption>
            <thead><tr><th scope="col">First start</th><th scope="col">Subject</th><th scope="col">Organizer</th><th scope="col">Status</th>
            <th scope="col">Repeats</th><th scope="col" class="number">People</th><th scope="col">Last changed</th></tr></thead>
            <tbody>
            \(lines)</tbody></table>
            """
    }
}

/// A status as people see it: the word, framed in a colour of its own.
enum StatusWord {
    static func badge(_ word: String) -> Markup {
        let tone = word == "scheduled" ? "made" : word == "cancelled" ? "gone" : "changed"
        return "<span class=\"badge \(tone)\">\(word)</span>"
    }
}
