import ExchangeFormats

extension Decision {
    /// Decides dates that no pattern gives: of a series whose master nobody's log shows or whose pattern cannot be
    /// known, or beside an item that does not recur. What their own items state is known.
    ///
    /// - Parameter slot: the time of the item that has no date of its own.
    mutating func decideDates(
        of copies: [Copy], beside slot: Slot?, isSeries: Bool, zone: SeriesZone?, zones: ZoneBook
    ) {
        var words: [CivilDate: [(item: Item, isRemoved: Bool)]] = [:]
        let ownDates = Set(copies.filter(\.isOrganizers).flatMap { $0.dated.map(\.date) })
        for copy in copies {
            // A guest of single dates who deletes one declines it; who holds the meeting takes the date off it.
            let removesByDeletion = copy.isOrganizers || copy.master?.isLive == true
            for (date, item) in copy.dated {
                // The organizer's word on a date outweighs a guest's.
                if !copy.isOrganizers, ownDates.contains(date) { continue }
                if let reset, let last = item.last, !last.isNewer(than: reset.order) { continue }
                words[date, default: []].append((item, removesByDeletion ? !item.isLive : item.state.isCancelled))
            }
        }
        let clock = zones.rules(zone)
        let dates = words.sorted { $0.key < $1.key }.compactMap { date, words -> DatedSlot? in
            guard var newest = LooseDates.newest(of: words) else { return nil }
            if cancelledDates.contains(date) { newest.isRemoved = true }
            let ownSlot = newest.item.isOfMessagesOnly && !newest.item.isInferred ? nil : newest.item.slot
            guard let slot = ownSlot ?? (newest.isRemoved ? slot?.moved(to: date, clock) : nil) else { return nil }
            // Where id and original start differ, the export shifted the time.
            let original = newest.item.state.originalStart.flatMap { clock.wallTime(of: $0).date == date ? $0 : nil }
            return DatedSlot(
                date: date, slot: slot, originalStart: original, isRemoved: newest.isRemoved,
                subject: newest.item.state.subject)
        }
        removedDates = Set(dates.filter(\.isRemoved).map(\.date))
        keptDates = Set(dates.filter { !$0.isRemoved }.map(\.date))
        switch (slot, isSeries) {
        case (let slot?, _) where !dates.isEmpty:
            schedule = .besides(slot, isSeries: isSeries, dates: dates, zone: zone)
        case (let slot?, false): schedule = .single(slot, zone: zone)
        case (let slot?, true): schedule = .firstOccurrence(slot, zone: zone)
        case (nil, _): schedule = dates.isEmpty ? .unknown : .dates(dates, zone: zone)
        }
    }
}

private enum LooseDates {
    /// Of the words of the greatest sequence number on one date, the newest that keeps it; else the newest that removes
    /// it.
    static func newest(of words: [(item: Item, isRemoved: Bool)]) -> (item: Item, isRemoved: Bool)? {
        guard let greatest = words.map(\.item.state.sequenceNumber).max() else { return nil }
        let current = words.filter { $0.item.state.sequenceNumber == greatest }
        let kept = current.filter { !$0.isRemoved }
        return (kept.isEmpty ? current : kept).max { Copy.rank($0.item) < Copy.rank($1.item) }
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
