import ExchangeFormats
import Testing

@testable import Reconstruct

/// Three cases that the audit brought up, and what the fold makes of them: docs/fold.md has the decisions.
@Suite struct OrganizerChangeTests {
    private static let new = "new@example.com"

    private func audited(_ history: History, upTo days: Int = 20) -> [Finding] {
        var coverage = CoverageBook()
        for mailbox in [History.boss, History.ann, History.bob, Self.new] {
            coverage.add(mailbox, History.at(-day)..<History.at(days * day), rows: 0)
        }
        coverage.settle()
        return audit(
            history.entries, zones: History.zones, coverage: coverage, people: AuditPeople(), terms: AuditTerms()
        ).findings
    }

    private let day = History.day

    /// The administrator moves a series to another organizer on the tenth: the old one keeps what was, and the new one
    /// gets what comes. The final view is the new organizer's; as-held tells who held what took place.
    @Test func aSeriesThatChangesHands() {
        var history = History()
        let whole = History.daily(from: 1, count: 30, at: 600)
        history.plan(0, start: 600, .create, blob: whole)
        history.copy(1, History.ann, start: 600, .create, blob: whole)
        let move = 9 * day
        history.plan(move, start: 600, blob: History.daily(from: 1, count: 9, at: 600))
        let rest = History.daily(from: 10, count: 21, at: 600)
        history.row(
            move + 1, in: Self.new, .appointment, .create, start: 9 * day + 600, state: 1, created: move + 1,
            by: .system("Calendar Assistant"), blob: rest
        ) { $0.sentRepresenting = Self.new }
        history.copy(move + 2, History.ann, start: 9 * day + 600, blob: rest) { $0.sentRepresenting = Self.new }
        #expect(history.meeting?.organizer == Self.new)
        #expect(history.starts.first == 9 * day + 600 && history.starts.count == 21)
        let held = history.held.filter { $0.occurrence.status != .cancelled }
        #expect(held.count == 30)
        #expect(held.first?.meeting.organizer == History.boss && held.last?.meeting.organizer == Self.new)
        let found = audited(history).filter { $0.severity > .info }
        #expect(found.isEmpty, "\(found.map(\.rule))")
        #expect(audited(history).contains { $0.rule == .secondOrganizer && $0.cause == "organizer-transferred" })
    }

    /// A migration writes the name of another zone: exceptions that the blob has stand, before and after the clocks
    /// part.
    @Test(arguments: ["British Columbia Standard Time", "Eastern Standard Time"])
    func aZoneThatIsMigratedKeepsWhatTheBlobHas(zone: String) {
        var history = History()
        let blob = History.daily(from: 1, count: 40, at: 600, removed: [7], moved: [5: 700])
        history.plan(0, start: 18 * 60, .create, blob: blob) { $0.timeZone = "Pacific Standard Time" }
        let dates = history.occurrences.filter { $0.status != .cancelled }.count
        let moved = history.occurrences.filter { $0.kind == .exception && $0.status != .cancelled }.map(\.date)
        history.plan(day, start: 18 * 60, blob: blob) { $0.timeZone = zone }
        #expect(history.occurrences.filter { $0.status != .cancelled }.count == dates)
        #expect(history.occurrences.filter { $0.kind == .exception && $0.status != .cancelled }.map(\.date) == moved)
    }

    /// Who is cancelled by another guest's device no longer holds the meeting, and tables say so; the audit says whose
    /// word it was.
    @Test func aCancellationOfSomebodyElse() {
        var history = History()
        history.plan(0, start: 15 * day, .create)
        history.copy(1, History.ann, start: 15 * day, .create)
        history.copy(2, History.bob, start: 15 * day, .create)
        history.row(200, in: History.bob, .cancellation, .create, sequence: 0, state: 7, created: 200) {
            $0.sentRepresenting = History.ann
        }
        history.copy(201, History.bob, start: 15 * day, state: 7)
        #expect(history.meeting?.status == .scheduled)
        #expect(history.response(History.bob) == nil)
        let found = audited(history, upTo: 5).filter { $0.severity == .error }
        #expect(found.map(\.rule) == [.cancelledByOther] && found.first?.mailbox == History.bob)
        #expect(found.first?.actual == .person(History.ann))
    }
}
