import ExchangeFormats
import Testing

@testable import Reconstruct

/// Each person once, whatever addresses a meeting has of them.
@Suite struct OnePersonTests {
    @Test func elementsAreInOrderOfTheirKeysAndJoinedInTheirOwn() {
        func joined(_ words: [String]) -> [String] {
            words.oneForEach({ String($0.prefix(1)) }, { $0 + $1 })
        }
        #expect(joined([]) == [])
        #expect(joined(["b"]) == ["b"])
        #expect(joined(["a1", "b1", "c1"]) == ["a1", "b1", "c1"])
        #expect(joined(["c1", "a1", "b1"]) == ["a1", "b1", "c1"])
        #expect(joined(["b1", "a1", "b2", "a2", "b3"]) == ["a1a2", "b1b2b3"])
        #expect(joined(["a1", "a2", "b1"]) == ["a1a2", "b1"])
    }

    @Test func addressesThatLeadElsewhereMoveTheirPeople() throws {
        func participant(_ address: String, _ response: Response) -> Participant {
            Participant(address: address, isResource: false, isOfSeries: true, response: response, dates: [])
        }
        var history = History()
        history.plan(1, start: 100)
        var meeting = try #require(history.meeting)
        meeting.participants = [participant("a@x.test", .accepted), participant("b@x.test", .none)]
        let once = meeting.withEachPersonOnce { $0 == "a@x.test" ? "c@x.test" : $0 }
        #expect(once.participants.map(\.address) == ["b@x.test", "c@x.test"])
        let one = meeting.withEachPersonOnce { _ in "c@x.test" }
        #expect(one.participants.map(\.address) == ["c@x.test"])
    }
}
