import ExchangeFormats
import Testing

@testable import Reconstruct

/// Meetings that somebody made twice, and mailboxes with too many series.
@Suite struct TwinSweepTests {
    private func held(
        _ stream: Int64, _ mailbox: String = "ann", role: Finding.Role = .guest, subject: String = "plan",
        start: Int = 60, isSeries: Bool = false, location: String? = nil, since: Int = 0
    ) -> TwinSweep.Held {
        .init(
            stream: stream, key: "key \(stream)",
            copy: StandingCopy(
                mailbox: mailbox, role: role, isSeries: isSeries,
                likeness: .init(
                    organizer: "boss", subject: subject, start: History.at(start), end: History.at(start + 30)),
                location: location, subject: subject, start: History.at(start), since: History.at(since), at: nil,
                evidence: .init(hash: EventHash(high: UInt64(stream), low: 0), part: .sets)))
    }

    /// - Returns: of each finding, the later meeting, the other one and the mailbox.
    private func found(_ copies: [TwinSweep.Held]) -> [String] {
        var sweep = TwinSweep()
        return copies.sorted { left, right in
            let (one, other) = (left.order, right.order)
            return one.start != other.start ? one.start < other.start : one.text.lexicographicallyPrecedes(other.text)
        }.compactMap { copy in
            sweep.take(copy).map { "\($0.later.stream) after \($0.earlier.stream) in \($0.finding.mailbox ?? "")" }
        }
    }

    /// One finding a pair, of the meeting that came later, in the organizer's mailbox where that has both.
    @Test func aMeetingThatWasMadeAgain() {
        let guests = [held(1, since: 50), held(2, since: 10), held(1, "bob", since: 50), held(2, "bob", since: 10)]
        #expect(found(guests) == ["1 after 2 in ann"])
        let organizers = [held(1, "boss", role: .organizer), held(2, "boss", role: .organizer, since: 5)]
        #expect(found(guests + organizers) == ["2 after 1 in boss"])
    }

    @Test func whatOnlyLooksAlike() {
        #expect(found([held(1), held(2, subject: "other")]).isEmpty)
        #expect(found([held(1), held(2, start: 61)]).isEmpty)
        #expect(found([held(1), held(2, isSeries: true)]).isEmpty)
        #expect(found([held(1), held(2, "bob")]).isEmpty)
        #expect(found([held(1, location: "here"), held(2, location: "there")]).isEmpty)
        #expect(found([held(1, location: "here"), held(2)]) == ["2 after 1 in ann"])
        #expect(found([held(1), held(1)]).isEmpty)
    }

    @Test func tooManySeries() {
        var count = SeriesCount(most: 2)
        for mailbox in ["ann", "bob", "ann", "bob", "ann"] { count.take(mailbox) }
        #expect(
            count.findings(by: CoverageBook()).map { "\($0.mailbox) \($0.finding?.actual == .word("3"))" } == [
                "ann true", "bob false",
            ])
        #expect(SeriesCount.most == 1_250)
    }

    // MARK: What of a meeting is compared

    private func standing(_ change: @escaping (inout Entry) -> Void = { _ in }) -> StreamFindings {
        var history = History()
        history.plan(0, start: 15 * History.day, .create) {
            $0.subject = " The  Plan "
            change(&$0)
        }
        history.copy(1, History.ann, start: 15 * History.day, .create) {
            $0.subject = "the plan"
            change(&$0)
        }
        var coverage = CoverageBook()
        for mailbox in [History.boss, History.ann] {
            coverage.add(mailbox, History.at(-History.day)..<History.at(5 * History.day), rows: 0)
        }
        coverage.settle()
        return audit(
            history.entries, zones: History.zones, coverage: coverage, people: AuditPeople(), terms: AuditTerms())
    }

    @Test func copiesAreComparedByWhatEveryoneSees() {
        let found = standing().standing
        #expect(found.count == 2 && Set(found.map(\.likeness)).count == 1)
        #expect(found.first?.likeness.subject == "the plan")
        #expect(Set(found.map(\.role)) == [.organizer, .guest])
        #expect(standing { $0.isAllDay = true }.standing.isEmpty)
        #expect(standing { $0.startTime = History.at(60) }.standing.isEmpty)
        #expect(standing { $0.subject = "Copy: the plan" }.standing.isEmpty)
        let masked = standing { $0.subject = nil }
        #expect(masked.standing.isEmpty && masked.tally.rules[.duplicateMeeting].gaps == [.columnNotInLog: 2])
    }
}
