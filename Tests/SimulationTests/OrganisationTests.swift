import ExchangeFormats
import Testing

@testable import Simulation

@Suite struct OrganisationTests {
    static let seeds: [UInt64] = [1, 2, 3, 20_240_112]

    static func organisation(_ seed: UInt64, extra: Bool = false, meetings: Int = 60) -> Organisation {
        var options = OrganisationOptions()
        options.meetings = meetings
        options.hasExtraColumns = extra
        if extra { options.behaviours = .everything }
        return Organisation(seed: seed, options: options)
    }

    @Test(arguments: seeds) func theSameSeedGivesTheSameBytes(seed: UInt64) {
        let first = Self.organisation(seed), again = Self.organisation(seed), other = Self.organisation(seed + 1)
        #expect(first.files() == again.files(), "seed \(seed)")
        #expect(first.files() != other.files(), "seed \(seed)")
        let window = Self.window
        #expect(
            first.truth(.asHeld, from: window.from, to: window.to).participantRows
                == again.truth(.asHeld, from: window.from, to: window.to).participantRows, "seed \(seed)")
    }

    /// Fixed once and for all: a change of the generator changes every fixture made with it, and must be meant.
    @Test func theGeneratorIsSplitMix64() {
        var random = RandomSource(seed: 1_234_567)
        #expect(
            [random.next(), random.next(), random.next()] == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test(arguments: seeds) func aNewestMomentIsFinal(seed: UInt64) throws {
        let organisation = Self.organisation(seed)
        let last = try #require(organisation.rows.last?.logTime)
        let (from, to) = Self.window
        #expect(
            organisation.truth(.asOf(last), from: from, to: to).participantRows
                == organisation.truth(.final, from: from, to: to).participantRows, "seed \(seed)")
        let first = try #require(organisation.rows.first?.logTime)
        let before = Instant(ticks: first.ticks - 1)
        #expect(organisation.truth(.asOf(before), from: from, to: to).meetings.isEmpty, "seed \(seed)")
    }

    @Test(arguments: seeds, [TruthView.final, .asHeld]) func aWindowIsACutOfALargerOne(seed: UInt64, view: TruthView) {
        let organisation = Self.organisation(seed)
        let (from, to) = Self.window
        let inner = (
            from: Instant(ticks: from.ticks + 40 * Instant.ticksPerDay),
            to: Instant(ticks: from.ticks + 75 * Instant.ticksPerDay)
        )
        let cut = organisation.truth(view, from: from, to: to).meetings.filter {
            inner.from <= $0.occurrence.start && $0.occurrence.start < inner.to
        }
        #expect(organisation.truth(view, from: inner.from, to: inner.to).meetings == cut, "seed \(seed)")
    }

    @Test(arguments: seeds) func theTruthAgreesWithItself(seed: UInt64) {
        let organisation = Self.organisation(seed, extra: true)
        let (from, to) = Self.window
        for view in [TruthView.final, .asHeld] {
            let truth = organisation.truth(view, from: from, to: to, includingCancelled: true)
            #expect(!truth.meetings.isEmpty)
            var seen: Set<[String]> = []
            for (meeting, row) in zip(truth.meetings, truth.meetingRows) {
                let occurrence = meeting.occurrence
                #expect(seen.insert(Array(row.prefix(2))).inserted, "seed \(seed): an occurrence twice in \(row)")
                #expect(occurrence.start < occurrence.end, "seed \(seed): \(row)")
                #expect((occurrence.kind == .single) == (occurrence.originalStart == nil), "seed \(seed): \(row)")
                #expect(
                    occurrence.kind != .occurrence || occurrence.originalStart == occurrence.start,
                    "seed \(seed): \(row)")
                let organizers = occurrence.participants.filter { $0.answer == .organizer }.map(\.address)
                #expect(organizers == [occurrence.organizer], "seed \(seed): \(row)")
                #expect(
                    Set(occurrence.participants.map(\.address)).count == occurrence.participants.count,
                    "seed \(seed): \(row)")
            }
        }
    }

    /// Everybody whom the truth names can be found in the rows, as organizer, as a log's owner or as a sender.
    @Test(arguments: seeds) func participantsShowInTheRows(seed: UInt64) {
        let organisation = Self.organisation(seed)
        var shown: [String: Set<String>] = [:]
        for row in organisation.rows {
            guard let id = row["globalobjectid"], let organizer = row["sentrepresentingemailaddress"],
                let sender = row["senderemailaddress"]
            else { continue }
            let key = String(id.prefix(32)) + "00000000" + String(id.dropFirst(40))
            shown[key, default: []].formUnion([row.mailbox, organizer, sender])
        }
        let (from, to) = Self.window
        for meeting in organisation.truth(.final, from: from, to: to).meetings {
            let addresses = Set(meeting.occurrence.participants.map(\.address))
            #expect(addresses.isSubset(of: shown[meeting.meetingID] ?? []), "seed \(seed) \(meeting.meetingID)")
        }
    }

    static let window = (
        from: Instant(ticks: WallTime(CivilDate(days: CivilDate.days(year: 2023, month: 12, day: 1))).ticks),
        to: Instant(ticks: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 10, day: 1))).ticks)
    )
}
