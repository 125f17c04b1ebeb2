import ExchangeFormats
import Testing

@testable import Reconstruct

@Suite struct CoverageBookTests {
    private let day = History.day

    private func book(_ spans: [Range<Int>], upTo limit: Int? = nil) -> CoverageBook {
        var book = CoverageBook()
        for span in spans { book.add("ann", History.at(span.lowerBound)..<History.at(span.upperBound), rows: 1) }
        book.settle(upTo: limit.map(History.at))
        return book
    }

    @Test func daysThatTouchAreOneSpan() {
        let found = book([day..<2 * day, 0..<day, 3 * day..<4 * day])
        #expect(found.mailboxes["ann"]?.spans.count == 2)
        #expect(found.covers("ann", from: History.at(5), through: History.at(2 * day - 1)))
        #expect(!found.covers("ann", from: History.at(5), through: History.at(2 * day)))
        #expect(!found.covers("ann", History.at(2 * day + 5)) && found.covers("ann", History.at(3 * day)))
        #expect(found.watermark("ann") == History.at(4 * day) && found.watermark("bob") == nil)
    }

    /// What may still come, what lies in a gap and who is not there are three reasons.
    @Test func gapsHaveTheirReasons() {
        let found = book([0..<2 * day, 3 * day..<4 * day]), hour = 60 * Instant.ticksPerMinute
        #expect(found.gap("bob", after: History.at(5), settle: hour) == .mailboxNotInLog)
        #expect(found.gap("ann", after: History.at(4 * day - 30), settle: hour) == .notSettled)
        #expect(found.gap("ann", after: History.at(day), settle: hour) == .daysNotInLog)
        #expect(found.gap("ann", after: History.at(3 * day + 5), settle: hour) == nil)
    }

    @Test func aLaterMomentIsNotKnown() {
        let found = book([0..<day, 2 * day..<3 * day], upTo: day / 2)
        #expect(found.mailboxes["ann"]?.spans == [History.at(0)..<Instant(ticks: History.at(day / 2).ticks + 1)])
    }
}
