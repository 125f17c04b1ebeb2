import ExchangeFormats

/// Somebody's part in a meeting, of which single dates can be made anew.
struct PersonPart {
    /// What differs for single dates included; whether or not the person takes part.
    private var whole: Participant
    private var takenOffAt: Instant?
    /// How many of the dates that differ the person takes part in.
    private var presences: Int32 = 0
    /// In order of date.
    private var removals: [TakenOff] = []

    /// What of somebody's part is another.
    enum Extent {
        case whole
        case dates(Set<CivilDate>)

        mutating func formUnion(_ other: Extent) {
            switch (self, other) {
            case (.whole, _): break
            case (_, .whole): self = .whole
            case (.dates(var dates), .dates(let others)):
                // Nothing else may hold the dates that are added to.
                self = .whole
                dates.formUnion(others)
                self = .dates(dates)
            }
        }
    }

    init(_ address: String, _ person: Attendance.Person) {
        let general = person.general
        whole = person.participant(address, general)
        takenOffAt = person.takenOffAt
        for (date, known) in person.dates.sorted(by: { $0.key < $1.key }) { add(known, on: date, of: person, general) }
    }

    init(organizer: String) { whole = .organizer(organizer) }

    /// Nil for one who takes no part.
    var participant: Participant? { takenOffAt == nil && (whole.isOfSeries || presences > 0) ? whole : nil }

    /// What other addresses of the person need to know.
    var takenOff: [TakenOff] {
        takenOffAt.map { [TakenOff(address: whole.address, date: nil, loggedAt: $0)] } ?? removals
    }

    /// Makes single dates anew.
    ///
    /// - Parameter person: what is known of these dates, and of the whole as before.
    mutating func update(_ dates: Set<CivilDate>, of person: Attendance.Person) {
        let general = person.general
        for date in dates {
            remove(date)
            if let known = person.dates[date] { add(known, on: date, of: person, general) }
        }
    }

    private mutating func remove(_ date: CivilDate) {
        let index = whole.dates.firstPlace { $0.date >= date }
        if index < whole.dates.count, whole.dates[index].date == date {
            if whole.dates.remove(at: index).isPresent { presences -= 1 }
        }
        let removal = removals.firstPlace { $0.isNotBefore(date) }
        if removal < removals.count, removals[removal].date == date { removals.remove(at: removal) }
    }

    private mutating func add(
        _ known: Attendance.OfDate, on date: CivilDate, of person: Attendance.Person, _ general: Attendance.Answer?
    ) {
        if let special = person.special(known, on: date, general) {
            whole.dates.insert(special, at: whole.dates.firstPlace { $0.date >= date })
            if special.isPresent { presences += 1 }
        }
        if let removal = known.takenOff(whole.address, of: date) {
            removals.insert(removal, at: removals.firstPlace { $0.isNotBefore(date) })
        }
    }
}

/// Parts by address. A dictionary has room for more than it holds, so this one has no more than their places in it.
struct PersonParts {
    private var places: [String: Int32] = [:]
    private var parts: [PersonPart] = []

    var addresses: Dictionary<String, Int32>.Keys { places.keys }

    subscript(address: String) -> PersonPart? { places[address].map { parts[Int($0)] } }

    mutating func reserveCapacity(_ count: Int) {
        places.reserveCapacity(count)
        parts.reserveCapacity(count)
    }

    mutating func set(_ part: PersonPart, of address: String) {
        if let place = places[address] {
            parts[Int(place)] = part
        } else {
            // No stream can have so many people.
            places[address] = Int32(clamping: parts.count)
            parts.append(part)
        }
    }

    /// Changes a part where it stands; nothing where there is none.
    mutating func update(_ address: String, _ body: (inout PersonPart) -> Void) {
        if let place = places[address] { body(&parts[Int(place)]) }
    }
}

extension TakenOff {
    fileprivate func isNotBefore(_ date: CivilDate) -> Bool { self.date.map { $0 >= date } ?? false }
}
