extension PageRoute {
    static let organisation = PageRoute(path: ["organisation"], parameters: [.month, .timeZone]) { question in
        .page(try OrganisationPage.page(question))
    }
}

/// A month of the organisation in figures and drawings.
enum OrganisationPage {
    static func page(_ question: Question) throws -> Markup {
        let form: Markup = """
            <form method="get" action="/organisation">
            <p><label for="month">Month</label>
            <input type="text" id="month" name="month" value="\(question[.month] ?? "")" placeholder="2024-02" pattern="[0-9]{4}-[0-9]{2}" required>
            <label for="time-zone">clock of</label>
            <input type="text" id="time-zone" name="time-zone" value="\(question[.timeZone] ?? "UTC")" autocomplete="off">
            <button>Show</button></p>
            </form>

            """
        guard let month = question[.month] else {
            return Layout.page("Organisation", form + "<p>Name a month to see what its meetings come to.</p>")
        }
        let found = try OrganisationMonth(question, month)
        let whole = found.whole
        guard found.isShown else {
            return Layout.page(
                "Organisation in \(month)",
                form
                    + (whole.meetings == 0
                        ? "<p>No meeting began in that month.</p>"
                        : "<p>Fewer than \(OrganisationMonth.leastPeople) people met: figures of so few are figures of each, and are not shown.</p>")
            )
        }
        return Layout.page(
            "Organisation in \(month)",
            """
            \(try NotFolded.note(question.store))\(form)
            <dl class="facts">
            <dt>Meetings</dt><dd>\(whole.meetings), of which \(whole.allDay) take whole days</dd>
            <dt>Hours</dt><dd>\(hours(whole.minutes)) in all, whole days left out</dd>
            <dt>People of the organisation</dt><dd>\(whole.people.count)</dd>
            <dt>Of a series</dt><dd>\(whole.recurring)</dd>
            <dt>With people outside</dt><dd>\(whole.withOutside)</dd>
            <dt>One to one</dt><dd>\(whole.oneToOne)</dd>
            <dt>After hours</dt><dd>\(whole.afterHours): before \(MeetingFigures.workingHours.lowerBound):00, from \(MeetingFigures.workingHours.upperBound):00 on, or at a weekend, by the clock of \(found.zone)</dd>
            </dl>
            <p class="faint">Each figure counts rows of the table meetings of that month in UTC: an instance that begins in it and was not cancelled.</p>
            \(groups(found, question.store))
            \(bars("lengths", "Meetings by length", "Length, the lower bound inside", whole.lengths))
            \(bars("sizes", "Meetings by number of people", "People", whole.sizes))
            \(starts(whole, found.zone))
            """)
    }

    private static func groups(_ found: OrganisationMonth, _ store: StoreView) -> Markup {
        guard !store.mask.people.directory.recipients.isEmpty else {
            return
                "<p class=\"faint\"><code>calfold serve --directory FILE</code> tells of each team and department too.</p>\n"
        }
        let rows: [Markup] = found.groups.map { group in
            let figures = group.figures
            return """
                <tr><th scope="row">\(group.name)</th><td data-label="Kind">\(group.category)</td>
                <td data-label="People" class="number">\(figures.people.count)</td>
                <td data-label="Meetings" class="number">\(figures.meetings)</td>
                <td data-label="Hours" class="number">\(hours(figures.minutes))</td>
                <td data-label="Of a series" class="number">\(figures.recurring)</td>
                <td data-label="With people outside" class="number">\(figures.withOutside)</td>
                <td data-label="One to one" class="number">\(figures.oneToOne)</td>
                <td data-label="After hours" class="number">\(figures.afterHours)</td></tr>

                """
        }
        let left = found.groupsNotShown
        return """
            <h2>By group</h2>
            \(rows.isEmpty ? nil : """
                <table class="stacked"><caption>Meetings in which at least one of the group takes part, each once; people are those of the group who take part in one</caption>
                <thead><tr><th scope="col">Group</th><th scope="col">Kind</th><th scope="col" class="number">People</th><th scope="col" class="number">Meetings</th><th scope="col" class="number">Hours</th><th scope="col" class="number">Of a series</th><th scope="col" class="number">With people outside</th><th scope="col" class="number">One to one</th><th scope="col" class="number">After hours</th></tr></thead><tbody>
                \(rows)</tbody></table>

                """ as Markup)\(left == 0 ? nil : "<p class=\"faint\">\(left == 1 ? "1 group" : "\(left) groups") of whom fewer than \(OrganisationMonth.leastPeople) people met: not shown.</p>\n" as Markup)
            """
    }

    private static func hours(_ minutes: Int64) -> String { "\(minutes / 60) h \(minutes % 60) min" }

    private static func bars(
        _ id: String, _ title: String, _ head: String, _ classes: [MeetingFigures.Class]
    ) -> Markup {
        let most = max(1, classes.map(\.count).max() ?? 1), height = classes.count * 30 + 10
        let shapes: [Markup] = classes.enumerated().map { number, item in
            let y = number * 30 + 5, width = item.count * 480 / most
            return
                "<text x=\"0\" y=\"\(y + 16)\">\(item.name)</text><rect class=\"bar\" x=\"170\" y=\"\(y)\" width=\"\(width)\" height=\"22\"/><text x=\"\(176 + width)\" y=\"\(y + 16)\">\(item.count)</text>\n"
        }
        let rows: [Markup] = classes.map {
            "<tr><th scope=\"row\">\($0.name)</th><td class=\"number\">\($0.count)</td></tr>\n"
        }
        return """
            <h2>\(title)</h2>
            <div class="drawing" tabindex="0" role="group" aria-label="\(title), drawn"><svg viewBox="0 0 720 \(height)" width="720" role="img" aria-labelledby="\(id)-title \(id)-desc">
            <title id="\(id)-title">\(title)</title><desc id="\(id)-desc">Bars from zero; the same numbers stand in the table below.</desc>
            \(shapes)</svg></div>
            <details><summary>The same as a table</summary><table><thead><tr><th scope="col">\(head)</th><th scope="col" class="number">Meetings</th></tr></thead><tbody>
            \(rows)</tbody></table></details>

            """
    }

    private static func starts(_ found: MeetingFigures, _ zone: String) -> Markup {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let most = max(1, found.starts.joined().max() ?? 1)
        var shapes: [Markup] = []
        for (day, hours) in found.starts.enumerated() {
            shapes.append("<text x=\"0\" y=\"\(day * 26 + 38)\">\(days[day])</text>\n")
            for (hour, count) in hours.enumerated() where count > 0 {
                shapes.append(
                    "<rect class=\"heat\" x=\"\(90 + hour * 30)\" y=\"\(day * 26 + 22)\" width=\"28\" height=\"24\" fill-opacity=\"\(shade(count, most))\"/><text x=\"\(104 + hour * 30)\" y=\"\(day * 26 + 38)\" text-anchor=\"middle\">\(count)</text>\n"
                )
            }
        }
        for hour in stride(from: 0, to: 24, by: 2) {
            shapes.append("<text x=\"\(104 + hour * 30)\" y=\"14\" text-anchor=\"middle\">\(hour)</text>\n")
        }
        let head: [Markup] = (0..<24).map { "<th scope=\"col\" class=\"number\">\($0)</th>" }
        let rows: [Markup] = found.starts.enumerated().map { day, hours in
            let cells: [Markup] = hours.map { "<td class=\"number\">\($0)</td>" }
            return "<tr><th scope=\"row\">\(days[day])</th>\(cells)</tr>\n"
        }
        return """
            <h2>When meetings begin</h2>
            <div class="drawing" tabindex="0" role="group" aria-label="When meetings begin, drawn"><svg viewBox="0 0 820 210" width="820" role="img" aria-labelledby="starts-title starts-desc">
            <title id="starts-title">Meetings by weekday and hour of their start, by the clock of \(zone)</title><desc id="starts-desc">The darker a field, the more meetings; each field has its number, and the table below has all of them.</desc>
            \(shapes)</svg></div>
            <details><summary>The same as a table</summary><div class="drawing" tabindex="0" role="group" aria-label="When meetings begin, as a table"><table><thead><tr><th scope="col">Day, hour (\(zone))</th>\(head)</tr></thead><tbody>
            \(rows)</tbody></table></div></details>

            """
    }

    /// Never so dark that a number on it could not be read.
    private static func shade(_ count: Int, _ most: Int) -> String {
        "0." + (count * 40 / most + 10 < 10 ? "10" : "\(count * 40 / most + 10)")
    }
}
