import ExchangeFormats
import Testing

@testable import Reconstruct

/// Messages of one id are found by what rows name, as a search through all of them would find them.
@Suite struct MailGroupingTests {
    /// Groups by a look at each: of a trace's the first that shares a recipient, of a row that accompanies one the
    /// newest of its sender.
    private static func search(_ events: [MailEvent]) -> [MailGroup] {
        let attendants = events.filter { !MailRole($0).beginsMessage }
        func isBefore(_ one: MailGroup, _ other: MailGroup) -> Bool {
            (one.begin, one.sender ?? "") < (other.begin, other.sender ?? "")
        }
        let whole = Dictionary(grouping: events.filter { MailRole($0).beginsMessage }, by: \.sender).flatMap {
            MailGrouping.days(of: $1, sender: $0)
        }.sorted(by: isBefore)
        var joined = whole.filter { $0.events.contains { $0.form == .tracking } }
        var groups: [MailGroup] = []
        for group in whole where !group.events.contains(where: { $0.form == .tracking }) {
            let names = Set(group.events.flatMap(\.recipients))
            let match = joined.firstIndex { other in
                abs(other.begin.ticks - group.begin.ticks) <= MailGrouping.reach
                    && other.events.contains { !names.isDisjoint(with: $0.recipients) }
            }
            if let match { joined[match].events += group.events } else { groups.append(group) }
        }
        groups = (groups + joined).sorted(by: isBefore)
        for event in attendants {
            let isKnown = event.sender != nil && groups.contains { $0.sender == event.sender }
            let candidates = groups.indices.filter { !isKnown || groups[$0].sender == event.sender }
            let begun = candidates.last { groups[$0].begin.ticks - MailGrouping.skew <= event.instant.ticks }
            if let index = begun ?? candidates.first { groups[index].events.append(event) }
        }
        return groups
    }

    private static func told(_ groups: [MailGroup]) -> [String: Set<MailEvent>] {
        Dictionary(groups.map { ("\($0.begin.ticks) \($0.sender ?? "")", Set($0.events)) }) { $0.union($1) }
    }

    /// Rows with a sender each, tracked and traced, of few recipients.
    private static func log(_ dice: inout Dice, senders: Int) -> [MailEvent] {
        var log = MailLog()
        func address(_ count: Int, _ dice: inout Dice) -> String { "\(dice.roll(count))@example.com" }
        for _ in 0..<(2 + dice.roll(40)) {
            let minutes = dice.roll(6) * 700 + dice.roll(3), sender = address(senders, &dice)
            switch dice.roll(3) {
            case 0: log.trace(minutes, .delivered, from: sender, to: address(6, &dice), id: "\(dice.roll(90))")
            case 1: log.row(minutes, "DELIVER", from: sender, to: [address(6, &dice), address(6, &dice)])
            default:
                log.row(
                    minutes, "EXPAND", "ROUTING", from: sender, to: [address(6, &dice)], related: [address(6, &dice)])
            }
        }
        return Array(Set(log.events))
    }

    @Test func whatIsFoundIsWhatASearchFinds() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("grouping seed \(seed)")
        var dice = Dice(state: seed)
        for number in 0..<1_000 {
            let events = Self.log(&dice, senders: 1 + number % 9)
            guard events.contains(where: { MailRole($0).beginsMessage }) else { continue }
            #expect(Self.told(MailGrouping(events).groups) == Self.told(Self.search(events)), "seed \(seed), \(number)")
        }
    }

    /// Of one id that very many senders use: a row of a tracking log, of a trace, and one that accompanies a message.
    private static func crowd(_ count: Int) -> [MailEvent] {
        var log = MailLog()
        for number in 0..<count {
            log.row(
                number % 9, "DELIVER", from: "\(number)@example.com", to: ["one@example.com", "\(number)@x.example"])
            log.trace(
                number % 9, .delivered, from: "t\(number)@example.com", to: "\(number)@x.example", id: "\(number)")
            log.row(20, "EXPAND", "ROUTING", from: "\(number)@example.com", related: [MailLog.team])
            log.row(20, "EXPAND", "ROUTING", from: "other\(number)@example.com", related: [MailLog.team])
        }
        return log.events
    }

    @Test func noRowLooksAtEveryMessageOfItsID() {
        for count in [500, 4_000] {
            let found = MailGrouping(Self.crowd(count))
            #expect(found.groups.count == count && found.groups.allSatisfy { $0.events.count >= 3 })
            // Each trace has one recipient, and there are two rows beside it: a look for each halving.
            #expect(found.looked <= 3 * count * (count.bitWidth - count.leadingZeroBitCount + 1))
        }
    }
}
