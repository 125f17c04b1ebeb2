import ExchangeFormats
import Testing

@testable import Reconstruct

/// What a meeting of very many entries costs, counted and not timed.
@Suite struct BigMeetingTests {
    enum Kind: String, CaseIterable {
        case answers, answersOfMergedExport, saves, backwards, copies, copiesOfMergedExport, listed
        case exceptions, exceptionsOfGuests, exceptionsOfMergedExport, blobs
        /// Nothing tells whose copy they belong to.
        case homelessExceptions
        case guestsExceptionsOfMergedExport, savesBetweenExceptionsOfMergedExport
        /// Without an item that has no date.
        case datesAlone, datesAloneOfMergedExport
        /// Guests' copies, each of which names an organizer of its own.
        case organizers
        /// Guests' copies of a series of somebody outside, each of which gets another pattern: each resets the series.
        case resets
        /// The organizer's items of a merged export, made again and again, each with a pattern of its own.
        case creationTimes, creationTimesBesideExceptions
        case copiesBesideExceptions
        /// Each copy is made at the moment at which the exception before it is logged, which belongs to it then.
        case copiesMadeWithExceptions

        var isMerged: Bool {
            switch self {
            case .answersOfMergedExport, .copiesOfMergedExport, .exceptionsOfMergedExport, .homelessExceptions,
                .guestsExceptionsOfMergedExport, .savesBetweenExceptionsOfMergedExport, .datesAloneOfMergedExport,
                .creationTimes, .creationTimesBesideExceptions, .copiesBesideExceptions,
                .copiesMadeWithExceptions:
                true
            case .answers, .saves, .backwards, .copies, .listed, .exceptions, .exceptionsOfGuests, .blobs, .datesAlone,
                .organizers, .resets:
                false
            }
        }

        private var isSeries: Bool {
            switch self {
            case .exceptions, .exceptionsOfGuests, .exceptionsOfMergedExport, .blobs, .homelessExceptions,
                .guestsExceptionsOfMergedExport, .savesBetweenExceptionsOfMergedExport, .datesAlone,
                .datesAloneOfMergedExport, .creationTimes, .creationTimesBesideExceptions, .copiesBesideExceptions,
                .copiesMadeWithExceptions:
                true
            case .answers, .answersOfMergedExport, .saves, .backwards, .copies, .copiesOfMergedExport, .listed,
                .organizers, .resets:
                false
            }
        }

        /// Each copy may be the one that decides: who does is asked of all of them, which looks at no more than their
        /// claims.
        var decidesAnew: Bool { [.organizers, .resets, .creationTimes, .creationTimesBesideExceptions].contains(self) }

        func entries(_ count: Int) -> [Entry] {
            var history = History()
            let boss = isMerged ? nil : History.boss
            func plan(_ log: Int, _ number: Int, removed: [Int] = []) {
                let blob = isSeries ? History.daily(from: 1, count: 2_000, at: 600, removed: removed) : nil
                history.row(log, in: boss, start: 50_000, state: 1, created: 0, by: .person(History.boss), blob: blob) {
                    entry in
                    entry.subject = "town hall \(number)"
                    if self == .backwards { entry.originalLastModifiedTime = History.at(count - number) }
                    guard self == .listed else { return }
                    entry.details = EntryDetails()
                    entry.details?.attendees = BigMeetingTests.guests
                }
            }
            let isOfDatesAlone = self == .datesAlone || self == .datesAloneOfMergedExport
            if ![.homelessExceptions, .organizers, .resets].contains(self), !isOfDatesAlone { plan(0, 0) }
            if isSeries, !isOfDatesAlone {
                let blob = History.daily(from: 1, count: 2_000, at: 600)
                history.row(
                    0, in: isMerged ? nil : History.ann, .appointment, .create, start: 50_000, created: 1, blob: blob)
            }
            for number in 1...count {
                switch self {
                case .answers, .answersOfMergedExport:
                    // Every fifth person thinks better of it.
                    let guest = "guest\(number % 5 == 0 ? number / 2 : number)@example.com"
                    history.row(
                        number, in: boss, .response(number % 3 == 0 ? .declined : .accepted), .create, state: 0,
                        created: number, by: .person(guest), sender: guest)
                case .creationTimes, .creationTimesBesideExceptions:
                    history.row(
                        10 * number, in: nil, .appointment, .create, start: 50_000, state: 1, created: 10 * number,
                        by: .person(History.boss),
                        blob: History.daily(from: 1, count: 2_000, at: 600, removed: [number, number + 3]))
                    if number % 4 == 0 {
                        history.row(
                            10 * number + 20, in: nil, .appointment, .softDelete, start: 50_000, state: 1,
                            created: 10 * number, by: .person(History.boss))
                    }
                    guard self == .creationTimesBesideExceptions else { continue }
                    history.row(
                        10 * number + 5, in: nil, .exception, .create, start: 660 + number * History.day, state: 1,
                        created: 10 * number, by: .person(History.boss), on: History.date(number))
                case .copiesBesideExceptions, .copiesMadeWithExceptions:
                    let created = 10 * number - (self == .copiesMadeWithExceptions ? 5 : 0)
                    history.row(
                        10 * number, in: nil, .appointment, .create, start: 50_000, created: created,
                        blob: History.daily(from: 1, count: 2_000, at: 600))
                    history.row(
                        10 * number + 5, in: nil, .exception, .create, start: 660 + number * History.day,
                        created: created, by: .person(History.ann), on: History.date(number))
                case .resets:
                    for minutes in [600, 610 + number] {
                        history.row(
                            number, in: "guest\(number)@example.com", .appointment, .update, start: 50_000,
                            created: number, blob: History.daily(from: 1, count: 2_000, at: minutes))
                    }
                case .organizers:
                    history.row(
                        number, in: "guest\(number)@example.com", .appointment, .create, start: 50_000, created: number
                    ) { $0.sentRepresenting = "boss\(number % 2 == 0 ? number : 0)@example.com" }
                case .saves, .backwards, .listed: plan(number, number)
                case .blobs: plan(number, number, removed: [number, number + 3])
                case .exceptions, .exceptionsOfGuests, .exceptionsOfMergedExport, .homelessExceptions,
                    .guestsExceptionsOfMergedExport, .savesBetweenExceptionsOfMergedExport, .datesAlone,
                    .datesAloneOfMergedExport:
                    let isGuests =
                        [.exceptionsOfGuests, .guestsExceptionsOfMergedExport].contains(self) || isOfDatesAlone
                    if self == .savesBetweenExceptionsOfMergedExport { plan(number, number) }
                    history.row(
                        number, in: isMerged ? nil : isGuests ? History.ann : boss, .exception,
                        number % 4 == 0 ? .softDelete : .create,
                        start: 660 + number * History.day, state: isGuests ? 3 : 1, created: isGuests ? 1 : 0,
                        by: .person(isGuests ? History.ann : History.boss), on: History.date(number))
                case .copies, .copiesOfMergedExport:
                    let guest = isMerged ? nil : "guest\(number)@example.com"
                    history.row(number, in: guest, .appointment, .create, start: 50_000, created: number)
                    guard number % 4 == 0 else { continue }
                    history.row(number, in: guest, .appointment, .softDelete, start: 50_000, created: number)
                }
            }
            return history.entries
        }
    }

    private static let guests = (0..<20).map {
        ListedAttendee(address: "guest\($0)@example.com", type: .required, response: .accepted, repliedAt: nil)
    }

    /// What is done while each entry is taken and everybody's part is asked for.
    private func work(_ kind: Kind, _ count: Int) -> FoldWork {
        let entries = sortedOnce(kind.entries(count))
        var state = AdvancingFold(entries, zones: ZoneBook())
        for place in entries.indices.sorted(by: { LogMoment(entries[$0]) < LogMoment(entries[$1]) }) {
            state.take(place)
            state.updatePeople()
        }
        #expect(state.meeting == fold(entries, zones: ZoneBook()))
        return state.work
    }

    @Test(arguments: Kind.allCases)
    func twiceTheEntriesAreTwiceTheWork(_ kind: Kind) {
        let count = 400, half = work(kind, count), whole = work(kind, 2 * count)
        print("\(kind): \(half), twice as many: \(whole)")
        // An entry that was logged backwards has its item replayed as far as the first mark; the first such entries,
        // before there is any mark, cost less.
        let isBackwards = kind == .backwards, most = isBackwards ? 2 * ItemTrack.stride : 3
        let slack = isBackwards ? ItemTrack.stride * ItemTrack.stride : 10
        #expect(whole.entries <= 2 * half.entries + slack && half.entries <= most * count)
        if kind.decidesAnew {
            // Of half of the copies, as they come one after the other.
            #expect(half.copies <= kind.entries(count).count * count / 2 + 10 * count)
        } else {
            #expect(whole.copies <= 2 * half.copies + 10 && half.copies <= 10 * count)
        }
        #expect(whole.shapes <= 2 * half.shapes + 10 && half.shapes <= 3 * count)
        #expect(whole.people <= 2 * half.people + 10 && half.people <= (kind == .listed ? 25 : 3) * count)
    }

    /// Of very many items that decided one after the other the last alone holds what all before it had said.
    @Test func whatIsHeldGrowsWithTheItems() {
        let count = 200, zones = ZoneBook()
        let entries = sortedOnce(Kind.creationTimes.entries(count))
        var state = AdvancingDecision()
        for place in entries.indices.sorted(by: { LogMoment(entries[$0]) < LogMoment(entries[$1]) }) {
            _ = state.take(place, of: entries, zones: zones)
            _ = state.decision(zones)
        }
        let copies = state.board.set.copies
        let dates = copies.reduce(0) { $0 + ($1.history?.dates.count ?? 0) }
        #expect(copies.count >= count && dates >= 2 * count && dates <= 4 * count, "\(dates) dates")
    }
}
