import ExchangeFormats

/// A fold that follows a history: it takes the entries of a stream one after the other, in any order, and is after each
/// what `fold` makes of those that were taken.
///
/// It knows no rules of its own. Items, copies, the decision and each person's part are made by the code that a fold
/// makes them with; here is only told which of them an entry can have touched (docs/fold.md).
struct AdvancingFold {
    /// The whole stream in replay order, dated as far as the series' clock is known.
    private(set) var entries: [Entry]
    private let zones: ZoneBook
    private var main = AdvancingDecision()
    private var attendance = AdvancingAttendance()
    private var dating: SeriesDating?
    private var taken: [Int] = []
    private var firstSeen: Instant?
    private var lastChanged: Instant?
    /// Of the decision that people were brought up to date with.
    private var number = 0

    /// - Parameter entries: in the order in which a fold of all of them is to replay them, each once.
    init(_ entries: [Entry], zones: ZoneBook) {
        self.entries = entries
        self.zones = zones
        dating = SeriesDating(entries)
    }

    var work: FoldWork {
        var work = main.work
        work.people = attendance.work.people
        work.entries += dating?.work.entries ?? 0
        work.copies += dating?.work.copies ?? 0
        return work
    }

    mutating func take(_ place: Int) {
        let logged = entries[place].loggedAt
        firstSeen = firstSeen.map { min($0, logged) } ?? logged
        lastChanged = lastChanged.map { max($0, logged) } ?? logged
        guard dating != nil else { return add(place) }
        if dating?.take(place, zones) == true {
            // Another clock: each date is read anew, and all that rests on dates.
            taken.append(place)
            main = AdvancingDecision(continuing: main)
            attendance = AdvancingAttendance(continuing: attendance.work)
            for place in taken { date(place) }
            for place in taken { add(place) }
        } else {
            taken.append(place)
            date(place)
            add(place)
        }
    }

    private mutating func date(_ place: Int) {
        if let date = dating?.date(of: place) { entries[place].instanceDate = date }
    }

    private mutating func add(_ place: Int) {
        attendance.take(place, of: entries)
        switch main.take(place, of: entries, zones: zones) {
        case .nothing: break
        case .guests(let mailbox, _), .other(let mailbox): if let mailbox { attendance.noteCopy(of: mailbox) }
        case .date(let change):
            guard let mailbox = change.mailbox else { break }
            attendance.noteCopy(of: mailbox, on: change.keepsInvitation ? change.date : nil)
        }
    }

    /// What is decided now; nil while no entry says anything of a meeting.
    var decision: Decision? { mutating get { main.decision(zones) } }

    /// The meeting without its people.
    var outline: Meeting? { mutating get { decision.flatMap { meeting($0, [], []) } } }

    /// The meeting as it stands.
    var meeting: Meeting? {
        mutating get {
            updatePeople()
            guard let decision else { return nil }
            let parts = attendance.parts, addresses = parts.addresses.sorted()
            var participants: [Participant] = [], takenOff: [TakenOff] = []
            participants.reserveCapacity(addresses.count)
            for address in addresses {
                guard let part = parts[address] else { continue }
                if let participant = part.participant { participants.append(participant) }
                takenOff += part.takenOff
            }
            return meeting(decision, participants, takenOff)
        }
    }

    /// What somebody's address takes part in, after `updatePeople`.
    func part(of address: String) -> (participant: Participant?, takenOff: [TakenOff]) {
        let part = attendance.parts[address]
        return (part?.participant, part?.takenOff ?? [])
    }

    /// The addresses of which something is known, after `updatePeople`.
    var addresses: some Sequence<String> { attendance.parts.addresses }

    /// What was made anew of a meeting, perhaps as it was.
    struct Touched {
        var people: AdvancingAttendance.Touched
        /// The single dates; nil where it may be any.
        var dates: Set<CivilDate>?
    }

    /// Brings everybody's part up to date.
    @discardableResult
    mutating func updatePeople() -> Touched {
        let before = number
        guard let decision else {
            number = main.number
            return Touched(people: .some([:]))
        }
        number = main.number
        let redecided = main.takeRedecided()
        let people = attendance.update(
            decision, number: number, redecided: redecided, main.board, zones)
        return Touched(people: people, dates: number == before ? redecided : nil)
    }

    private func meeting(_ decision: Decision, _ participants: [Participant], _ takenOff: [TakenOff]) -> Meeting? {
        guard let firstSeen, let lastChanged else { return nil }
        return Meeting(
            decision, firstSeen: firstSeen, lastChanged: lastChanged, participants: participants, takenOff: takenOff)
    }
}
