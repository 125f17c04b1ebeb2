import ExchangeFormats

extension Decision {
    /// Decides dates that no pattern gives: of a series whose master nobody's log shows or whose pattern cannot be
    /// known, or beside an item that does not recur. What their own items state is known.
    ///
    /// - Parameter slot: the time of the item that has no date of its own.
    mutating func decideDates(
        of copies: [Copy], beside slot: Slot?, isSeries: Bool, zone: SeriesZone?, zones: ZoneBook
    ) {
        var words: [CivilDate: [DateWord]] = [:]
        let ownDates = Set(copies.filter(\.isOrganizers).flatMap { $0.dated.map(\.date) })
        for copy in copies {
            for (date, item) in copy.dated {
                // The organizer's word on a date outweighs a guest's.
                if !copy.isOrganizers, ownDates.contains(date) { continue }
                if let word = word(of: item, in: copy) { words[date, default: []].append(word) }
            }
        }
        let loose = LooseDates(slot: slot, isSeries: isSeries, zone: zone), clock = zones.rules(zone)
        let dates = words.sorted { $0.key < $1.key }.compactMap { date, words in
            loose.dated(date, words, isCancelled: cancelledDates.contains(date), clock)
        }
        removedDates = Set(dates.filter(\.isRemoved).map(\.date))
        keptDates = Set(dates.filter { !$0.isRemoved }.map(\.date))
        schedule = loose.schedule(dates)
        guard cancelledDates.isEmpty else { return }
        if copy.master == nil {
            ground = .dates(loose)
        } else if copy.isOrganizers, copies.count == 1 {
            ground = .loose(loose)
        }
    }

    /// A copy's word on a date; nil where it no longer counts.
    private func word(of item: Item, in copy: Copy) -> DateWord? {
        if let reset, let last = item.last, !last.isNewer(than: reset.order) { return nil }
        // A guest of single dates who deletes one declines it; who holds the meeting takes the date off it.
        let removesByDeletion = copy.isOrganizers || copy.master?.isLive == true
        return DateWord(item: item, isRemoved: removesByDeletion ? !item.isLive : item.state.isCancelled)
    }

    /// Takes the dates of a decision before, and decides one of them anew by the words of all copies.
    mutating func takeDates(
        of before: inout Decision, but date: CivilDate, _ loose: LooseDates, of set: CopySet, _ zones: ZoneBook
    ) {
        ground = before.ground
        (removedDates, keptDates) = (before.removedDates, before.keptDates)
        var dates = before.schedule.looseDates
        // Nothing else may hold the dates that are changed.
        (before.removedDates, before.keptDates, before.schedule) = ([], [], .unknown)
        let holders = set.claims.indices.filter { set.claims[$0].hasDates && set.copies[$0].dated[date] != nil }
        let own = holders.filter { set.claims[$0].isOrganizers }
        let words = (own.isEmpty ? holders : own).compactMap { index in
            set.copies[index].dated[date].flatMap { word(of: $0, in: set.copies[index]) }
        }
        let newest = loose.dated(date, words, isCancelled: false, zones.rules(loose.zone))
        putLoose(newest, on: date, in: &dates, loose)
    }

    /// Decides one date anew, where no other copy than the organizer's has a word on it.
    mutating func redecideLoose(_ date: CivilDate, _ loose: LooseDates, _ zones: ZoneBook) {
        let newest = copy.item(on: date).flatMap { word(of: $0, in: copy) }.flatMap {
            loose.dated(date, [$0], isCancelled: false, zones.rules(loose.zone))
        }
        var dates = schedule.looseDates
        // Nothing else may hold the dates that are changed.
        schedule = .unknown
        putLoose(newest, on: date, in: &dates, loose)
    }

    private mutating func putLoose(
        _ newest: DatedSlot?, on date: CivilDate, in dates: inout [DatedSlot], _ loose: LooseDates
    ) {
        let index = dates.firstPlace { $0.date >= date }
        if index < dates.count, dates[index].date == date { dates.remove(at: index) }
        removedDates.remove(date)
        keptDates.remove(date)
        if let newest {
            dates.insert(newest, at: index)
            if newest.isRemoved { removedDates.insert(date) } else { keptDates.insert(date) }
        }
        schedule = loose.schedule(dates)
    }
}

/// What the item of one copy says of a date.
struct DateWord {
    var item: Item
    var isRemoved: Bool
}

/// Dates that no pattern gives, beside an item that has no date of its own.
struct LooseDates {
    /// The time of that item.
    let slot: Slot?
    let isSeries: Bool
    let zone: SeriesZone?

    /// What became of a date; nil where no word on it says when.
    fileprivate func dated(
        _ date: CivilDate, _ words: [DateWord], isCancelled: Bool, _ clock: ZoneRules
    ) -> DatedSlot? {
        guard var newest = LooseDates.newest(of: words) else { return nil }
        if isCancelled { newest.isRemoved = true }
        let ownSlot = newest.item.isOfMessagesOnly && !newest.item.isInferred ? nil : newest.item.slot
        guard let slot = ownSlot ?? (newest.isRemoved ? slot?.moved(to: date, clock) : nil) else { return nil }
        // Where id and original start differ, the export shifted the time.
        let original = newest.item.state.originalStart.flatMap { clock.wallTime(of: $0).date == date ? $0 : nil }
        return DatedSlot(
            date: date, slot: slot, originalStart: original, isRemoved: newest.isRemoved,
            subject: newest.item.state.subject)
    }

    /// - Parameter dates: in order.
    fileprivate func schedule(_ dates: [DatedSlot]) -> Schedule {
        switch (slot, isSeries) {
        case (let slot?, _) where !dates.isEmpty: .besides(slot, isSeries: isSeries, dates: dates, zone: zone)
        case (let slot?, false): .single(slot, zone: zone)
        case (let slot?, true): .firstOccurrence(slot, zone: zone)
        case (nil, _): dates.isEmpty ? .unknown : .dates(dates, zone: zone)
        }
    }

    /// Of the words of the greatest sequence number on one date, the newest that keeps it; else the newest that removes
    /// it.
    static func newest(of words: [DateWord]) -> DateWord? {
        guard let greatest = words.map(\.item.state.sequenceNumber).max() else { return nil }
        let current = words.filter { $0.item.state.sequenceNumber == greatest }
        let kept = current.filter { !$0.isRemoved }
        return (kept.isEmpty ? current : kept).max { Copy.rank($0.item) < Copy.rank($1.item) }
    }
}

extension Schedule {
    fileprivate var looseDates: [DatedSlot] {
        switch self {
        case .dates(let dates, _), .besides(_, _, let dates, _): dates
        case .unknown, .single, .firstOccurrence, .series: []
        }
    }
}

extension Slot {
    /// The same times of day on another date.
    fileprivate func moved(to date: CivilDate, _ clock: ZoneRules) -> Slot {
        let wall = clock.wallTime(of: start)
        let shift = WallTime(date).ticks - WallTime(wall.date).ticks
        let begin = WallTime(ticks: wall.ticks + shift)
        let finish = WallTime(ticks: max(begin.ticks, clock.wallTime(of: end).ticks + shift))
        return Slot(begin...finish, isAllDay: isAllDay, clock)
    }
}
