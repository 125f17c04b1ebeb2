import ExchangeFormats
import Testing

@testable import Reconstruct

/// Series that nobody accepts, whole days, and ids: each beside what is healthy and looks alike.
@Suite struct StandingSeriesTests {
    private let day = History.day

    private func audited(
        _ history: History, upTo days: Int = 20, people: AuditPeople = AuditPeople()
    ) -> StreamFindings {
        var coverage = CoverageBook()
        for mailbox in [History.boss, History.ann, History.bob] {
            coverage.add(mailbox, History.at(-day)..<History.at(days * day), rows: 0)
        }
        coverage.settle()
        return audit(
            history.entries, zones: History.zones, coverage: coverage, people: people, terms: AuditTerms())
    }

    private func rules(_ history: History, upTo days: Int = 20) -> [AuditRule] {
        audited(history, upTo: days).findings.map(\.rule)
    }

    // MARK: nobody-accepts

    private func series(_ answer: ResponseStatus?, dates: Int = 40) -> History {
        var history = History()
        let blob = History.daily(from: 1, count: dates, at: 600)
        history.plan(0, start: 600, .create, blob: blob)
        for (minute, guest) in [History.ann, History.bob].enumerated() {
            history.copy(1 + minute, guest, start: 600, .create, blob: blob) { entry in
                guard let answer else { return }
                var details = EntryDetails()
                details.responseType = answer
                entry.details = details
            }
        }
        return history
    }

    @Test func aSeriesThatNobodyAccepts() throws {
        let found = audited(series(.notResponded)).findings
        let finding = try #require(found.first { $0.rule == .nobodyAccepts })
        #expect(finding.mailbox == History.boss && finding.severity == .info)
        #expect(finding.actual == .word("nobody of 2") && finding.evidence.count == 2)
    }

    @Test func aSeriesThatSomebodyAcceptsOrThatIsYoungOrOver() {
        var answered = series(.notResponded)
        answered.row(30, in: History.boss, .response(.tentative), .create, created: 30) {
            $0.sentRepresenting = History.ann
        }
        #expect(!rules(answered).contains(.nobodyAccepts))
        #expect(!rules(series(.accepted)).contains(.nobodyAccepts))
        #expect(!rules(series(.notResponded), upTo: 3).contains(.nobodyAccepts))
        #expect(!rules(series(.notResponded, dates: 10)).contains(.nobodyAccepts))
    }

    @Test func thatARoomAcceptsIsNobodysComing() {
        var answered = series(.notResponded)
        answered.row(30, in: History.boss, .response(.accepted), .create, created: 30) {
            $0.sentRepresenting = "room@example.com"
        }
        let rooms = AuditPeople(isRoom: { $0 == "room@example.com" })
        #expect(audited(answered, people: rooms).findings.contains { $0.rule == .nobodyAccepts })
        #expect(!rules(answered).contains(.nobodyAccepts))
    }

    @Test func withoutAnswersInTheExportNothingIsSaid() {
        let found = audited(series(nil))
        #expect(!found.findings.contains { $0.rule == .nobodyAccepts })
        #expect(found.tally.rules[.nobodyAccepts].gaps == [.columnNotInLog: 1])
    }

    // MARK: all-day-off-midnight

    private func wholeDay(_ start: Int, zone: String?, guestsZone: String? = nil, blob: [UInt8]? = nil) -> History {
        var history = History()
        history.plan(0, start: start, .create, blob: blob) {
            $0.isAllDay = true
            $0.timeZone = zone
        }
        guard let guestsZone else { return history }
        history.copy(1, History.ann, start: start, .create, blob: blob) {
            $0.isAllDay = false
            $0.timeZone = guestsZone
        }
        return history
    }

    @Test func aWholeDayBeginsAtMidnight() {
        let warsaw = "Central European Standard Time"
        #expect(rules(wholeDay(25 * day + 95, zone: warsaw)) == [.allDayOffMidnight])
        #expect(rules(wholeDay(25 * day - 60, zone: warsaw)).isEmpty)
        #expect(rules(wholeDay(25 * day, zone: warsaw)).isEmpty)
        // Midnight in New York, which is where the guest has it.
        let newYork = wholeDay(25 * day + 240, zone: warsaw, guestsZone: "Eastern Standard Time")
        #expect(!rules(newYork).contains(.allDayOffMidnight))
        let unknown = audited(wholeDay(25 * day + 95, zone: nil))
        #expect(unknown.tally.rules[.allDayOffMidnight].gaps == [.columnNotInLog: 1])
    }

    // MARK: id-odd

    private func exception(on date: Int, original: Int, contradicts: Bool = false) -> History {
        var history = series(.accepted)
        history.row(
            60, in: History.boss, .exception, .create, start: (date - 1) * day + 700, state: 1, created: 60,
            by: .person(History.boss), on: History.date(date)
        ) {
            var details = EntryDetails()
            details.originalStartDate = History.at((original - 1) * day + 600)
            details.contradictsID = contradicts
            $0.details = details
        }
        return history
    }

    @Test func anIdThatContradictsItsDate() throws {
        let found = audited(exception(on: 25, original: 28)).findings.filter { $0.rule == .idOdd }
        #expect(found.map(\.cause) == ["another-date"] && found.first?.date == History.date(25))
        #expect(!rules(exception(on: 25, original: 25)).contains(.idOdd))
        // A clock that the export shifted.
        #expect(!rules(exception(on: 25, original: 26)).contains(.idOdd))
        let clean = audited(exception(on: 25, original: 25, contradicts: true)).findings.filter { $0.rule == .idOdd }
        #expect(clean.map(\.cause) == ["two-meetings"] && clean.first?.severity == .warning)
    }
}
