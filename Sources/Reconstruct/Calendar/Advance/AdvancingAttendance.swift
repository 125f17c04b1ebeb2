import ExchangeFormats

/// Who takes part, as far as the entries of a stream were taken: what `Attendance` makes of all of them at once. A
/// person's part is made anew where their own copy, answer or line is another; everybody's where what all of them rest
/// on is.
struct AdvancingAttendance {
    /// What everybody's part depends on.
    private struct Ground: Equatable {
        var organizer: String?
        var standing: Standing
        /// Only of a meeting that is cancelled without an end of its own.
        var sequence: Int?
        var reset: LogMoment?
        var knownBlobs: [[UInt8]]
        var removedDates: Set<CivilDate>

        init(_ decision: Decision) {
            organizer = decision.organizer
            standing = decision.standing
            let isEnded = standing.status == .cancelled && standing.ending == nil
            sequence = isEnded ? decision.leading.state.sequenceNumber : nil
            reset = decision.reset
            knownBlobs = decision.knownBlobs
            removedDates = decision.removedDates
        }
    }

    private var book = AnswerBook()
    private var listed = ListedPeople()
    private var ground: Ground?
    private(set) var participants: [String: Participant] = [:]
    private(set) var takenOff: [String: [TakenOff]] = [:]
    private(set) var work = FoldWork()
    /// Whose part has to be made anew.
    private var untold: Set<String> = []
    /// Of the decision that the parts rest on.
    private var number = 0

    init(continuing work: FoldWork = FoldWork()) { self.work = work }

    mutating func take(_ place: Int, of entries: [Entry]) {
        if let address = book.take(place, of: entries) { untold.insert(address) }
    }

    mutating func noteCopy(of mailbox: String) { untold.insert(mailbox) }

    /// Whose part was made anew: perhaps as it was.
    enum Touched {
        case everybody
        case some(Set<String>)
    }

    /// - Parameter number: tells decisions apart.
    mutating func update(
        _ decision: Decision, number: Int, _ board: CopyBoard, _ entries: [Entry], _ zones: ZoneBook
    ) -> Touched {
        var touchesAll = false
        if number != self.number {
            self.number = number
            touchesAll = book.update(organizer: decision.organizer, entries)
            let newest = Ground(decision)
            if newest != ground { touchesAll = true }
            ground = newest
            untold.formUnion(listed.update(decision))
        }
        if touchesAll {
            (participants, takenOff) = ([:], [:])
            untold = Set(board.mailboxes).union(book.answers.keys).union(listed.addresses)
            if let organizer = ground?.organizer { untold.insert(organizer) }
        }
        defer { untold = [] }
        for address in untold { make(address, decision, board, zones) }
        return touchesAll ? .everybody : .some(untold)
    }

    private mutating func make(_ address: String, _ decision: Decision, _ board: CopyBoard, _ zones: ZoneBook) {
        work.people += 1
        guard address != ground?.organizer else {
            participants[address] = .organizer(address)
            return
        }
        let person = person(address, decision, board, zones)
        participants[address] = person?.participant(address)
        let words = person?.takenOff(address) ?? []
        takenOff[address] = words.isEmpty ? nil : words
    }

    /// What is known of somebody, in the order in which a fold takes it.
    private func person(
        _ address: String, _ decision: Decision, _ board: CopyBoard, _ zones: ZoneBook
    ) -> Attendance.Person? {
        var person = Attendance.Person(), isKnown = false
        if let copy = board.copy(of: address), copy.isReceived {
            person.take(copy, decision: decision, zones: zones)
            isKnown = true
        }
        if let answers = book.answers[address] {
            for (date, answer) in answers.dates {
                if let reset = decision.reset, answer.moment.logged < reset.logged { continue }
                person.dates[date, default: .init()].answers.append(answer)
                isKnown = true
            }
            if let whole = answers.whole {
                person.isOfSeries = true
                person.answers.append(whole)
                isKnown = true
            }
        }
        listed.forEachLine(of: address) { line, date, item in
            if let date {
                person.take(line, on: date, of: item)
            } else {
                person.take(line, of: item)
            }
            isKnown = true
        }
        return isKnown ? person : nil
    }
}
