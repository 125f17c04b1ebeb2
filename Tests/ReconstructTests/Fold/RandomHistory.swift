import ExchangeFormats

@testable import Reconstruct

/// Random numbers that a seed repeats.
struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ word >> 31) % UInt64(sides))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[roll(choices.count)] }
}

/// Rows without a plan: any class, action, state, sequence and date, in any copy.
enum RandomHistory {
    private static let classes: [ItemClass] = [
        .appointment, .appointment, .appointment, .exception, .request, .cancellation, .response(.accepted),
        .response(.declined), .forwardNotification,
    ]
    private static let triggers: [TriggerAction] = [
        .create, .update, .update, .update, .softDelete, .moveToDeletedItems,
    ]

    static func forEach(_ count: Int, _ body: ([Entry], inout Dice, ZoneBook) throws -> Void) rethrows {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("history seed \(seed)")
        var dice = Dice(state: seed)
        let zones = ZoneBook()
        for _ in 0..<count {
            let entries = entries(&dice)
            try body(entries, &dice, zones)
        }
    }

    static func entries(_ dice: inout Dice) -> [Entry] {
        var history = History()
        let mailboxes = [History.boss, History.ann, History.bob, nil]
        let blobs = [
            nil, nil, History.daily(from: 2, count: 6, at: 600),
            History.daily(from: 2, count: 6, at: 600, removed: [4]),
            History.daily(from: 2, count: 6, at: 600, moved: [5: 700]), History.daily(from: 3, count: 4, at: 640),
            [1, 2, 3],
        ]
        for _ in 0..<(2 + dice.roll(14)) {
            let itemClass = dice.pick(classes), trigger = dice.pick(triggers)
            let mailbox = mailboxes[dice.roll(dice.roll(4) == 0 ? 4 : 3)]
            let isDated = itemClass == .exception || dice.roll(6) == 0
            history.row(
                dice.roll(12_000), in: mailbox, itemClass, trigger, start: 600 + 1440 * dice.roll(8),
                sequence: dice.roll(3), state: [0, 1, 3, 3, 3, 5, 7][dice.roll(7)],
                created: dice.roll(3),
                by: dice.roll(3) == 0 ? .person(mailbox ?? History.cay) : .system("Calendar Assistant"),
                sender: [History.boss, History.ann, History.cay][dice.roll(3)],
                on: isDated ? History.date(2 + dice.roll(6)) : nil, blob: isDated ? nil : blobs[dice.roll(blobs.count)])
        }
        return history.entries
    }

    /// The same with more entries of fewer kinds of copies, and with what only some exports have: attendee columns,
    /// responses of the own copy, original starts instead of dates, zones, folders; and logged out of order.
    ///
    /// - Parameters:
    ///   - share: one entry in so many is of a single date.
    ///   - late: one entry in so many was made before others that were logged before it.
    ///   - count: how many entries there are, if not a few.
    static func longEntries(
        _ dice: inout Dice, ofDates share: Int = 5, late: Int = 5, count: Int? = nil
    ) -> [Entry] {
        var history = History()
        let mailboxes: [String?] = dice.pick([
            [History.boss, History.ann, History.bob], [History.ann, History.bob, History.cay], [nil],
            [History.boss, nil], [History.boss] + (0..<6).map { "guest\($0)@example.com" },
        ])
        let blobs: [[UInt8]?] = [
            nil, History.daily(from: 2, count: 9, at: 600), History.daily(from: 2, count: 9, at: 600, removed: [4]),
            History.daily(from: 2, count: 9, at: 600, removed: [4, 6]),
            History.daily(from: 2, count: 9, at: 600, moved: [5: 700]),
            History.daily(from: 2, count: 9, at: 600, removed: [3], moved: [5: 9_000]),
            History.daily(from: 2, count: 12, at: 600), History.daily(from: 3, count: 4, at: 640), [1, 2, 3],
        ]
        let fewBlobs = (0..<2).map { _ in dice.pick(blobs) }
        let isTidy = dice.roll(2) == 0, usesDetails = dice.roll(2) == 0, isSeries = dice.roll(3) > 0
        var log = 0
        for _ in 0..<(count ?? 4 + dice.roll(40)) {
            log += dice.pick([0, 1, 3, 20, 400, 1_500])
            let itemClass = dice.pick(classes)
            let trigger = isTidy ? dice.pick([.update, .update, .create, .softDelete]) : dice.pick(triggers)
            let mailbox = dice.pick(mailboxes), isBoss = mailbox == History.boss
            let isDated = itemClass == .exception || dice.roll(share) == 0
            let blob = isDated || !isSeries ? nil : isTidy ? dice.pick(fewBlobs) : dice.pick(blobs)
            let states = isTidy ? (isBoss ? [1] : [3]) : [0, 1, 3, 3, 3, 5, 7]
            history.row(
                log, in: mailbox, itemClass, trigger, start: 600 + 1440 * dice.roll(8),
                sequence: isTidy ? dice.roll(20) / 18 : dice.roll(3), state: dice.roll(12) == 0 ? 7 : dice.pick(states),
                created: isTidy ? (isBoss ? 0 : 1) : dice.roll(3),
                by: dice.roll(3) == 0 ? .person(mailbox ?? History.cay) : .system("Calendar Assistant"),
                sender: dice.pick([History.boss, History.ann, History.cay, "guest1@example.com"]),
                on: isDated ? History.date(2 + dice.roll(6)) : nil, blob: blob
            ) { entry in
                if usesDetails { addDetails(to: &entry, &dice) }
                guard dice.roll(late) == 0 else { return }
                let minutes = dice.pick([1, 10, 600, count == nil ? 5_000 : 50_000])
                let back = Int64(minutes) * Instant.ticksPerMinute
                entry.originalLastModifiedTime = Instant(ticks: entry.loggedAt.ticks - back)
                entry.itemVersion = dice.roll(4)
            }
        }
        return history.entries
    }

    private static func addDetails(to entry: inout Entry, _ dice: inout Dice) {
        var details = EntryDetails()
        if dice.roll(3) == 0 {
            details.attendees = ["ann", "bob", "cay", "guest1", "room"].filter { _ in dice.roll(2) == 0 }.map { name in
                ListedAttendee(
                    address: "\(name)@example.com", type: name == "room" ? .resource : .required,
                    response: dice.pick([nil, .accepted, .declined, .tentative]),
                    repliedAt: dice.roll(3) == 0 ? History.at(dice.roll(9_000)) : nil)
            }
        }
        if dice.roll(3) == 0 { details.responseType = ResponseStatus(rawValue: dice.roll(6)) }
        if dice.roll(4) == 0 { details.busyStatus = BusyStatus(rawValue: dice.roll(4)) }
        if dice.roll(4) == 0 { details.clientIntent = ClientIntent(rawValue: dice.pick([0x10, 0x20, 0x40, 0])) }
        if dice.roll(8) == 0 { details.liesAmongDeleted = true }
        if dice.roll(8) == 0 { details.isCleanUp = true }
        if entry.instanceDate != nil, dice.roll(2) == 0 {
            details.originalStartDate = History.at(600 + 1440 * dice.roll(8))
            entry.instanceDate = nil
        }
        entry.details = details
        entry.timeZone = dice.pick(["UTC", "UTC", "UTC", "W. Europe Standard Time", nil, "No Such Time"])
    }
}
