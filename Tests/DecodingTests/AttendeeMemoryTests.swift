import Reconstruct
import Testing

@testable import Decoding

/// A list that comes again with each entry of a big meeting.
@Suite struct AttendeeMemoryTests {
    private func list(_ count: Int, answered: Int) -> String {
        let lines = (0..<count).map {
            #"{"address": "guest\#($0)@example.com", "responsetype": \#($0 < answered ? 3 : 5)}"#
        }
        return "[\(lines.joined(separator: ", "))]"
    }

    @Test func aListWithOneAnswerMoreIsReadOnce() {
        let count = 1_000, entries = 50
        var memory = AttendeeMemory()
        for answered in 0..<entries {
            let cell = list(count, answered: answered)
            #expect(memory.read([cell]).attendees == AttendeeColumn.read(cell))
        }
        #expect(memory.readings == count + entries - 1)
    }

    @Test func equalListsAreOne() throws {
        let cell = list(1_000, answered: 3)
        var memory = AttendeeMemory()
        let lists = [memory.read([cell]).attendees, memory.read(["\(cell)"]).attendees]
        let places = lists.map { $0.withUnsafeBufferPointer { $0.baseAddress } }
        #expect(places[0] == places[1])
        #expect(memory.readings == 1_000)
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
        var memory = AttendeeMemory()
        #expect(memory.read([list(300, answered: 0)]).attendees.count == 300)
        #expect(
            memory.read([cell, "y@example.com"]).attendees == AttendeeColumn.read(cell)
                + AttendeeColumn.read("y@example.com"))
    }
}
