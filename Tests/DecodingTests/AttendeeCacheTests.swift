import Reconstruct
import Testing

@testable import Decoding

/// A list that comes again with each entry of a big meeting.
@Suite struct AttendeeCacheTests {
    private func list(_ count: Int, answered: Int) -> String {
        let lines = (0..<count).map {
            #"{"address": "guest\#($0)@example.com", "responsetype": \#($0 < answered ? 3 : 5)}"#
        }
        return "[\(lines.joined(separator: ", "))]"
    }

    @Test func aListWithOneAnswerMoreIsReadOnce() {
        let count = 1_000, entries = 50
        var memory = AttendeeCache()
        for answered in 0..<entries {
            let cell = list(count, answered: answered)
            #expect(Array(memory.read([cell]).list) == AttendeeColumn.read(cell))
        }
        // One element more at each entry, and those that stand by it.
        #expect(memory.readings > count && memory.readings < count + entries * 128)
    }

    @Test func equalListsAreOne() throws {
        let cell = list(1_000, answered: 3)
        var memory = AttendeeCache()
        let lists = [memory.read([cell]).list, memory.read(["\(cell)"]).list]
        var others: [ListedAttendee] = []
        lists[0].forEachLine(butThoseOf: lists[1]) { others.append($1) }
        #expect(others.isEmpty && lists[0].count == 1_000)
        #expect(memory.readings == 1_000)
    }

    /// A big meeting's lists take no room beside the entries that were made of them.
    @Test func longListsAreForgottenAndShortOnesAreNot() {
        var memory = AttendeeCache()
        let cell = list(1_000, answered: 0)
        _ = memory.read([cell])
        let forgetsShort = memory.forgetLong()
        _ = memory.read([cell])
        #expect(!forgetsShort && memory.readings == 1_000)
        let long = list(20_000, answered: 0), first = memory.read([long]).list
        let forgetsLong = memory.forgetLong(), forgetsAgain = memory.forgetLong()
        #expect(forgetsLong && !forgetsAgain)
        let second = memory.read([long]).list
        #expect(second == first)
        #expect(memory.readings > 21_000)
    }

    /// Whatever a cell holds, it is read as if it came alone.
    @Test(arguments: [
        "[%]", " [ % , \"x@example.com\" ] ", "[%],", "[%", "%]", "[%]]", "\"a\" [%]", "[%] x", "[,%]", "[[%],[%]]",
        "[]%",
        "{\"value\": [%]}", "[{\"requiredattendees\": [%]}]", "[\"],[\", %]", "[\"\\\"\", %]", "[tru, %]", "[%;]",
        "\"[%]\"", "%",
    ])
    func anyCellIsReadAsIfAlone(_ form: String) {
        let lines = (0..<200).map { #"{"address":"guest\#($0)@example.com","type":\#($0 % 4)}"# }
        let cell = form.replacing("%", with: lines.joined(separator: ","))
        var memory = AttendeeCache()
        #expect(memory.read([list(300, answered: 0)]).list.count == 300)
        #expect(
            Array(memory.read([cell, "y@example.com"]).list) == AttendeeColumn.read(cell)
                + AttendeeColumn.read("y@example.com"))
    }
}
