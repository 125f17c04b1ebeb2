import ExchangeFormats
import Testing

@testable import Reconstruct

/// What holds of the rows of any message id: over random rows, a seed printed for each run.
@Suite struct MailInvariantTests {
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return Int((word ^ word >> 31) % UInt64(sides))
        }

        mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
    }

    private static let people =
        ["ann", "bob", "cay", "dan", "team"].map { $0 + "@example.com" } + ["bob@example.mail.onmicrosoft.com"]
    private static let events = [
        "DELIVER", "DELIVER", "DELIVER", "SEND", "SENDEXTERNAL", "RECEIVE", "RECEIVE", "SUBMIT", "EXPAND", "REDIRECT",
        "RESOLVE", "FAIL", "TRANSFER",
        "HAREDIRECT", "RESUBMIT", "MODERATORREJECT", "ODD",
    ]
    private static let sources = [
        "STOREDRIVER", "STOREDRIVER", "STOREDRIVER", "STOREDRIVER", "SMTP", "SMTP", "ROUTING", "MAILBOXRULE",
        "APPROVAL", "AGENT", "DSN",
    ]

    private func log(_ dice: inout Dice) -> MailLog {
        var log = MailLog()
        for _ in 0..<(1 + dice.roll(10)) {
            let minutes = dice.roll(4) * 1000 + dice.roll(3)
            let senders = [MailLog.ann, MailLog.ann, MailLog.ann, MailLog.dan, nil]
            let recipients = (0..<dice.roll(3)).map { _ in dice.pick(Self.people) }
            switch dice.roll(4) {
            case 0:
                log.trace(
                    minutes, dice.pick(MailStatus.allCases), from: dice.pick(senders), to: dice.pick(Self.people),
                    id: dice.pick(["t1", "t2"]))
            default:
                log.row(
                    minutes, dice.pick(Self.events), dice.pick(Self.sources), from: dice.pick(senders), to: recipients,
                    related: (0..<dice.roll(3)).map { _ in dice.pick(Self.people) },
                    sent: dice.roll(3) == 0 ? dice.roll(4) * 1000 : nil,
                    server: dice.pick([nil, "ex1", "ex2", "gw.corp.example", "mx.partner.org"]),
                    client: dice.pick([nil, "ex1", "ex2.corp.example"]))
            }
        }
        return log
    }

    private func forEachLog(_ count: Int, _ body: (MailLog, inout Dice) -> Void) {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("mail seed \(seed)")
        var dice = Dice(state: seed)
        for _ in 0..<count {
            let log = log(&dice)
            body(log, &dice)
        }
    }

    @Test func orderAndRepetitionDoNotMatter() {
        forEachLog(3_000) { log, dice in
            var mixed = log.events + log.events.prefix(dice.roll(log.events.count + 1))
            for index in mixed.indices.reversed() { mixed.swapAt(index, dice.roll(index + 1)) }
            var all = foldMail(mixed)
            var once = foldMail(log.events)
            // Repeats are rows too.
            #expect(
                all.account.rows[.repeated, default: 0] - once.account.rows[.repeated, default: 0] == mixed.count
                    - log.events.count)
            all.account.rows[.repeated] = nil
            once.account.rows[.repeated] = nil
            #expect(all == once)
        }
    }

    @Test func everyRowIsAccountedForOnce() {
        forEachLog(3_000) { log, dice in
            let events = log.events + log.events.prefix(dice.roll(log.events.count + 1))
            let account = foldMail(events).account
            #expect(account.countedRows + account.rows.values.reduce(0, +) == events.count)
        }
    }

    /// A trace has one moment of a message for everybody who got it: were their rows one bucket, each would be held
    /// against all others.
    @Test func rowsOfOneInstantFallApart() {
        var log = MailLog()
        for number in 0..<1_000 { log.trace(0, .delivered, to: "\(number)@example.com") }
        #expect(Set(log.events.map(\.hashValue)).count > 990)
        log.events = (0..<1_000).map { number in
            var event = MailEvent(.tracking, at: MailLog.at(0))
            (event.eventID, event.relatedRecipients) = ("EXPAND", ["\(number)@example.com"])
            return event
        }
        #expect(Set(log.events.map(\.hashValue)).count > 990)
    }

    @Test func aMessageNamesEachRecipientOnceAndNeverItsSender() {
        forEachLog(3_000) { log, _ in
            for message in foldMail(log.events).messages {
                let all = message.recipients + message.added
                #expect(!all.isEmpty && !all.contains(message.sender) && Set(all).count == all.count)
                #expect(message.recipients == message.recipients.sorted() && message.added == message.added.sorted())
            }
        }
    }
}
