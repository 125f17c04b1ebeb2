import ExchangeFormats
import Testing

@testable import Reconstruct

/// What a story says to differ, added up step by step, against the whole meeting after each step.
@Suite struct StoryDifferenceTests {
    private typealias Facts = [StateChange.Fact: StateChange.Value]

    /// The meeting as the facts that differences speak of.
    private static func facts(_ meeting: Meeting?) -> Facts {
        guard let meeting else { return [:] }
        var facts: Facts = [
            .status: .status(meeting.status), .schedule: .schedule(meeting.schedule.withoutInstances),
        ]
        facts[.organizer] = meeting.organizer.map { .person($0) }
        facts[.subject] = meeting.subject.map { .freeText($0) }
        facts[.marks] = meeting.marks.isEmpty ? nil : .marks(meeting.marks)
        switch meeting.schedule {
        case .series(let series):
            for override in series.overrides {
                facts[.instance(override.date)] = override.isRemoved ? .removed : .instance(override.moved)
            }
        case .dates(let dates, _), .besides(_, _, let dates, _):
            for dated in dates { facts[.instance(dated.date)] = dated.isRemoved ? .removed : .instance(dated.slot) }
        case .unknown, .single, .firstOccurrence: break
        }
        for participant in meeting.participants {
            if participant.isOfSeries {
                facts[.participant(participant.address, on: nil)] = .answer(participant.response)
            }
            for special in participant.dates {
                facts[.participant(participant.address, on: special.date)] =
                    special.isPresent ? .answer(special.response) : .absent
            }
        }
        return facts
    }

    /// The instance of a date, and who takes part in it; of a meeting that is no series the whole.
    private static func facts(_ step: Story.Step, on date: CivilDate) -> Facts {
        guard let meeting = step.meeting else { return [:] }
        var facts: Facts = [:]
        if case .single = meeting.schedule {
            facts = Self.facts(meeting).filter { fact, _ in
                if case .participant = fact { false } else { true }
            }
        } else if let occurrence = step.occurrence {
            facts[.status] = .status(occurrence.status)
            facts[.instance(date)] = .instance(occurrence.slot)
        }
        for attendee in meeting.attendees(on: date) {
            facts[.participant(attendee.address, on: date)] = .answer(attendee.response)
        }
        return facts
    }

    @Test func differencesAddUpToTheMeeting() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("history seed \(seed)")
        var dice = Dice(state: seed), faults = 0
        let zones = ZoneBook()
        for _ in 0..<1_200 where faults < 3 {
            let entries =
                dice.roll(3) == 0
                ? RandomHistory.entries(&dice) : RandomHistory.longEntries(&dice, ofDates: dice.pick([5, 2]))
            // Two addresses of one person, in every other history.
            let isOne = dice.roll(2) == 0, mailbox = dice.roll(4) == 0 ? History.ann : nil
            let date = dice.roll(3) == 0 ? History.date(2 + dice.roll(6)) : nil
            func resolve(_ address: String) -> String { isOne && address == History.bob ? History.cay : address }
            let story = Story(of: entries, mailbox: mailbox, occurrence: date, zones: zones, onePerson: resolve)
            var told: Facts = [:]
            for (number, step) in story.steps.enumerated() where faults < 3 {
                for change in step.differences {
                    #expect(told[change.fact] == change.before && change.before != change.after)
                    told[change.fact] = change.after
                }
                let expected = date.map { Self.facts(step, on: $0) } ?? Self.facts(step.meeting)
                guard told != expected else { continue }
                faults += 1
                let facts = Set(told.keys).union(expected.keys).filter { told[$0] != expected[$0] }
                Issue.record("seed \(seed), step \(number): \(facts.map { ($0, told[$0], expected[$0]) })")
            }
        }
    }

    /// The meeting after each step is the fold of what was known by then, and its end the last of them.
    @Test func eachStepIsAFoldOfWhatWasKnown() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("history seed \(seed)")
        var dice = Dice(state: seed)
        let zones = ZoneBook()
        for _ in 0..<200 {
            let entries = RandomHistory.longEntries(&dice)
            let sorted = sortedOnce(entries).sorted { LogMoment($0) < LogMoment($1) }
            let story = Story(of: entries, zones: zones)
            let expected = sorted.indices.map { fold(Array(sorted[...$0]), zones: zones) }
            #expect(story.steps.map(\.meeting) == expected, "seed \(seed)")
            #expect(story.end == expected.last, "seed \(seed)")
        }
    }

    /// Who was taken off under one address is gone under the other too, in a story as in tables.
    @Test func whoIsTakenOffUnderOneAddressIsGoneUnderTheOther() {
        var history = History()
        let other = "ann.smith@example.com"
        history.plan(0, start: 5_000) { entry in
            entry.details = EntryDetails()
            entry.details?.attendees = [
                ListedAttendee(address: other, type: .required, response: nil, repliedAt: nil)
            ]
        }
        history.copy(1, History.ann, start: 5_000)
        history.copy(100, History.ann, start: 5_000, state: 7)
        let story = Story(of: history.entries, zones: History.zones) { $0 == History.ann ? other : $0 }
        #expect(story.steps.map { $0.meeting?.participants.count } == [2, 2, 1])
    }
}
