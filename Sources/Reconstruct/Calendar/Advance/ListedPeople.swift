import ExchangeFormats

/// Who is listed in the attendee columns of the deciding copy: for the whole, and for single dates.
struct ListedPeople {
    private var whole = List()
    private var dated: [CivilDate: List] = [:]
    /// The dates whose lists name somebody.
    private var dates: [String: Set<CivilDate>] = [:]

    /// - Returns: whose lines are others than before.
    mutating func update(_ decision: Decision) -> Set<String> {
        var touched = whole.update(decision.leading)
        var items: [CivilDate: Item] = [:]
        if decision.copy.master != nil {
            for (date, item) in decision.copy.dated where !item.state.attendees.isEmpty {
                if let reset = decision.reset, let last = item.last, last.logged < reset.logged { continue }
                items[date] = item
            }
        }
        for date in Set(items.keys).union(dated.keys) {
            var list = dated.removeValue(forKey: date) ?? List()
            let before = list.lines
            touched.formUnion(list.update(items[date] ?? Item()))
            for address in before.keys where list.lines[address] == nil { dates[address]?.remove(date) }
            for address in list.lines.keys where before[address] == nil { dates[address, default: []].insert(date) }
            if items[date] != nil { dated[date] = list }
        }
        return touched
    }

    /// Gives somebody's lines in the order of a fold: of the whole, then by date, each with what the item shows.
    func forEachLine(of address: String, _ body: (ListedAttendee, CivilDate?, Item) -> Void) {
        for index in whole.lines[address] ?? [] { body(whole.item.state.attendees[index], nil, whole.item) }
        for date in (dates[address] ?? []).sorted() {
            guard let list = dated[date] else { continue }
            for index in list.lines[address] ?? [] { body(list.item.state.attendees[index], date, list.item) }
        }
    }

    var addresses: Set<String> { Set(whole.lines.keys).union(dates.lazy.filter { !$0.value.isEmpty }.map(\.key)) }
}

/// The list of one item.
private struct List {
    /// No more of the item than answers of its list rest on.
    private(set) var item = Item()
    /// By address, the places of their lines.
    private(set) var lines: [String: [Int]] = [:]
    /// Those who answered at times that the list tells: they are ranked by the newest row that shows it.
    private var timed: Set<String> = []

    /// - Returns: whose lines are others than before, or are dated otherwise.
    mutating func update(_ newest: Item) -> Set<String> {
        let before = (item: item, lines: lines)
        item.state.attendees = newest.state.attendees
        item.shownAnswers = newest.shownAnswers
        item.last = newest.last
        var touched: Set<String> = []
        if before.item.state.attendees != item.state.attendees || before.item.shownAnswers != item.shownAnswers {
            lines = [:]
            for (index, line) in item.state.attendees.enumerated() { lines[line.address, default: []].append(index) }
            for (address, places) in lines {
                let known = before.lines[address] ?? []
                if before.item.shownAnswers[address] != item.shownAnswers[address]
                    || !places.elementsEqual(
                        known, by: { item.state.attendees[$0] == before.item.state.attendees[$1] })
                {
                    touched.insert(address)
                }
            }
            for address in before.lines.keys where lines[address] == nil { touched.insert(address) }
            let answered = item.state.attendees.lazy.filter { $0.response != nil }.map(\.address)
            timed = Set(answered.filter { [item] in item.shownAnswers[$0] == nil })
        }
        if before.item.last != item.last { touched.formUnion(timed) }
        return touched
    }
}
