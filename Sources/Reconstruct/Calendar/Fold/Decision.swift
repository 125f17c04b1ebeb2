import ExchangeFormats

/// Which copy decides, and what it decides: the schedule, the status and the doubts.
struct Decision {
    /// The item that speaks for the meeting as a whole.
    let leading: Item
    /// The copy that decides.
    var copy: Copy
    /// Its place among the copies.
    let place: Int
    /// The places of the organizer's copies of single dates alone, where another one decides a series.
    private(set) var organizers: [Int] = []
    /// Whom the deciding copy names, else the best of the others; a display name only where there is no address.
    let organizer: String?
    private(set) var standing: Standing
    var schedule: Schedule = .unknown
    var marks: Meeting.Marks = []
    /// When single dates were last reset.
    var reset: LogMoment?
    /// Blobs that the organizer's copy has held: an attendee's equal blob says nothing of its own.
    var knownBlobs: Set<[UInt8]> = []
    /// Dates that stand although no pattern gives them.
    var keptDates: Set<CivilDate> = []
    /// Dates that the deciding copy has removed.
    var removedDates: Set<CivilDate> = []
    /// Whether no guest's copy was asked who decides.
    let isOrganizersAlone: Bool
    /// Dates that messages of a merged export cancelled.
    let cancelledDates: Set<CivilDate>

    /// What the dates of the schedule rest on, where one of them can be decided anew by itself.
    var ground: DateGround?

    init?(_ set: CopySet, zones: ZoneBook) {
        self.init(whole: set, zones)
        let claims = set.claims, place = self.place, zone = self.zone(of: set)
        guard let master = copy.master else {
            decideDates(of: set.copies, beside: nil, isSeries: false, zone: zone, zones: zones)
            standByDates()
            return
        }
        let guests = copy.isOrganizers ? [] : claims.indices.filter { !claims[$0].isOrganizers }
        // Of an organizer whose log has no more than single dates, the word on these stands beside a guest's series.
        organizers =
            copy.isOrganizers ? [] : claims.indices.filter { claims[$0].isOrganizers && !claims[$0].hasMaster }
        let peers = guests.filter { $0 != place }
        guard master.isOfSeries else {
            let history = copy.seriesHistory(isOrganizers: copy.isOrganizers, zones: zones) ?? SeriesHistory()
            reset = history.reset ?? peersReset(of: history, peers, set, zones)
            let holders = copy.isOrganizers ? [copy] : Decision.copiesWithDates(guests + organizers, set)
            decideDates(of: holders, beside: master.slot, isSeries: false, zone: zone, zones: zones)
            return
        }
        decideSeries(master, peers: peers, of: set, zone: zone, zones: zones)
    }

    /// What copies decide of the whole alone.
    private init?(whole set: CopySet, _ zones: ZoneBook) {
        let copies = set.copies, claims = set.claims
        guard let (index, isOrganizers) = Decision.choice(claims), let item = copies[index].leading else { return nil }
        isOrganizersAlone = isOrganizers && claims[index].hasMaster
        place = index
        copy = copies[index]
        leading = item
        organizer = copy.namedOrganizer ?? Decision.organizerOfOthers(set) ?? item.state.organizer
        cancelledDates = Decision.cancelledDates(set)
        if copy.isOrganizers, let master = copy.master {
            standing = Standing(organizer: copy, master: master, guestsOf: set, zones: zones)
        } else {
            standing = Standing(deciding: copy, of: copies, loose: set.looseCancellations)
        }
        if !copy.isOrganizers { marks.insert(.attendeeCopy) }
        if item.isInferred { marks.insert(.inferred) }
    }

    private func zone(of set: CopySet) -> SeriesZone? { leading.state.zone ?? Decision.zone(set) }

    /// Of a meeting of which no more than single dates is known it is these that stand, or are cancelled.
    private mutating func standByDates() {
        standing.status = !removedDates.isEmpty && keptDates.isEmpty ? .cancelled : .scheduled
    }

    /// Decides anew after the item of one date of one copy has changed, where the copy that decides has no more than
    /// dates.
    ///
    /// - Returns: whether that is enough; nothing is changed where it is not.
    mutating func retake(_ date: CivilDate, of set: CopySet, zones: ZoneBook) -> Bool {
        guard case .dates(let loose) = ground, var newest = Decision(whole: set, zones), newest.copy.master == nil,
            newest.cancelledDates.isEmpty, newest.zone(of: set) == loose.zone
        else { return false }
        newest.takeDates(of: &self, but: date, loose, of: set, zones)
        newest.standByDates()
        self = newest
        return true
    }

    static func copiesWithDates(_ indices: [Int], _ set: CopySet) -> [Copy] {
        indices.compactMap { set.claims[$0].hasDates ? set.copies[$0] : nil }
    }

    /// The copy that decides, and whether it is the organizer's and no other was asked.
    static func choice(_ claims: [CopyClaim]) -> (place: Int, isOrganizers: Bool)? {
        if let own = organizer(claims) { return (own, true) }
        return best(claims).map { ($0, false) }
    }

    /// The organizer's copy; nil without one, and with no more of it than single dates where another has more.
    private static func organizer(_ claims: [CopyClaim]) -> Int? {
        let organizers = claims.indices.filter { claims[$0].isOrganizers }
        let organizer = organizers.max { left, right in
            let (one, other) = (claims[left], claims[right])
            // A mailbox that is the organizer's outweighs a state that says so.
            if one.isInOrganizersMailbox != other.isInOrganizersMailbox { return other.isInOrganizersMailbox }
            if one.isLive != other.isLive { return other.isLive }
            return other.decides(over: one)
        }
        if let organizer, claims[organizer].hasMaster || !claims.contains(where: \.hasMaster) { return organizer }
        return nil
    }

    private static func best(_ claims: [CopyClaim]) -> Int? {
        candidates(claims).max { claims[$1].decides(over: claims[$0]) }
    }

    /// Whom the best of the copies that name somebody names.
    private static func organizerOfOthers(_ set: CopySet) -> String? {
        let claims = set.claims
        let best = claims.indices.lazy.filter { claims[$0].namesOrganizer }.max { claims[$1].decides(over: claims[$0]) }
        return best.flatMap { set.copies[$0].namedOrganizer }
    }

    /// Without an organizer's copy the meeting is cancelled when every copy of the greatest sequence number says
    /// so; else those that were cancelled belong to guests who were taken off, and do not decide.
    private static func candidates(_ claims: [CopyClaim]) -> [Int] {
        guard let greatest = claims.lazy.compactMap({ $0.rank?.sequence }).max() else { return [] }
        let stands = claims.contains { $0.rank?.sequence == greatest && !$0.isCancelled }
        return claims.indices.filter {
            stands ? !claims[$0].isCancelled : claims[$0].rank?.sequence == greatest
        }
    }

    /// A message of a merged export cancels its date where no organizer's copy is live, its sequence number is not
    /// below that of any calendar row, and no item of that date was saved after it.
    private static func cancelledDates(_ set: CopySet) -> Set<CivilDate> {
        guard !set.looseDateCancellations.isEmpty, !set.claims.contains(where: { $0.isOrganizers && $0.isLive }) else {
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
    private static func zone(_ set: CopySet) -> SeriesZone? {
        let claims = set.claims
        let newest = claims.indices.lazy.filter { claims[$0].namesZone }.max { left, right in
            guard let one = claims[left].rank, let other = claims[right].rank else { return false }
            return one < other
        }
        return newest.flatMap { set.copies[$0].master?.state.zone }
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
