import ExchangeFormats

/// A simulated organisation: people who plan, move, cancel, accept and decline, the rows that their mailboxes log of
/// it, and what truly stood on the calendars.
///
/// The same seed and options give the same organisation, to the byte.
public struct Organisation: Sendable {
    public let seed: UInt64
    public let options: OrganisationOptions
    public let people: [String]
    public let rooms: [String]
    public let guests: [String]
    /// Every row, by log time, then mailbox.
    public let rows: [LogRow]
    /// How each meeting stood over time.
    public let journals: [MeetingJournal]

    public init(seed: UInt64, options: OrganisationOptions = OrganisationOptions()) {
        self.seed = seed
        self.options = options
        var random = RandomSource(seed: seed, part: 0)
        let cast = Cast(options: options, random: &random)
        (people, rooms, guests) = (cast.people, cast.rooms, cast.guests)
        var rows: [LogRow] = []
        var journals: [MeetingJournal] = []
        for number in 0..<options.meetings {
            let story = Self.story(number: number, seed: seed, options: options, cast: cast)
            rows += story.rows
            journals.append(story.journal)
            guard let again = Self.again(after: story, number: number, seed: seed) else { continue }
            rows += again.rows
            journals.append(again.journal)
        }
        self.rows = rows.sorted {
            $0.logTime != $1.logTime
                ? $0.logTime < $1.logTime
                : $0.mailbox != $1.mailbox ? $0.mailbox < $1.mailbox : $0.values.lexicographicallyPrecedes($1.values)
        }
        self.journals = journals
    }

    /// Rows by mailbox, each in the order of log time.
    public var rowsByMailbox: [String: [LogRow]] { Dictionary(grouping: rows, by: \.mailbox) }

    /// What stood in the window `[from, to)` of starts; without `includingCancelled` what is cancelled is left out.
    public func truth(_ view: TruthView, from: Instant, to: Instant, includingCancelled: Bool = false) -> Truth {
        var meetings: [TruthMeeting] = []
        for journal in journals {
            for occurrence in journal.occurrences(view: view, from: from, to: to)
            where includingCancelled || occurrence.status != .cancelled {
                meetings.append(TruthMeeting(meetingID: journal.meetingID, occurrence: occurrence))
            }
        }
        return Truth(
            meetings: meetings.sorted {
                if $0.meetingID != $1.meetingID { return $0.meetingID < $1.meetingID }
                return ($0.occurrence.originalStart?.ticks ?? .min) < ($1.occurrence.originalStart?.ticks ?? .min)
            })
    }

    /// A moment at which no meeting is in the midst of a change that takes several rows: nothing was logged in
    /// the 30 seconds before it, and it is itself no row's log time. The latest such moment at or before `time`.
    public func settledMoment(atOrBefore time: Instant) -> Instant {
        var moment = time
        for row in rows.reversed() where row.logTime <= moment {
            if moment.ticks - row.logTime.ticks > 30 * Instant.ticksPerSecond { break }
            moment = Instant(ticks: row.logTime.ticks - Instant.ticksPerMillisecond)
        }
        return moment
    }

    // MARK: One meeting

    private static func story(number: Int, seed: UInt64, options: OrganisationOptions, cast: Cast) -> MeetingStory {
        var random = RandomSource(seed: seed, part: UInt64(number) + 1)
        let begin = WallTime(options.begin).ticks
        let span = Int64(max(1, options.days)) * Instant.ticksPerDay
        let created =
            begin + Int64(random.number(in: 0...max(1, options.days * 1_440 * 3 / 4))) * Instant.ticksPerMinute
            + Int64(random.number(in: 0...59_999)) * Instant.ticksPerMillisecond
        let clock = Instant(ticks: created)
        let day = WallTime(ticks: created).date.advanced(byDays: random.number(in: -4...20))
        let plan = PlanMaker.plan(near: day, options: options, random: &random)
        let isOutside = options.possible.contains(.outsideOrganizers) && !cast.guests.isEmpty && random.chance(0.1)
        let lacksItem = options.possible.contains(.missingOrganizerItems) && random.chance(0.03)
        let isInside = !isOutside && !lacksItem
        let organizer = random.pick(isOutside ? cast.guests : cast.people) ?? "nobody@\(options.domain)"
        let isForeign = options.possible.contains(.foreignIDs) && random.chance(isInside ? 0.03 : 0.3)
        let objectID =
            isForeign
            ? SimulatedObjectID(
                foreignUID: "uid-\(Hex.text([UInt8](number.description.utf8)))-\(random.next())@calendar.example")
            : SimulatedObjectID(created: clock, random: &random)
        let isPersonal = isInside && options.possible.contains(.personalAppointments) && random.chance(0.1)
        let invited =
            isPersonal
            ? [] : invitations(organizer: organizer, isInside: isInside, options: options, cast: cast, random: &random)
        var story = MeetingStory(
            options: options, cast: cast, random: random, clock: clock,
            state: MeetingState(plan: plan, organizer: organizer), objectID: objectID, isOrganizerInside: isInside)
        story.begin(inviting: invited)
        for _ in 0..<story.random.number(in: 0...max(0, options.changesPerMeeting)) {
            story.wait(minutes: 20...max(21, min(5_760, options.days * 100)))
            guard story.clock.ticks < begin + span, !story.isOver else { break }
            let deeds = Deed.allCases
            guard let index = story.random.index(weights: deeds.map { $0.weight(in: story) }) else { break }
            deeds[index].perform(in: &story)
        }
        story.noteWhatIsHeld()
        return story
    }

    private static func invitations(
        organizer: String, isInside: Bool, options: OrganisationOptions, cast: Cast, random: inout RandomSource
    ) -> [Guest] {
        let candidates = random.shuffled(cast.people.filter { $0 != organizer })
        let count = min(candidates.count, random.number(in: options.guestsPerMeeting))
        var result = candidates.prefix(max(1, count)).map { Guest(address: $0, kind: .inside) }
        if isInside, random.chance(0.2), let guest = random.pick(cast.guests) {
            result.append(Guest(address: guest, kind: .outside))
        }
        if random.chance(0.3), let room = random.pick(cast.rooms) { result.append(Guest(address: room, kind: .room)) }
        return result
    }
}
