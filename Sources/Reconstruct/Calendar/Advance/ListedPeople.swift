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
        // Without an item of the whole no list of a single date counts: none of them needs a look.
        if decision.copy.master != nil {
            for (date, item) in decision.copy.dated where !item.state.attendees.isEmpty { named.insert(date) }
        }
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
            if list.lines.hold(address) { known.named.insert(date) } else { known.named.remove(date) }
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
        for index in whole.lines[address] { body(whole.item.state.attendees[index], nil, whole.item) }
        guard let named = dates[address]?.named else { return }
        for date in (asked ?? named).sorted() where named.contains(date) {
            guard let list = dated[date] else { continue }
            for index in list.lines[address] { body(list.item.state.attendees[index], date, list.item) }
        }
    }

    /// Those whom lists of single dates name.
    var withDates: Dictionary<String, (named: Set<CivilDate>, asResource: Int)>.Keys { dates.keys }

    var addresses: Set<String> { Set(whole.lines.addresses).union(dates.keys) }
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
    private(set) var lines = ListPlaces()
    /// Those who answered at times that the list tells: they are ranked by the newest row that shows it.
    private var timed: Set<String> = []

    /// Whether a line of somebody's says that they are a resource.
    func hasAsResource(_ address: String) -> Bool {
        lines[address].contains { item.state.attendees[$0].type == .resource }
    }

    /// - Returns: whose lines are others than before, or are dated otherwise.
    mutating func update(_ newest: Item) -> Set<String> {
        let before = (attendees: item.state.attendees, shown: item.shownAnswers, last: item.last)
        item.state.attendees = newest.state.attendees
        item.shownAnswers = newest.shownAnswers
        item.last = newest.last
        var touched: Set<String> = []
        let isAnotherList = before.attendees != item.state.attendees
        if isAnotherList { touched = replaceLines(of: before.attendees) }
        if before.shown != item.shownAnswers {
            for (address, answer) in before.shown where item.shownAnswers[address] != answer { touched.insert(address) }
            for address in item.shownAnswers.keys where before.shown[address] == nil { touched.insert(address) }
        }
        if isAnotherList || before.shown != item.shownAnswers {
            timed = []
            item.state.attendees.forEachLine(butThoseOf: AttendeeList()) { _, line in
                if line.response != nil, item.shownAnswers[line.address] == nil { timed.insert(line.address) }
            }
        }
        if before.last != item.last { touched.formUnion(timed) }
        return touched
    }

    /// Brings the places of lines in line with a list. What it shares with the one before is not looked at.
    ///
    /// - Returns: whose lines are others than before.
    private mutating func replaceLines(of before: AttendeeList) -> Set<String> {
        let newest = item.state.attendees
        var gone: [String: [ListedAttendee]] = [:], come: [String: [ListedAttendee]] = [:]
        before.forEachLine(butThoseOf: newest) { place, line in
            lines.remove(place, of: line.address)
            gone[line.address, default: []].append(line)
        }
        newest.forEachLine(butThoseOf: before) { place, line in
            lines.add(place, of: line.address)
            come[line.address, default: []].append(line)
        }
        let same = come.filter { gone[$0.key] == $0.value }.keys
        return Set(gone.keys).union(come.keys).subtracting(same)
    }
}

/// By address, the places of the lines in a list: most often one, and of very many people.
private struct ListPlaces {
    private var first: [String: Int] = [:]
    /// Of those with more than one line, all but the first, in order.
    private var others: [String: [Int]] = [:]

    subscript(address: String) -> [Int] {
        guard let place = first[address] else { return [] }
        return [place] + (others[address] ?? [])
    }

    func hold(_ address: String) -> Bool { first[address] != nil }

    var addresses: Dictionary<String, Int>.Keys { first.keys }

    mutating func add(_ place: Int, of address: String) {
        guard let known = first[address] else {
            first[address] = place
            return
        }
        first[address] = min(known, place)
        others[address, default: []].insertInOrder(max(known, place))
    }

    mutating func remove(_ place: Int, of address: String) {
        guard first[address] == place else {
            others[address]?.removeAll { $0 == place }
            if others[address]?.isEmpty == true { others[address] = nil }
            return
        }
        let rest = others.removeValue(forKey: address) ?? []
        first[address] = rest.first
        if rest.count > 1 { others[address] = Array(rest.dropFirst()) }
    }
}
