import ExchangeFormats

/// Who takes part, as far as the entries of a stream were taken: what `Attendance` makes of all of them at once. A
/// person's part is made anew where their own copy, answer or line is another; everybody's where what all of them rest
/// on is.
struct AdvancingAttendance {
    /// What of the decision the parts of many depend on.
    private struct Ground: Equatable {
        var standing: Standing
        /// Only of a meeting that is cancelled without an end of its own.
        var sequence: Int?
        var reset: LogMoment?

        init(_ decision: Decision) {
            standing = decision.standing
            let isEnded = standing.status == .cancelled && standing.ending == nil
            sequence = isEnded ? decision.leading.state.sequenceNumber : nil
            reset = decision.reset
        }
    }

    private var book = AnswerBook()
    private var listed = ListedPeople()
    private var ground: Ground?
    private var organizer: String?
    /// What a copy's word on a single date depends on: whose blobs the organizer's copy has held, and which dates are
    /// removed for everybody.
    private var knownBlobs: Set<[UInt8]> = []
    private var removedDates: Set<CivilDate> = []
    /// Of everybody of whom something is known.
    private(set) var parts = PersonParts()
    private(set) var work = FoldWork()
    /// What has to be made anew.
    private var untold: [String: PersonPart.Extent] = [:]
    /// Of the decision that the parts rest on.
    private var number = 0

    init(continuing work: FoldWork = FoldWork()) { self.work = work }

    mutating func take(_ place: Int, of entries: [Entry]) {
        guard let answer = book.take(place, of: entries) else { return }
        note(answer.address, answer.date.map { .dates([$0]) } ?? .whole)
    }

    mutating func noteCopy(of mailbox: String, on date: CivilDate? = nil) {
        note(mailbox, date.map { .dates([$0]) } ?? .whole)
    }

    private mutating func note(_ address: String, _ extent: PersonPart.Extent) {
        untold[address, default: extent].formUnion(extent)
    }

    /// Whose part was made anew: perhaps as it was.
    enum Touched {
        case everybody
        case some([String: PersonPart.Extent])
    }

    /// - Parameters:
    ///   - number: tells decisions apart.
    ///   - redecided: the single dates of this decision that are perhaps others than before.
    mutating func update(
        _ decision: Decision, number: Int, redecided: Set<CivilDate>, _ board: CopyBoard, _ zones: ZoneBook
    ) -> Touched {
        var touchesAll = false
        if number != self.number {
            self.number = number
            organizer = decision.organizer
            for address in book.update(organizer: organizer) { note(address, .whole) }
            let newest = Ground(decision)
            touchesAll = ground == nil
            if !touchesAll, newest != ground { noteGround(board) }
            ground = newest
            for (address, extent) in listed.update(decision) { note(address, extent) }
        } else {
            for date in redecided {
                for (address, extent) in listed.update(decision, on: date) { note(address, extent) }
            }
        }
        noteWordsOnDates(decision, board, unless: touchesAll)
        if touchesAll {
            untold = [:]
            for address in board.mailboxes { untold[address] = .whole }
            for address in book.addresses { untold[address] = .whole }
            for address in listed.addresses { untold[address] = .whole }
            if let organizer { untold[organizer] = .whole }
            parts.reserveCapacity(untold.count)
        }
        defer { untold = [:] }
        for (address, extent) in untold { make(address, extent, decision, board, zones) }
        return touchesAll ? .everybody : .some(untold)
    }

    /// Notes whose part rests on what is now another: on when the meeting was reset whoever is told of by single dates, on
    /// how it stands whose copy is cancelled or was declined.
    private mutating func noteGround(_ board: CopyBoard) {
        board.forEachNamed { mailbox, copy in
            let isCancelled = copy.master.map { $0.state.isCancelled || $0.declinedAt != nil } ?? false
            if isCancelled || !copy.dated.isEmpty || copy.history?.dates.isEmpty == false { note(mailbox, .whole) }
        }
        for address in book.withDates { note(address, .whole) }
        for address in listed.withDates { note(address, .whole) }
    }

    /// Notes whose copy's word on a single date counts for another now.
    private mutating func noteWordsOnDates(_ decision: Decision, _ board: CopyBoard, unless touchesAll: Bool) {
        let blobs = knownBlobs, dates = decision.removedDates.symmetricDifference(removedDates)
        (knownBlobs, removedDates) = (decision.knownBlobs, decision.removedDates)
        guard !touchesAll, !dates.isEmpty || blobs != knownBlobs else { return }
        board.forEachNamed { mailbox, copy in
            if let blob = copy.master?.state.blob, blobs.contains(blob) != knownBlobs.contains(blob) {
                return note(mailbox, .whole)
            }
            let named = dates.filter { copy.history?.dates[$0]?.state.isRemoved == true || copy.item(on: $0) != nil }
            if !named.isEmpty { note(mailbox, .dates(named)) }
        }
    }

    private mutating func make(
        _ address: String, _ extent: PersonPart.Extent, _ decision: Decision, _ board: CopyBoard, _ zones: ZoneBook
    ) {
        work.people += 1
        guard address != organizer else {
            parts.set(PersonPart(organizer: address), of: address)
            return
        }
        if case .dates(let dates) = extent, parts[address] != nil {
            let person = person(address, on: dates, decision, board, zones)
            parts.update(address) { $0.update(dates, of: person) }
        } else {
            parts.set(PersonPart(address, person(address, on: nil, decision, board, zones)), of: address)
        }
    }

    /// What is known of somebody, in the order in which a fold takes it.
    ///
    /// - Parameter dates: the single dates that are asked for; every one where nil.
    private func person(
        _ address: String, on dates: Set<CivilDate>?, _ decision: Decision, _ board: CopyBoard, _ zones: ZoneBook
    ) -> Attendance.Person {
        var person = Attendance.Person()
        if let copy = board.copy(of: address), copy.isReceived {
            person.take(copy, on: dates, decision: decision, zones: zones)
        }
        for date in dates ?? book.dates(of: address) {
            guard let answer = book.answer(of: address, on: date) else { continue }
            if let reset = decision.reset, answer.moment.logged < reset.logged { continue }
            person.dates[date, default: .init()].answers.append(answer)
        }
        if let whole = book.answer(of: address) {
            person.isOfSeries = true
            person.answers.append(whole)
        }
        listed.forEachLine(of: address, on: dates) { line, date, item in
            if let date {
                person.take(line, on: date, of: item)
            } else {
                person.take(line, of: item)
            }
        }
        if listed.isResource(address) { person.isResource = true }
        return person
    }
}
