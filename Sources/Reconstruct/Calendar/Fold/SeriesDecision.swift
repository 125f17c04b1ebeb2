import ExchangeFormats

extension Decision {
    /// Decides a series: its pattern, when it was reset, and what became of single dates.
    mutating func decideSeries(
        _ master: Item, peers: [Int], of set: CopySet, zone: SeriesZone?, zones: ZoneBook
    ) {
        let history = copy.seriesHistory(isOrganizers: copy.isOrganizers, zones: zones) ?? SeriesHistory()
        reset = history.reset ?? peersReset(of: history, peers, set, zones)
        // A guest's copy that decides speaks for its owner too, so its blob is looked at like any other.
        if copy.isOrganizers { knownBlobs = history.blobs }
        if zone.flatMap(zones.resolution)?.isExact != true { marks.insert(.timeZoneUnknown) }
        guard let reading = history.reading,
            var series = try? Series(
                pattern: reading.pattern, startMinutes: reading.startMinutes, endMinutes: reading.endMinutes,
                isAllDay: master.state.isAllDay == true, zone: zone, firstStart: master.state.startTime, overrides: [])
        else {
            marks.insert(.recurrenceUndecoded)
            if master.state.blob.map(RecurrenceBlobText.isCutBySpreadsheet) == true { marks.insert(.recurrenceCut) }
            decideDates(
                of: [copy] + Decision.copiesWithDates(peers + organizers, set), beside: master.slot, isSeries: true,
                zone: zone, zones: zones)
            return
        }
        let clock = series.rules(zones)
        if !reading.hasTimes, let slot = master.slot {
            let start = clock.wallTime(of: slot.start)
            series.startMinutes = Int((start.ticks - WallTime(start.date).ticks) / Instant.ticksPerMinute)
            series.endMinutes = series.startMinutes + Int((slot.end.ticks - slot.start.ticks) / Instant.ticksPerMinute)
        }
        let times = TimesOfDay(start: series.startMinutes, end: series.endMinutes, isAllDay: series.isAllDay)
        let words = DateOverrides(history: history, times: times, rule: series.rule, clock: clock)
        var overrides = words.overrides(of: copy)
        removedDates = Set(overrides.values.filter(\.isRemoved).map(\.date))
        if !removedDates.isEmpty { restore(&overrides, removedDates, peers, set, clock: clock, zones: zones) }
        for organizer in organizers {
            for (date, item) in set.copies[organizer].dated { take(item, on: date, into: &overrides, words) }
        }
        for date in cancelledDates where overrides[date] != nil || series.rule.contains(date) {
            let known = overrides[date]
            overrides[date] = .init(date: date, moved: known?.moved, isRemoved: true, subject: known?.subject)
            removedDates.insert(date)
        }
        series.overrides = overrides.values.sorted { $0.date < $1.date }
        schedule = .series(series)
        if cancelledDates.isEmpty { ground = .series(words) }
    }

    /// When the series was reset, or became a single meeting, as the best of the other copies tells: the one that
    /// decides may have been made since, and never had another pattern. Nil for an organizer's copy, which has no peers.
    func peersReset(of history: SeriesHistory, _ peers: [Int], _ set: CopySet, _ zones: ZoneBook) -> LogMoment? {
        // A series whose pattern cannot be read is like no other.
        guard history.reading != nil || copy.master?.isOfSeries == false else { return nil }
        var best: (peer: Int, reset: LogMoment)?
        for peer in peers where set.claims[peer].mayBeReset {
            if let best, !set.claims[peer].decides(over: set.claims[best.peer]) { continue }
            guard let theirs = set.copies[peer].seriesHistory(isOrganizers: false, zones: zones),
                let reset = theirs.reset
            else { continue }
            let isAlike =
                history.reading.map { theirs.reading?.hasSamePattern(as: $0) == true }
                ?? (set.copies[peer].master?.isOfSeries == false)
            if isAlike { best = (peer, reset) }
        }
        return best?.reset
    }

    /// The organizer's item of a single date, where the series is a guest's. What a guest's copy heard of a date since
    /// is newer still; a guest's refusal is no word on it.
    private mutating func take(
        _ item: Item, on date: CivilDate, into overrides: inout [CivilDate: Series.Override], _ words: DateOverrides
    ) {
        guard overrides[date] != nil || words.rule.contains(date), let last = item.last,
            reset.map({ last.isNewer(than: $0.order) }) ?? true
        else { return }
        if let change = words.history.dates[date], change.moment.order.isNewer(than: last), !change.state.isRemoved {
            return
        }
        if let known = copy.item(on: date), known.isLive, known.last?.isNewer(than: last) == true { return }
        guard let word = words.word(of: item, on: date, over: overrides[date]) else { return }
        overrides[date] = word
        if word.isRemoved { removedDates.insert(date) } else { removedDates.remove(date) }
    }

    /// Without an organizer's copy a date is removed only when every live copy of the greatest sequence number
    /// has removed it; where one has not, its word stands.
    ///
    /// - Parameter dates: those of the removed ones that are asked for.
    private mutating func restore(
        _ overrides: inout [CivilDate: Series.Override], _ dates: Set<CivilDate>, _ peers: [Int], _ set: CopySet,
        clock: ZoneRules, zones: ZoneBook
    ) {
        var left = dates
        for peer in equals(peers, set) {
            guard !left.isEmpty else { return }
            let copy = set.copies[peer]
            guard let theirs = DateOverrides(of: copy, clock: clock, zones: zones) else { continue }
            for date in left {
                let word = theirs.override(of: copy, on: date)
                guard word?.isRemoved != true else { continue }
                overrides[date] = word
                removedDates.remove(date)
                left.remove(date)
            }
        }
    }

    /// The live ones of some copies that have the sequence number of the one that decides, the best first; of those
    /// that say the same of each date the best alone.
    private func equals(_ peers: [Int], _ set: CopySet) -> [Int] {
        let sequence = leading.state.sequenceNumber
        var equals: [Int] = [], bestByBlob: [Int: Int] = [:]
        for peer in peers {
            let claim = set.claims[peer]
            guard claim.hasMaster, claim.isLive, claim.rank?.sequence == sequence else { continue }
            if let blob = claim.blobNumber {
                if let best = bestByBlob[blob], !claim.decides(over: set.claims[best]) { continue }
                bestByBlob[blob] = peer
            } else {
                equals.append(peer)
            }
        }
        return (equals + bestByBlob.values).sorted { set.claims[$0].decides(over: set.claims[$1]) }
    }
}

// MARK: - Single dates anew

extension Decision {
    /// What single dates rest on.
    enum DateGround {
        case series(DateOverrides)
        /// Of the organizer's items alone, beside an item without a pattern.
        case loose(LooseDates)
        /// Of the items of all copies, where the one that decides has no other.
        case dates(LooseDates)
    }

    /// Whether a single date can be decided anew when an item of that date alone has changed, of the copy that decides
    /// or of another guest's.
    ///
    /// - Parameter set: the copies as they are now.
    func canRedecide(_ set: CopySet) -> Bool {
        guard copy.master != nil, ground != nil else { return false }
        return restsOnOrganizer || set.looseCancellations.isEmpty && set.looseDateCancellations.isEmpty
    }

    /// Decides a date anew, of which alone an item has changed.
    ///
    /// - Returns: how many copies were looked at.
    mutating func redecide(_ date: CivilDate, _ set: CopySet, zones: ZoneBook) -> Int {
        switch ground {
        case .series(let words):
            guard case .series(var series) = schedule else { return 0 }
            // Nothing else may hold the dates that are changed.
            schedule = .unknown
            var looked = 1
            var overrides: [CivilDate: Series.Override] = [:]
            overrides[date] = words.override(of: copy, on: date)
            removedDates.remove(date)
            if overrides[date]?.isRemoved == true {
                removedDates.insert(date)
                if !copy.isOrganizers {
                    let peers = set.claims.indices.filter { !set.claims[$0].isOrganizers && $0 != place }
                    looked += peers.count
                    restore(&overrides, [date], peers, set, clock: words.clock, zones: zones)
                }
            }
            for organizer in organizers {
                if let item = set.copies[organizer].dated[date] { take(item, on: date, into: &overrides, words) }
            }
            series.put(overrides[date], on: date)
            schedule = .series(series)
            return looked + organizers.count
        case .loose(let loose):
            redecideLoose(date, loose, zones)
            return 1
        case .dates, nil: return 0
        }
    }
}

extension Series {
    /// Sets what differs on a date; nil for one that stands as the pattern has it.
    fileprivate mutating func put(_ newest: Override?, on date: CivilDate) {
        let index = overrides.firstPlace { $0.date >= date }
        let isKnown = index < overrides.count && overrides[index].date == date
        switch (newest, isKnown) {
        case (let newest?, true): overrides[index] = newest
        case (let newest?, false): overrides.insert(newest, at: index)
        case (nil, true): overrides.remove(at: index)
        case (nil, false): break
        }
    }
}
