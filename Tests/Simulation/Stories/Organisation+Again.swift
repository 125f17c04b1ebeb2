import ExchangeFormats

/// Meetings that their organizers make a second time, and such as only look like that.
extension Organisation {
    /// The story of the second meeting, where there is one.
    static func again(after first: MeetingStory, number: Int, seed: UInt64) -> MeetingStory? {
        guard first.options.faults.contains(.madeAgain), first.isOrganizerInside, !first.state.plan.isAllDay,
            !first.state.isOrganizerGone, !first.people.isEmpty, !first.state.hasOccurrencesOfTheirOwn
        else { return nil }
        var random = RandomSource(seed: seed ^ 0x0A6A_1000, part: UInt64(number) + 1)
        guard random.chance(0.25) else { return nil }
        var plan = first.state.plan
        plan.sequence = 0
        // Of what was cancelled before, the second is the only one.
        var isTwin = first.state.isCancelled
        if !isTwin, random.chance(0.5) {
            isTwin = true
            differ(&plan, hasPlaces: first.options.hasExtraColumns, random: &random)
        }
        let clock = Instant(ticks: first.clock.ticks + Int64(random.number(in: 20...3_000)) * Instant.ticksPerMinute)
        let guests = first.state.guests.filter { $0.kind != .room && $0.onlyDates == nil }.map {
            Guest(address: $0.address, kind: $0.kind)
        }
        let objectID = SimulatedObjectID(created: clock, random: &random)
        var story = MeetingStory(
            options: first.options, cast: first.cast, random: random, clock: clock,
            state: MeetingState(plan: plan, organizer: first.state.organizer), objectID: objectID,
            isOrganizerInside: true)
        story.begin(inviting: guests)
        story.noteWhatIsHeld()
        if !isTwin {
            story.journal.discrepancies.append(
                Discrepancy(rule: "duplicate-meeting", mailbox: story.state.organizer, plan: plan))
        } else if !first.state.isCancelled, let guest = holder(ofBoth: first, story) {
            story.journal.discrepancies.append(
                Discrepancy(rule: "duplicate-meeting", mailbox: guest, plan: plan, beside: first.state.plan))
        }
        return story
    }

    /// Who holds both alike although they differ: of the first no more than what it was. Of several it is told once.
    private static func holder(ofBoth first: MeetingStory, _ second: MeetingStory) -> String? {
        let cancelled = first.journal.discrepancies.filter { $0.rule == "cancelled-by-other" }.map(\.mailbox)
        return first.people.map(\.address).filter { guest in
            guard !cancelled.contains(guest), let one = first.heldPlans[guest], let other = second.heldPlans[guest]
            else {
                return false
            }
            return one.subject == other.subject && one.itemTimes == other.itemTimes
                && (one.rule == nil) == (other.rule == nil)
                && (one.location == other.location || !first.options.hasExtraColumns)
        }.min()
    }

    /// Another subject, another time of day, another place.
    private static func differ(_ plan: inout Plan, hasPlaces: Bool, random: inout RandomSource) {
        switch random.number(in: 0...(hasPlaces ? 2 : 1)) {
        case 0: plan.subject += " two"
        case 1:
            switch plan.shape {
            case .single(let start, let end):
                let hour = 60 * Instant.ticksPerMinute
                plan.shape = .single(start: Instant(ticks: start.ticks + hour), end: Instant(ticks: end.ticks + hour))
            case .series(var rule):
                rule.startMinute += 60
                plan.shape = .series(rule)
            }
        default: plan.location += " upstairs"
        }
    }
}
