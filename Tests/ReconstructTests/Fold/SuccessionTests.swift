import ExchangeFormats
import Testing

@testable import Reconstruct

/// The organizer's items of a merged export take up one another: what is made of the one that decides is what was made
/// of it when each had all shapes of those before it.
@Suite struct SuccessionTests {
    /// Gives each of the organizer's copies all that those before it had said.
    private static func accumulated(_ copies: [Copy]) -> [Copy] {
        var copies = copies, earlier: Int?
        for index in copies.indices where copies[index].isOrganizers && copies[index].master != nil {
            defer { earlier = index }
            guard let earlier, let before = copies[earlier].master, var master = copies[index].master else { continue }
            let first = master.shapes.first?.moment
            master.shapes.insert(contentsOf: before.shapes, at: 0)
            master.begunAnew = before.begunAnew
            if let gone = before.departedAt, let first, first.logged.ticks - gone.logged.ticks > Item.roundTrip {
                master.begunAnew = first
            }
            copies[index].master = master
        }
        return copies.map { copy in
            var copy = copy
            copy.history = nil
            return copy
        }
    }

    /// Rows of a merged export in which the organizer makes the item anew again and again, beside guests and single
    /// dates.
    private static func entries(_ dice: inout Dice) -> [Entry] {
        var history = History()
        let blobs: [[UInt8]?] = [
            nil, History.daily(from: 2, count: 9, at: 600), History.daily(from: 2, count: 9, at: 600, removed: [4]),
            History.daily(from: 2, count: 9, at: 600, removed: [4, 6], moved: [5: 700]),
            History.daily(from: 3, count: 4, at: 640, removed: [5]), [1, 2, 3],
        ]
        let bosses = 1 + dice.roll(8), isInOrder = dice.roll(2) == 0, hasDates = dice.roll(3) > 0
        var log = 0
        for _ in 0..<(3 + dice.roll(30)) {
            log += dice.pick([0, 1, 3, 20, 400])
            let isDated = hasDates && dice.roll(4) == 0, isGuests = dice.roll(4) == 0
            let created = isInOrder ? log / 60 * 60 + (isGuests ? 1 : 0) : 60 * dice.roll(bosses) + (isGuests ? 1 : 0)
            history.row(
                log, in: nil, isDated ? .exception : .appointment,
                dice.pick([.create, .update, .update, .softDelete, .moveToDeletedItems]),
                start: 600 + 1440 * dice.roll(4), sequence: dice.roll(8) / 6,
                state: dice.roll(9) == 0 ? nil : isGuests ? 3 : 1, created: dice.roll(20) == 0 ? nil : created,
                by: dice.roll(3) == 0 ? .system("Calendar Assistant") : .person(isGuests ? History.ann : History.boss),
                on: isDated ? History.date(2 + dice.roll(6)) : nil, blob: isDated ? nil : dice.pick(blobs)
            ) { entry in
                if dice.roll(6) == 0 { entry.sentRepresenting = dice.pick([nil, History.cay]) }
                if dice.roll(8) == 0 { entry.timeZone = "W. Europe Standard Time" }
                guard dice.roll(8) == 0 else { return }
                entry.originalLastModifiedTime = Instant(ticks: entry.loggedAt.ticks - 30 * Instant.ticksPerMinute)
            }
        }
        return history.entries
    }

    /// What a decision tells that rests on what copies had said.
    private static func told(_ decision: Decision?) -> String {
        guard let decision else { return "none" }
        return """
            \(decision.place) \(decision.schedule) \(decision.standing) \(String(describing: decision.reset)) \
            \(decision.knownBlobs.count) \(decision.removedDates.sorted()) \(decision.keptDates.sorted()) \
            \(decision.marks)
            """
    }

    @Test(arguments: [673_620_043_840, UInt64.random(in: 0...UInt64.max)])
    func eachItemGoesOnFromAllBeforeIt(_ seed: UInt64) {
        print("succession seed \(seed)")
        var dice = Dice(state: seed), decided = 0
        let zones = ZoneBook()
        for number in 0..<1_000 {
            let entries = sortedOnce(Self.entries(&dice)), set = CopySet(entries, zones: zones)
            var slow = CopySet()
            for copy in Self.accumulated(set.copies) { slow.insert(copy, at: slow.copies.count) }
            slow.looseCancellations = set.looseCancellations
            slow.looseDateCancellations = set.looseDateCancellations
            let one = Self.told(Decision(set, zones: zones)), other = Self.told(Decision(slow, zones: zones))
            if one != other {
                Issue.record("seed \(seed), history \(number):\n\(one)\nnot\n\(other)")
                return
            }
            if set.copies.count(where: { $0.isOrganizers && $0.master != nil }) > 1 { decided += 1 }
            let owners = [set.copies, slow.copies].map { copies in
                ExceptionOwners(of: copies.map { ($0, $0.master?.state.startTime ?? History.at(0)) }, zones: zones)
                    .sides
            }
            #expect(owners[0] == owners[1])
        }
        #expect(decided > 300)
    }

    @Test(arguments: [673_620_043_840, UInt64.random(in: 0...UInt64.max)])
    func everyPrefixIsItsFold(_ seed: UInt64) {
        print("succession seed \(seed), prefixes")
        var dice = Dice(state: seed), faults = 0
        let zones = ZoneBook()
        for number in 0..<500 where faults < 3 {
            guard let difference = AdvancingFoldTests.difference(Self.entries(&dice), zones: zones) else { continue }
            faults += 1
            Issue.record("seed \(seed), history \(number): \(difference)")
        }
    }
}
