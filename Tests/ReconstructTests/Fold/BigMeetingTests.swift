import ExchangeFormats
import Testing

@testable import Reconstruct

/// What a meeting of very many entries costs, counted and not timed.
@Suite struct BigMeetingTests {
    enum Kind: String, CaseIterable {
        case answers, answersOfMergedExport, saves, copies, copiesOfMergedExport, listed

        func entries(_ count: Int) -> [Entry] {
            var history = History()
            let isMerged = [.answersOfMergedExport, .copiesOfMergedExport].contains(self)
            let boss = isMerged ? nil : History.boss
            func plan(_ log: Int, _ number: Int) {
                history.row(log, in: boss, start: 50_000, state: 1, created: 0, by: .person(History.boss)) { entry in
                    entry.subject = "town hall \(number)"
                    guard self == .listed else { return }
                    entry.details = EntryDetails()
                    entry.details?.attendees = BigMeetingTests.guests
                }
            }
            plan(0, 0)
            for number in 1...count {
                switch self {
                case .answers, .answersOfMergedExport:
                    // Every fifth person thinks better of it.
                    let guest = "guest\(number % 5 == 0 ? number / 2 : number)@example.com"
                    history.row(
                        number, in: boss, .response(number % 3 == 0 ? .declined : .accepted), .create, state: 0,
                        created: number, by: .person(guest), sender: guest)
                case .saves, .listed: plan(number, number)
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
        for place in entries.indices {
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
        #expect(whole.entries <= 2 * half.entries + 10 && half.entries <= 3 * count)
        #expect(whole.copies <= 2 * half.copies + 10 && half.copies <= 3 * count)
        #expect(whole.people <= 2 * half.people + 10 && half.people <= (kind == .listed ? 25 : 3) * count)
    }
}
