import ExchangeFormats
import Reconstruct

/// The entries of a meeting on a line for each copy, by log time: who saw what, and in which order.
struct Lanes {
    private struct Lane {
        var name: String
        var entries: [Entry]
    }

    private let lanes: [Lane]
    private let first: Instant
    private let last: Instant
    private let moment: Instant

    private static let width = 900, names = 250, row = 30, mostLanes = 60

    /// - Parameter moment: what was logged later is drawn faint.
    init(_ entries: [Entry], upTo moment: Instant, _ store: StoreView) throws {
        self.moment = moment
        var byName: [String: [Entry]] = [:]
        for entry in entries {
            byName[try entry.mailbox.map(store.privacy.person) ?? "(no mailbox)", default: []].append(entry)
        }
        lanes = byName.map { Lane(name: $0.key, entries: $0.value.sorted { $0.loggedAt < $1.loggedAt }) }.sorted {
            ($0.entries[0].loggedAt, $0.name) < ($1.entries[0].loggedAt, $1.name)
        }
        first = entries.map(\.loggedAt).min() ?? moment
        last = entries.map(\.loggedAt).max() ?? moment
    }

    /// What an entry is drawn as, by shape and not by colour alone.
    private enum Mark: String, CaseIterable {
        case saved, deleted, message

        init(_ entry: Entry) {
            switch entry.role {
            case .deletes: self = .deleted
            case .saves: self = .saved
            default: self = .message
            }
        }

        var meaning: String {
            switch self {
            case .saved: "circle: an item was saved"
            case .deleted: "cross: an item was deleted"
            case .message: "square: a message, or a row without effect"
            }
        }

        func shape(_ x: Int, _ y: Int) -> Markup {
            switch self {
            case .saved: "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"5\"/>"
            case .deleted: "<path d=\"M\(x - 8) \(y - 8)L\(x + 8) \(y + 8)M\(x - 8) \(y + 8)L\(x + 8) \(y - 8)\"/>"
            case .message: "<rect x=\"\(x - 4)\" y=\"\(y - 4)\" width=\"8\" height=\"8\"/>"
            }
        }
    }

    private func place(_ instant: Instant) -> Int {
        let span = last.ticks - first.ticks
        guard span > 0 else { return Lanes.names + 10 }
        let share = Double(instant.ticks - first.ticks) / Double(span)
        return Lanes.names + 10 + Int(share * Double(Lanes.width - Lanes.names - 20))
    }

    func markup() -> Markup {
        let drawn = lanes.prefix(Lanes.mostLanes), height = Lanes.row * drawn.count + 30
        var shapes: [Markup] = []
        for (number, lane) in drawn.enumerated() {
            let y = Lanes.row * number + 18
            let name = lane.name.count > 34 ? lane.name.prefix(33) + "…" : lane.name[...]
            shapes.append(
                "<text x=\"0\" y=\"\(y + 4)\">\(name)</text><line class=\"lane\" x1=\"\(Lanes.names)\" x2=\"\(Lanes.width)\" y1=\"\(y)\" y2=\"\(y)\"/>\n"
            )
            // Crosses come last: what was saved within the same minutes must not hide that something was deleted.
            let isCross = { (entry: Entry) in Mark(entry) == .deleted }
            for entry in lane.entries.filter({ !isCross($0) }) + lane.entries.filter(isCross) {
                let mark = Mark(entry)
                shapes.append(
                    "<g class=\"\(mark.rawValue)\(entry.loggedAt > moment ? " later" : "")\">\(mark.shape(place(entry.loggedAt), y))</g>\n"
                )
            }
        }
        let x = place(moment)
        let rows: [Markup] = lanes.map { lane in
            let counts = Mark.allCases.map { mark in lane.entries.count { Mark($0) == mark } }
            let cells: [Markup] = counts.map { "<td class=\"number\">\($0)</td>" }
            return
                "<tr><th scope=\"row\">\(lane.name)</th>\(cells)<td>\(PageTime.text(lane.entries[0].loggedAt))</td><td>\(PageTime.text(lane.entries[lane.entries.count - 1].loggedAt))</td></tr>\n"
        }
        let left: Markup? =
            drawn.count < lanes.count ? "<p>The first \(drawn.count) of \(lanes.count) copies are drawn.</p>" : nil
        return """
            <section aria-label="Copies">
            <h2>Copy by copy</h2>
            <div class="drawing" tabindex="0" role="group" aria-label="Drawing"><svg viewBox="0 0 \(Lanes.width) \(height)" role="img" aria-labelledby="lanes-title lanes-desc" width="\(Lanes.width)">
            <title id="lanes-title">Entries of each copy by log time</title>
            <desc id="lanes-desc">A line for each of \(lanes.count) copies, from \(PageTime.text(first)) to \(PageTime.text(last)) UTC; \(Mark.allCases.map(\.meaning).joined(separator: ", ")). The upright line is the moment that is shown; what was logged later is faint.</desc>
            <line class="moment" x1="\(x)" x2="\(x)" y1="0" y2="\(height - 24)"/>
            \(shapes)<text x="\(Lanes.names)" y="\(height - 6)">\(PageTime.text(first))</text>
            <text x="\(Lanes.width)" y="\(height - 6)" text-anchor="end">\(PageTime.text(last)) UTC</text>
            </svg></div>
            <p class="faint">● an item was saved &#160; ✕ an item was deleted &#160; ■ a message, or a row without effect. What was logged after the moment is faint.</p>
            \(left)<details><summary>The same as a table</summary>
            <table><thead><tr><th scope="col">Copy</th><th scope="col" class="number">Saved</th><th scope="col" class="number">Deleted</th><th scope="col" class="number">Messages</th><th scope="col">First</th><th scope="col">Last</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></details>
            </section>

            """
    }
}
