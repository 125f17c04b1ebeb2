import ExchangeFormats

/// Which copy decides, and what it decides: the schedule, the status and the doubts.
struct Decision {
    /// The item that speaks for the meeting as a whole.
    let leading: Item
    /// The copy that decides.
    let copy: Copy
    /// Whom the deciding copy names, else the best of the others; a display name only where there is no address.
    let organizer: String?
    private(set) var standing: Standing
    var schedule: Schedule = .unknown
    private(set) var marks: Meeting.Marks = []
    /// When single dates were last reset.
    private(set) var reset: LogMoment?
    /// Blobs that the organizer's copy has held: an attendee's equal blob says nothing of its own.
    private(set) var knownBlobs: [[UInt8]] = []
    /// Dates that stand although no pattern gives them.
    var keptDates: Set<CivilDate> = []
    /// Dates that the deciding copy has removed.
    var removedDates: Set<CivilDate> = []
    /// Whether no guest's copy was asked who decides.
    let isOrganizersAlone: Bool
    /// Dates that messages of a merged export cancelled.
    let cancelledDates: Set<CivilDate>

    init?(_ set: CopySet, zones: ZoneBook) {
        let copies = set.copies
        let own = Decision.organizer(copies)
        guard let index = own ?? Decision.best(copies), let item = copies[index].leading else { return nil }
        isOrganizersAlone = own.map { copies[$0].master != nil } ?? false
        copy = copies[index]
        leading = item
        organizer = copy.namedOrganizer ?? Decision.organizerOfOthers(copies) ?? item.state.organizer
        cancelledDates = Decision.cancelledDates(set)
        if copy.isOrganizers, let master = copy.master {
            standing = Standing(
                organizer: copy, master: master, guests: copies.filter { !$0.isOrganizers },
                loose: set.looseCancellations,
                zones: zones)
        } else {
            standing = Standing(deciding: copy, of: copies, loose: set.looseCancellations)
        }
        if !copy.isOrganizers { marks.insert(.attendeeCopy) }
        if item.isInferred { marks.insert(.inferred) }
        let zone = item.state.zone ?? Decision.zone(of: copies)
        guard let master = copy.master else {
            decideDates(of: copies, beside: nil, isSeries: false, zone: zone, zones: zones)
            standing.status = !removedDates.isEmpty && keptDates.isEmpty ? .cancelled : .scheduled
            return
        }
        let guests = copy.isOrganizers ? [] : copies.indices.filter { !copies[$0].isOrganizers }
        // Of an organizer whose log has no more than single dates, the word on these stands beside a guest's series.
        let organizers = copy.isOrganizers ? [] : copies.filter { $0.isOrganizers && $0.master == nil }
        guard master.state.isRecurring == true || master.state.blob != nil else {
            reset = copy.seriesHistory(isOrganizers: copy.isOrganizers, zones: zones)?.reset
            let holders = copy.isOrganizers ? [copy] : guests.map { copies[$0] } + organizers
            decideDates(of: holders, beside: master.slot, isSeries: false, zone: zone, zones: zones)
            return
        }
        decideSeries(
            master, peers: guests.filter { $0 != index }.map { copies[$0] }, organizers: organizers, zone: zone,
            zones: zones)
    }

    /// The organizer's copy; nil without one, and with no more of it than single dates where another has more.
    private static func organizer(_ copies: [Copy]) -> Int? {
        let organizers = copies.indices.filter { copies[$0].isOrganizers }
        let organizer = organizers.max { left, right in
            let (one, other) = (copies[left], copies[right])
            // A mailbox that is the organizer's outweighs a state that says so.
            if one.isInOrganizersMailbox != other.isInOrganizersMailbox { return other.isInOrganizersMailbox }
            if one.isLive != other.isLive { return other.isLive }
            return decides(other, over: one)
        }
        if let organizer, copies[organizer].master != nil || copies.allSatisfy({ $0.master == nil }) {
            return organizer
        }
        return nil
    }

    private static func best(_ copies: [Copy]) -> Int? {
        candidates(copies).max { decides(copies[$1], over: copies[$0]) }
    }

    /// Whom the best of the copies that name somebody names.
    private static func organizerOfOthers(_ copies: [Copy]) -> String? {
        copies.filter { $0.namedOrganizer != nil }.max { decides($1, over: $0) }?.namedOrganizer
    }

    private static func decides(_ left: Copy, over right: Copy) -> Bool {
        guard let one = left.leading, let other = right.leading else { return left.leading != nil }
        if (left.master != nil) != (right.master != nil) { return left.master != nil }
        return Copy.rank(one) > Copy.rank(other)
    }

    /// Without an organizer's copy the meeting is cancelled when every copy of the greatest sequence number says
    /// so; else those that were cancelled belong to guests who were taken off, and do not decide.
    private static func candidates(_ copies: [Copy]) -> [Int] {
        guard let greatest = copies.compactMap({ $0.leading?.state.sequenceNumber }).max() else { return [] }
        let newest = copies.indices.filter { copies[$0].leading?.state.sequenceNumber == greatest }
        return newest.allSatisfy { copies[$0].isCancelled } ? newest : copies.indices.filter { !copies[$0].isCancelled }
    }

    /// A message of a merged export cancels its date where no organizer's copy is live, its sequence number is not
    /// below that of any calendar row, and no item of that date was saved after it.
    private static func cancelledDates(_ set: CopySet) -> Set<CivilDate> {
        guard !set.looseDateCancellations.isEmpty, !set.copies.contains(where: { $0.isOrganizers && $0.isLive }) else {
            return []
        }
        let dated = set.copies.flatMap(\.dated)
        let greatest = (set.copies.compactMap(\.master) + dated.map(\.item)).map(\.state.sequenceNumber).max() ?? 0
        var saved: [CivilDate: Instant] = [:]
        for (date, item) in dated {
            guard item.isLive, let last = item.lastOfItem else { continue }
            saved[date] = max(last.logged, saved[date] ?? last.logged)
        }
        return Set(
            set.looseDateCancellations.filter { date, words in
                words.contains { word in
                    word.sequence >= greatest && saved[date].map { $0 <= word.moment.logged } ?? true
                }
            }.keys)
    }

    /// The zone of the newest item that names one.
    private static func zone(of copies: [Copy]) -> SeriesZone? {
        copies.compactMap(\.master).filter { $0.state.zone != nil }.max { Copy.rank($0) < Copy.rank($1) }?.state.zone
    }
}

// MARK: - Series

extension Decision {
    private mutating func decideSeries(
        _ master: Item, peers: [Copy], organizers: [Copy], zone: SeriesZone?, zones: ZoneBook
    ) {
        let history =
            copy.seriesHistory(isOrganizers: copy.isOrganizers, zones: zones) ?? SeriesHistory()
        reset = history.reset ?? peersReset(of: history, peers, zones)
        // A guest's copy that decides speaks for its owner too, so its blob is looked at like any other.
        if copy.isOrganizers { knownBlobs = master.shapes.compactMap(\.blob) }
        if zone.flatMap(zones.resolution)?.isExact != true { marks.insert(.timeZoneUnknown) }
        guard let reading = history.reading, let rule = try? RecurrenceRule(reading.pattern) else {
            marks.insert(.recurrenceUndecoded)
            if master.state.blob.map(RecurrenceBlobText.isCutBySpreadsheet) == true { marks.insert(.recurrenceCut) }
            decideDates(of: [copy] + peers + organizers, beside: master.slot, isSeries: true, zone: zone, zones: zones)
            return
        }
        var series = Series(
            pattern: reading.pattern, startMinutes: reading.startMinutes, endMinutes: reading.endMinutes,
            isAllDay: master.state.isAllDay == true, zone: zone, firstStart: master.state.startTime, overrides: [])
        let clock = series.rules(zones)
        if !reading.hasTimes, let slot = master.slot {
            let start = clock.wallTime(of: slot.start)
            series.startMinutes = Int((start.ticks - WallTime(start.date).ticks) / Instant.ticksPerMinute)
            series.endMinutes = series.startMinutes + Int((slot.end.ticks - slot.start.ticks) / Instant.ticksPerMinute)
        }
        let times = TimesOfDay(start: series.startMinutes, end: series.endMinutes, isAllDay: series.isAllDay)
        var overrides = Decision.overrides(of: copy, history, times: times, rule: rule, clock: clock)
        removedDates = Set(overrides.values.filter(\.isRemoved).map(\.date))
        if !removedDates.isEmpty { restore(&overrides, peers, clock: clock, zones: zones) }
        takeOrganizersDates(into: &overrides, organizers, history, times: times, rule: rule, clock: clock)
        for date in cancelledDates where overrides[date] != nil || rule.contains(date) {
            let known = overrides[date]
            overrides[date] = .init(date: date, moved: known?.moved, isRemoved: true, subject: known?.subject)
            removedDates.insert(date)
        }
        series.overrides = overrides.values.sorted { $0.date < $1.date }
        schedule = .series(series)
    }

    /// When the series was reset, as the best of the other copies tells: the one that decides may have been made since,
    /// and never had another pattern. Nil for an organizer's copy, which has no peers.
    private func peersReset(of history: SeriesHistory, _ peers: [Copy], _ zones: ZoneBook) -> LogMoment? {
        guard let pattern = history.reading else { return nil }
        var best: (peer: Copy, reset: LogMoment)?
        for peer in peers {
            guard let theirs = peer.seriesHistory(isOrganizers: false, zones: zones), let reset = theirs.reset,
                theirs.reading?.hasSamePattern(as: pattern) == true
            else { continue }
            if let best, !Decision.decides(peer, over: best.peer) { continue }
            best = (peer, reset)
        }
        return best?.reset
    }

    /// What became of single dates of one copy: of its blob's word and its exception item's the newer.
    private static func overrides(
        of copy: Copy, _ history: SeriesHistory, times: TimesOfDay, rule: RecurrenceRule, clock: ZoneRules
    ) -> [CivilDate: Series.Override] {
        var result: [CivilDate: Series.Override] = [:]
        for (date, change) in history.dates where change.state != .plain {
            let state = change.state
            guard state.moved != nil || rule.contains(date) else { continue }
            let slot = state.moved.map { Slot($0, isAllDay: state.isAllDay ?? times.isAllDay, clock) }
            result[date] = Series.Override(date: date, moved: slot, isRemoved: state.isRemoved, subject: state.subject)
        }
        for (date, item) in copy.dated {
            guard let last = item.last else { continue }
            if let reset = history.reset, !last.isNewer(than: reset.order) { continue }
            if let change = history.dates[date], !last.isNewer(than: change.moment.order) { continue }
            guard result[date] != nil || rule.contains(date) else { continue }
            if let word = override(of: item, on: date, over: result[date], times, clock) { result[date] = word }
        }
        return result
    }

    /// The organizer's items of single dates, where the series is a guest's. What a guest's copy heard of a date since
    /// is newer still; a guest's refusal is no word on it.
    private mutating func takeOrganizersDates(
        into overrides: inout [CivilDate: Series.Override], _ organizers: [Copy], _ history: SeriesHistory,
        times: TimesOfDay, rule: RecurrenceRule, clock: ZoneRules
    ) {
        guard !organizers.isEmpty else { return }
        let heard = Dictionary(copy.dated.map { ($0.date, $0.item) }) { first, _ in first }
        for (date, item) in organizers.flatMap(\.dated) where overrides[date] != nil || rule.contains(date) {
            guard let last = item.last, reset.map({ last.isNewer(than: $0.order) }) ?? true else { continue }
            if let change = history.dates[date], change.moment.order.isNewer(than: last), !change.state.isRemoved {
                continue
            }
            if let known = heard[date], known.isLive, known.last?.isNewer(than: last) == true { continue }
            guard let word = Decision.override(of: item, on: date, over: overrides[date], times, clock) else {
                continue
            }
            overrides[date] = word
            if word.isRemoved { removedDates.insert(date) } else { removedDates.remove(date) }
        }
    }

    /// What an exception item makes of its date; nil where it says nothing.
    private static func override(
        of item: Item, on date: CivilDate, over known: Series.Override?, _ times: TimesOfDay, _ clock: ZoneRules
    ) -> Series.Override? {
        let isRemoved = !item.isLive
        guard isRemoved || item.slot != nil else { return nil }
        var moved = item.isOfMessagesOnly ? nil : item.slot(isAllDay: times.isAllDay)
        // A removal's own row repeats the pattern's times unless the instance had been moved.
        if isRemoved, moved.map({ times.isPattern($0, on: date, clock) }) ?? true { moved = known?.moved }
        return Series.Override(date: date, moved: moved, isRemoved: isRemoved, subject: item.state.subject)
    }

    /// Without an organizer's copy a date is removed only when every live copy of the greatest sequence number
    /// has removed it; where one has not, its word stands.
    private mutating func restore(
        _ overrides: inout [CivilDate: Series.Override], _ peers: [Copy], clock: ZoneRules, zones: ZoneBook
    ) {
        let sequence = leading.state.sequenceNumber
        let equals = peers.filter { $0.isLive && $0.master?.state.sequenceNumber == sequence }
            .sorted { Decision.decides($0, over: $1) }
        for peer in equals {
            guard let master = peer.master else { continue }
            guard let history = peer.seriesHistory(isOrganizers: false, zones: zones), let reading = history.reading,
                let rule = try? RecurrenceRule(reading.pattern)
            else { continue }
            let times = TimesOfDay(
                start: reading.startMinutes, end: reading.endMinutes, isAllDay: master.state.isAllDay == true)
            let theirs = Decision.overrides(of: peer, history, times: times, rule: rule, clock: clock)
            for date in removedDates where theirs[date]?.isRemoved != true {
                overrides[date] = theirs[date]
                removedDates.remove(date)
            }
        }
    }
}

/// The times of a pattern, in minutes from local midnight.
private struct TimesOfDay {
    var start: Int
    var end: Int
    var isAllDay: Bool

    /// Whether a span of time is the one that the pattern itself gives for a date.
    func isPattern(_ slot: Slot, on date: CivilDate, _ clock: ZoneRules) -> Bool {
        let own = Slot(WallTime(date, minutes: start)...WallTime(date, minutes: end), isAllDay: isAllDay, clock)
        return slot.start == own.start && slot.end == own.end
    }
}

extension ReplayOrder {
    /// Newer across items, whose versions count different things.
    func isNewer(than other: ReplayOrder) -> Bool {
        modified != other.modified ? modified > other.modified : logged > other.logged
    }
}

extension Item {
    /// The span of time that the item's own fields give; nil when a bound is missing.
    var slot: Slot? { slot(isAllDay: false) }

    /// The same, where an item that does not say whether it takes the whole day is as its series is.
    func slot(isAllDay: Bool) -> Slot? {
        guard let start = state.startTime else { return nil }
        return Slot(start: start, end: state.endTime ?? start, isAllDay: state.isAllDay ?? isAllDay)
    }
}

extension Series {
    /// The rules of the series' zone; for a zone that is not known, the offset that its first occurrence had, else that
    /// in its name's parenthesis.
    public func rules(_ zones: ZoneBook) -> ZoneRules {
        let found = zone.flatMap(zones.resolution)
        if let found, found.isExact { return found.rules }
        guard let firstStart else { return found?.rules ?? .utc }
        let local = WallTime(
            ticks: PatternMinutes.wallTime(pattern.startDate).ticks + Int64(startMinutes) * Instant.ticksPerMinute)
        let offset = (local.ticks - firstStart.ticks) / Instant.ticksPerMinute
        guard abs(offset) <= 14 * 60 else { return found?.rules ?? .utc }
        return ZoneRules(fixedOffsetMinutes: Int(offset))
    }
}
