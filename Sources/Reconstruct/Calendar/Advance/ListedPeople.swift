import ExchangeFormats

/// Who is listed in the attendee columns of the deciding copy: for the whole, and for single dates.
struct ListedPeople {
    private var whole = List()
    private var dated: [CivilDate: List] = [:]
    /// The dates whose lists name somebody, and how many of these name a resource.
    private var dates: [String: (named: Set<CivilDate>, asResource: Int)] = [:]

    /// - Returns: whose lines are others than before, and of what.
    mutating func update(_ decision: Decision) -> [String: PersonPart.Extent] {
        var touched: [String: PersonPart.Extent] = [:]
        for address in whole.update(decision.leading) { touched[address] = .whole }
        var named = Set(dated.keys)
        for (date, item) in decision.copy.dated where !item.state.attendees.isEmpty { named.insert(date) }
        for date in named {
            for (address, extent) in update(decision, on: date) { touched[address, default: extent].formUnion(extent) }
        }
        return touched
    }

    /// The same of a single date.
    mutating func update(_ decision: Decision, on date: CivilDate) -> [String: PersonPart.Extent] {
        let item = decision.listing(on: date)
        guard item != nil || dated[date] != nil else { return [:] }
        var list = dated.removeValue(forKey: date) ?? List()
        let before = list
        var touched: [String: PersonPart.Extent] = [:]
        for address in list.update(item ?? Item()) {
            let wasResource = isResource(address)
            var known = dates.removeValue(forKey: address) ?? ([], 0)
            if list.lines[address] != nil { known.named.insert(date) } else { known.named.remove(date) }
            known.asResource += (list.hasAsResource(address) ? 1 : 0) - (before.hasAsResource(address) ? 1 : 0)
            if !known.named.isEmpty { dates[address] = known }
            touched[address] = wasResource == isResource(address) ? .dates([date]) : .whole
        }
        if item != nil { dated[date] = list }
        return touched
    }

    /// Whether the list of a single date has somebody as a resource.
    func isResource(_ address: String) -> Bool { dates[address].map { $0.asResource > 0 } ?? false }

    /// Gives somebody's lines in the order of a fold: of the whole, then by date, each with what the item shows.
    ///
    /// - Parameter asked: the single dates that are asked for; every one where nil.
    func forEachLine(
        of address: String, on asked: Set<CivilDate>?, _ body: (ListedAttendee, CivilDate?, Item) -> Void
    ) {
        for index in whole.lines[address] ?? [] { body(whole.item.state.attendees[index], nil, whole.item) }
        guard let named = dates[address]?.named else { return }
        for date in (asked ?? named).sorted() where named.contains(date) {
            guard let list = dated[date] else { continue }
            for index in list.lines[address] ?? [] { body(list.item.state.attendees[index], date, list.item) }
        }
    }

    var addresses: Set<String> { Set(whole.lines.keys).union(dates.keys) }
}

extension Decision {
    /// The item of a date whose list of attendees counts.
    fileprivate func listing(on date: CivilDate) -> Item? {
        guard copy.master != nil, let item = copy.item(on: date), !item.state.attendees.isEmpty else { return nil }
        if let reset, let last = item.last, last.logged < reset.logged { return nil }
        return item
    }
}

/// The list of one item.
private struct List {
    /// No more of the item than answers of its list rest on.
    private(set) var item = Item()
    /// By address, the places of their lines.
    private(set) var lines: [String: [Int]] = [:]
    /// Those who answered at times that the list tells: they are ranked by the newest row that shows it.
    private var timed: Set<String> = []

    /// Whether a line of somebody's says that they are a resource.
    func hasAsResource(_ address: String) -> Bool {
        lines[address]?.contains { item.state.attendees[$0].type == .resource } ?? false
    }

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
