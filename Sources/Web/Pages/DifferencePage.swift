extension PageRoute {
    static let difference = PageRoute(path: ["difference"], parameters: [.between, .and, .person, .limit, .cursor]) {
        question in .page(try DifferencePage.page(question))
    }
}

/// What changed between two moments, meeting by meeting.
enum DifferencePage {
    static func page(_ question: Question) throws -> Markup {
        guard question[.between] != nil || question[.and] != nil else {
            return Layout.page(
                "Differences", form(question) + "<p>Name two moments to see what changed between them.</p>")
        }
        let found = try DifferenceList.page(question)
        let rows: [Markup] = found.rows.map { row in
            let items: [Markup] = row.differences.map {
                row.change == "new"
                    ? "<li>\($0.field): \($0.after ?? "nothing")</li>"
                    : "<li>\($0.field): \($0.before ?? "nothing") → \($0.after ?? "nothing")</li>"
            }
            let name = row.subject.flatMap { $0.isEmpty ? nil : $0 } ?? "Meeting \(row.id.suffix(8))"
            return """
                <tr><th scope="row"><a href="\(MeetingPage.path(row.id))">\(name)</a></th>
                <td data-label="Change">\(row.change)</td><td data-label="Differences"><ul>\(items)</ul></td></tr>

                """
        }
        return Layout.page(
            "Differences",
            """
            \(form(question))
            <div role="status"><p>\(rows.count == 1 ? "1 meeting differs" : "\(rows.count) meetings differ") on this page, from \(question[.between] ?? "") to \(question[.and] ?? "").</p></div>
            \(rows.isEmpty ? nil : """
                <table class="stacked"><caption>Meetings that are not as they were</caption>
                <thead><tr><th scope="col">Meeting</th><th scope="col">Change</th><th scope="col">Differences</th></tr></thead><tbody>
                \(rows)</tbody></table>
                """ as Markup)
            \(RecordPages.next(found.next, question, "More meetings"))
            """)
    }

    private static func form(_ question: Question) -> Markup {
        """
        <form method="get" action="/difference">
        <p><label for="between">Between</label>
        <input type="text" id="between" name="between" value="\(question[.between] ?? "")" placeholder="2024-02-05" autocomplete="off" required>
        <label for="and">and</label>
        <input type="text" id="and" name="and" value="\(question[.and] ?? "")" placeholder="2024-02-12T06:00:00Z" autocomplete="off" required>
        <label for="person">only meetings of</label>
        <input type="text" id="person" name="person" value="\(question[.person] ?? "")" placeholder="everybody" autocomplete="off">
        <button>Compare</button></p>
        </form>

        """
    }
}
