import Testing

@testable import Reconstruct

@Suite struct AttendeeListTests {
    /// Where a list is parted says nothing of it.
    @Test func listsOfOtherPiecesAreTheSame() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var dice = Dice(state: seed)
        let lines = (0..<50).map { number in
            ListedAttendee(
                address: "guest\(number)@example.com", type: .required,
                response: number % 3 == 0 ? Response.accepted : nil, repliedAt: nil)
        }
        var parted = AttendeeList()
        var rest = lines[...]
        while !rest.isEmpty {
            let count = 1 + dice.roll(9)
            parted.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        let whole = AttendeeList(lines)
        #expect(parted == whole && parted.hashValue == whole.hashValue && Array(parted) == lines)
        #expect(parted.count == 50 && parted[17] == lines[17] && AttendeeList().isEmpty)
        var other = lines
        other[17].response = .declined
        #expect(parted != AttendeeList(other) && whole != AttendeeList(other))
    }
}
