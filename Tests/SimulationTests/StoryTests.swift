import ExchangeFormats
import Testing

@testable import Simulation

/// Single deeds, and how the meeting stands after them, worked out by hand.
@Suite struct StoryTests {
    private static let window = OrganisationTests.window

    /// A meeting of `organizer@example.com` with two guests, begun two days before it takes place.
    private static func story(
        series: Bool = false, behaviours: Behaviours = .simple, guests: [String] = ["one", "two"]
    ) -> MeetingStory {
        var options = OrganisationOptions()
        options.behaviours = behaviours
        options.people = 5
        var random = RandomSource(seed: 99)
        let cast = Cast(options: options, random: &random)
        let day = CivilDate(days: CivilDate.days(year: 2024, month: 2, day: 7))
        let shape: Plan.Shape =
            series
            ? .series(
                RecurrenceRule(
                    rhythm: .weekly(every: 1, days: 1 << day.weekday, firstDay: 1), first: day, end: .count(8),
                    startMinute: 600, durationMinutes: 60))
            : .single(
                start: Instant(ticks: WallTime(day, minutes: 540).ticks),
                end: Instant(ticks: WallTime(day, minutes: 600).ticks))
        let plan = Plan(shape: shape, zone: .warsaw, isAllDay: false, subject: "sync", location: "Room 1")
        let clock = Instant(ticks: WallTime(day.advanced(byDays: -2)).ticks)
        let id = SimulatedObjectID(created: clock, random: &random)
        var story = MeetingStory(
            options: options, cast: cast, random: random, clock: clock,
            state: MeetingState(plan: plan, organizer: "organizer@example.com"), objectID: id, isOrganizerInside: true)
        story.begin(inviting: guests.map { Guest(address: "\($0)@example.com", kind: .inside) })
        return story
    }

    private static func stood(_ story: MeetingStory, _ view: TruthView = .final) -> [TruthOccurrence] {
        story.journal.occurrences(view: view, from: window.from, to: window.to).sorted { $0.start < $1.start }
    }

    private static func answers(_ story: MeetingStory, _ view: TruthView = .final) -> [String: Answer] {
        let participants = stood(story, view).first?.participants ?? []
        return Dictionary(
            uniqueKeysWithValues: participants.map { (String($0.address.prefix { $0 != "@" }), $0.answer) })
    }

    @Test func anInvitationIsUnanswered() {
        #expect(Self.answers(Self.story()) == ["organizer": .organizer, "one": .none, "two": .none])
    }

    @Test func aSeriesStandsOnTheWallOfItsZone() {
        let occurrences = Self.stood(Self.story(series: true))
        #expect(occurrences.count == 8)
        // 10:00 in Warsaw: 09:00 UTC in winter, 08:00 after the change on 31 March.
        #expect(Set(occurrences.map { TimeText.seconds($0.start).suffix(8) }) == ["09:00:00"])
        #expect(
            TimeText.seconds(
                SimulatedZone.warsaw.instant(
                    of: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 4, day: 3)), minutes: 600)))
                == "2024-04-03 08:00:00")
    }

    @Test func aWallTimeInTheGapMovesForwardAndOneOfTwoIsTheFirst() {
        func utc(_ month: Int, _ day: Int) -> String {
            TimeText.seconds(
                SimulatedZone.warsaw.instant(
                    of: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: month, day: day)), minutes: 150)))
        }
        #expect(utc(3, 31) == "2024-03-31 01:30:00")
        #expect(utc(10, 27) == "2024-10-27 00:30:00")
    }

    @Test func cancellingCancelsFromThenOn() {
        var story = Self.story()
        let before = story.clock
        story.wait(minutes: 10...20)
        story.cancel()
        #expect(Self.stood(story).map(\.status) == [.cancelled])
        #expect(Self.stood(story, .asOf(before)).map(\.status) == [.scheduled])
    }

    @Test func whatBeganBeforeItWasCancelledTookPlace() {
        var story = Self.story()
        story.wait(minutes: 5 * 1_440...5 * 1_440)
        story.cancel()
        #expect(Self.stood(story).map(\.status) == [.cancelled])
        #expect(Self.stood(story, .asHeld).map(\.status) == [.scheduled])
    }

    @Test func whatBeganBeforeItWasMovedStoodWhereItWas() throws {
        var story = Self.story()
        story.wait(minutes: 5 * 1_440...5 * 1_440)
        let moved = (start: Instant(ticks: story.clock.ticks - Instant.ticksPerDay), end: story.clock)
        story.replan(isReset: false) { $0.shape = .single(start: moved.start, end: moved.end) }
        #expect(Self.stood(story).map(\.start) == [moved.start])
        #expect(Self.stood(story, .asHeld).map { TimeText.seconds($0.start) } == ["2024-02-07 09:00:00"])
    }

    @Test func whatBeganAgainStandsAsItStoodLast() {
        var story = Self.story()
        story.wait(minutes: 5 * 1_440...5 * 1_440)
        let again = (
            start: Instant(ticks: story.clock.ticks + Instant.ticksPerDay),
            end: Instant(ticks: story.clock.ticks + 2 * Instant.ticksPerDay)
        )
        story.replan(isReset: false) { $0.shape = .single(start: again.start, end: again.end) }
        #expect(Self.stood(story, .asHeld).map(\.start) == [again.start])
    }

    @Test func theOrganizersDeletionOrphansOrCancels() {
        var orphan = Self.story()
        orphan.deleteByOrganizer()
        #expect(Self.stood(orphan).map(\.status) == [.orphaned])
        var alone = Self.story(guests: [])
        alone.deleteByOrganizer()
        #expect(Self.stood(alone).map(\.status) == [.cancelled])
    }

    @Test func whoDeletesDeclinesAndWhoComesBackIsUnanswered() {
        var story = Self.story(guests: ["one"])
        story.answer()
        story.wait(minutes: 60...70)
        story.declineByDeletion()
        #expect(Self.answers(story)["one"] == .declined)
        story.wait(minutes: 60...70)
        story.comeBack("one@example.com", newItem: false, by: "one@example.com")
        #expect(Self.answers(story)["one"] == Answer.none)
    }

    @Test func aBriefDeletionCountsOnlyWhileItsEndIsUnknown() throws {
        var story = Self.story(guests: ["one"])
        story.wait(minutes: 60...70)
        story.respond("one@example.com", .accepted)
        // The deletion spans the meeting's beginning, and yet was none.
        let begin = try #require(Self.stood(story).first?.start)
        story.clock = Instant(ticks: begin.ticks - 8 * Instant.ticksPerSecond)
        let rows = story.rows.count
        story.deleteBriefly()
        let deleted = try #require(story.rows.dropFirst(rows).first?.logTime)
        let between = Self.stood(story, .asOf(deleted)).first
        let organizerDid = story.rows[rows].mailbox == story.state.organizer
        #expect(organizerDid ? between?.status == .orphaned : Self.answers(story, .asOf(deleted))["one"] == .declined)
        #expect(Self.stood(story).map(\.status) == [.scheduled])
        #expect(Self.answers(story)["one"] == .accepted)
        #expect(Self.answers(story, .asHeld)["one"] == .accepted)
    }

    @Test func whoIsTakenOffTookPartUntilThen() throws {
        var story = Self.story()
        let before = story.clock
        story.wait(minutes: 60...70)
        story.takeOff()
        #expect(Self.answers(story).count == 2)
        #expect(Self.answers(story, .asOf(before)).count == 3)
        story.deleteByOrganizer()
        #expect(Self.stood(story).map(\.status) == [.orphaned], "the other guest still holds a copy")
    }

    @Test func aNewTimeDropsWhatSingleDatesHadOfTheirOwn() {
        var story = Self.story(series: true, behaviours: [.occurrenceGuests, .exceptions])
        story.wait(minutes: 60...70)
        story.inviteToOccurrence()
        story.removeOccurrence()
        #expect(Set(Self.stood(story).map(\.participants.count)) == [3, 4])
        #expect(Self.stood(story).count { $0.status == .cancelled } == 1)
        #expect(Self.stood(story).contains { $0.kind == .exception })
        story.move()
        let after = Self.stood(story)
        #expect(Set(after.map(\.participants.count)) == [3])
        #expect(after.allSatisfy { $0.status == .scheduled && $0.kind == .occurrence })
    }

    @Test func theNewerOfTwoAnswersCountsForADate() throws {
        var story = Self.story(series: true)
        let date = try #require(story.state.plan.rule?.first)
        story.wait(minutes: 60...70)
        story.respond("one@example.com", .declined, on: date)
        story.wait(minutes: 60...70)
        #expect(Self.answers(story)["one"] == .declined)
        story.respond("one@example.com", .accepted)
        #expect(Self.answers(story)["one"] == .accepted)
    }

    @Test func aStaleRowAndACleanUpChangeNothing() {
        var story = Self.story(behaviours: [.moves, .staleRows, .systemDeletions])
        story.wait(minutes: 60...70)
        story.move()
        let before = Self.stood(story)
        let rows = story.rows.count
        story.saveStale()
        story.deleteBySystem()
        #expect(story.rows.count == rows + 2)
        #expect(Self.stood(story) == before)
    }

    // MARK: What was settled later

    @Test func anExceptionThatIsTakenBackLeavesTheRest() throws {
        var story = Self.story(series: true, behaviours: .ordinary.union(.settledLater))
        let dates = story.coming(3)
        for date in dates.prefix(2) {
            story.state.plan.overrides[date] = Override(start: story.clock, end: story.clock)
        }
        story.state.plan.removed.insert(dates[2])
        story.takeExceptionBack()
        #expect(
            story.state.plan.overrides.count == 1 && story.state.plan.removed == [dates[2]]
                && story.state.plan.sequence == 1)
    }

    @Test func aCancellationByDeletionShowsNoCancelledRowOfTheOrganizers() {
        var story = Self.story(behaviours: .ordinary.union(.settledLater))
        story.cancelByDeletion()
        let organizers = story.rows.filter {
            $0.mailbox == "organizer@example.com" && $0["itemclass"] == "IPM.Appointment"
        }
        #expect(organizers.allSatisfy { $0["appointmentstate"] == "1" } && organizers.count == 2)
        #expect(Self.stood(story).map(\.status) == [.cancelled] && Self.answers(story).count == 3)
    }

    @Test func aPurgeChangesNothing() {
        var story = Self.story(behaviours: .ordinary.union(.settledLater), guests: ["one"])
        story.state.change("one@example.com") { $0.hasLiveCopy = false }
        let before = story.state, rows = story.rows.count
        story.purge()
        #expect(
            story.state == before && story.rows.count == rows + 1
                && story.rows.last?["calendarlogtriggeraction"] == "HardDelete")
    }

    @Test func whatTheAssistantDeletedComesBackUnanswered() {
        var story = Self.story(behaviours: .ordinary.union(.settledLater), guests: ["one"])
        story.deleteByAssistant()
        #expect(Self.answers(story)["one"] == .declined)
        story.sendUpdate()
        #expect(Self.answers(story)["one"] == Answer.none && story.cleared.isEmpty)
    }
}
