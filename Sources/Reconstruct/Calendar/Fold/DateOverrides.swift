import ExchangeFormats

/// What one copy says of single dates of its series: of its blob's word and its exception item's the newer.
struct DateOverrides {
    let history: SeriesHistory
    let times: TimesOfDay
    let rule: RecurrenceRule
    let clock: ZoneRules

    init(history: SeriesHistory, times: TimesOfDay, rule: RecurrenceRule, clock: ZoneRules) {
        self.history = history
        self.times = times
        self.rule = rule
        self.clock = clock
    }

    /// Those of a guest's copy; nil without a pattern that can be read.
    init?(of copy: Copy, clock: ZoneRules, zones: ZoneBook) {
        guard let master = copy.master, let history = copy.seriesHistory(isOrganizers: false, zones: zones),
            let reading = history.reading, let rule = try? RecurrenceRule(reading.pattern)
        else { return nil }
        self.init(
            history: history,
            times: TimesOfDay(
                start: reading.startMinutes, end: reading.endMinutes, isAllDay: master.state.isAllDay == true),
            rule: rule, clock: clock)
    }

    /// What became of every date that the copy names.
    func overrides(of copy: Copy) -> [CivilDate: Series.Override] {
        var result: [CivilDate: Series.Override] = [:]
        for date in history.told { result[date] = history.dates[date].flatMap { word(of: $0, on: date) } }
        for (date, item) in copy.dated { result[date] = newer(item, on: date, than: result[date]) }
        return result
    }

    /// What became of one date; nil where it stands as the pattern has it.
    func override(of copy: Copy, on date: CivilDate) -> Series.Override? {
        let known = history.dates[date].flatMap { word(of: $0, on: date) }
        return copy.item(on: date).map { newer($0, on: date, than: known) } ?? known
    }

    private func word(of change: SeriesHistory.Change, on date: CivilDate) -> Series.Override? {
        let state = change.state
        guard state != .plain, state.moved != nil || rule.contains(date) else { return nil }
        let slot = state.moved.map { Slot($0, isAllDay: state.isAllDay ?? times.isAllDay, clock) }
        return Series.Override(date: date, moved: slot, isRemoved: state.isRemoved, subject: state.subject)
    }

    private func newer(_ item: Item, on date: CivilDate, than known: Series.Override?) -> Series.Override? {
        guard let last = item.last else { return known }
        if let reset = history.reset, !last.isNewer(than: reset.order) { return known }
        if let change = history.dates[date], !last.isNewer(than: change.moment.order) { return known }
        guard known != nil || rule.contains(date) else { return known }
        return word(of: item, on: date, over: known) ?? known
    }

    /// What an exception item makes of its date; nil where it says nothing.
    func word(of item: Item, on date: CivilDate, over known: Series.Override?) -> Series.Override? {
        let isRemoved = !item.isLive
        guard isRemoved || item.slot != nil else { return nil }
        var moved = item.isOfMessagesOnly ? nil : item.slot(isAllDay: times.isAllDay)
        // A removal's own row repeats the pattern's times unless the instance had been moved.
        if isRemoved, moved.map({ times.isPattern($0, on: date, clock) }) ?? true { moved = known?.moved }
        return Series.Override(date: date, moved: moved, isRemoved: isRemoved, subject: item.state.subject)
    }
}

/// The times of a pattern, in minutes from local midnight.
struct TimesOfDay {
    var start: Int
    var end: Int
    var isAllDay: Bool

    /// Whether a span of time is the one that the pattern itself gives for a date.
    fileprivate func isPattern(_ slot: Slot, on date: CivilDate, _ clock: ZoneRules) -> Bool {
        let own = Slot(WallTime(date, minutes: start)...WallTime(date, minutes: end), isAllDay: isAllDay, clock)
        return slot.start == own.start && slot.end == own.end
    }
}

extension Copy {
    /// The item of a date.
    func item(on date: CivilDate) -> Item? { dated[date] }
}
