import ExchangeFormats
import Testing

@testable import Reconstruct

/// Rooms that are booked twice, by bookings as they come in order of start.
@Suite struct RoomSweepTests {
    private func booking(
        _ start: Int, _ end: Int, room: String = "room", organizer: String = "a", since: Int = 0
    ) -> Booking {
        Booking(
            room: room, slot: Slot(start: History.at(start), end: History.at(end), isAllDay: false),
            organizer: organizer,
            subject: "plan \(organizer)", since: History.at(since), at: History.at(0),
            evidence: .init(hash: EventHash(high: UInt64(start), low: UInt64(end)), part: .sets))
    }

    /// - Returns: of each finding, whose booking came later and whose it meets.
    private func found(_ bookings: [Booking], exempt: Set<String> = []) -> [String] {
        var sweep = RoomSweep(exempt: exempt)
        return bookings.enumerated().compactMap { number, booking in
            sweep.take(.init(stream: Int64(number), key: "key \(number)", booking: booking)).map {
                "\($0.key) meets \($0.finding.field)"
            }
        }
    }

    @Test func aLongMeetingIsMetByTheThird() {
        #expect(
            found([booking(0, 240, organizer: "a"), booking(10, 30, organizer: "b"), booking(60, 90, organizer: "c")])
                == ["key 1 meets key 0", "key 2 meets key 0"])
    }

    @Test func backToBackOtherRoomsAndSharedRoomsAreNoConflict() {
        #expect(found([booking(0, 60, organizer: "a"), booking(60, 90, organizer: "b")]).isEmpty)
        #expect(found([booking(0, 60, organizer: "a"), booking(30, 90, room: "other", organizer: "b")]).isEmpty)
        #expect(found([booking(0, 60, organizer: "a"), booking(30, 90, organizer: "b")], exempt: ["room"]).isEmpty)
        #expect(found([booking(0, 60, organizer: "a"), booking(30, 90, organizer: "a")]).isEmpty)
        #expect(found([booking(0, 0, organizer: "a"), booking(0, 90, organizer: "b")]).isEmpty)
    }

    /// Whoever came later took what was taken, whatever begins first.
    @Test func theLaterBookingIsTheFinding() {
        #expect(
            found([booking(0, 60, organizer: "a", since: 50), booking(30, 90, organizer: "b", since: 20)])
                == ["key 0 meets key 1"])
    }

    /// Against every pair, over random bookings: whoever overlaps anybody is told of.
    @Test func everyBookingThatOverlapsIsTold() {
        let seed = UInt64.random(in: 0...1 << 40)
        var random = SystemRandomNumberGenerator()
        print("bookings: seed of the run \(seed)")
        for _ in 0..<200 {
            let starts = (0..<12).map { _ in Int.random(in: 0...300, using: &random) }.sorted()
            let bookings = starts.enumerated().map { number, start in
                booking(
                    start, start + Int.random(in: 5...120, using: &random), organizer: "person \(number)", since: number
                )
            }
            var overlapping: Set<Int> = []
            for second in bookings.indices {
                for first in 0..<second where bookings[second].slot.start < bookings[first].slot.end {
                    overlapping.insert(second)
                }
            }
            var sweep = RoomSweep()
            var told: Set<Int> = []
            for (number, booking) in bookings.enumerated()
            where sweep.take(.init(stream: Int64(number), key: "\(number)", booking: booking)) != nil {
                told.insert(number)
            }
            #expect(told == overlapping, "\(starts)")
        }
    }
}
