import ExchangeFormats

/// Whose an exception of a merged export is: the organizer's or a guest's.
struct ExceptionOwners {
    private var isOrganizersByCreation: [Instant: Bool] = [:]
    /// What copies tell together.
    private(set) var sides = Sides()

    struct Sides: Equatable {
        var organizer: String?
        var hasOrganizer = false
        var hasGuests = false
        /// Dates that the newest blobs have removed. What the organizer's items before had removed is among them, so
        /// each item is looked at by itself.
        var removedByOrganizer: Set<CivilDate> = []
        var removedByGuests: Set<CivilDate> = []
    }

    /// - Parameter copies: without their exceptions, in order of creation, each with the time at which it was made.
    init(of copies: some Sequence<(Copy, Instant)>, zones: ZoneBook) {
        for (copy, creation) in copies { add(copy, madeAt: creation, zones) }
    }

    /// Adds a copy: one of the organizer's behind all others of theirs.
    ///
    /// - Returns: the dates of which copies tell otherwise than before; nil where they do of any.
    @discardableResult
    mutating func add(_ copy: Copy, madeAt creation: Instant, _ zones: ZoneBook) -> [CivilDate]? {
        guard let master = copy.master else { return [] }
        isOrganizersByCreation[creation] = copy.isOrganizers
        let before = (sides.organizer, sides.hasOrganizer, sides.hasGuests)
        var told: [CivilDate] = []
        let dates = copy.seriesHistory(isOrganizers: false, zones: zones)?.dates ?? [:]
        for (date, change) in dates where change.state.isRemoved {
            let isNew =
                copy.isOrganizers
                ? sides.removedByOrganizer.insert(date).inserted : sides.removedByGuests.insert(date).inserted
            if isNew { told.append(date) }
        }
        if copy.isOrganizers {
            sides.hasOrganizer = true
            sides.organizer = master.state.organizer ?? sides.organizer
        } else {
            sides.hasGuests = true
        }
        return before == (sides.organizer, sides.hasOrganizer, sides.hasGuests) ? told : nil
    }

    /// Its state says it. Without one it belongs to the copy that was made when it was, or to the only kind of copy
    /// there is, and what the organizer wrote is the organizer's. Where nothing of that is known, a change of a date
    /// comes from the organizer; so does a removal, unless a guest's blob shows it and none of the organizer's does.
    func isOrganizers(_ entry: Entry) -> Bool {
        if let state = entry.appointmentState { return !state.contains(.received) }
        if let status = entry.details?.responseType, status != .none { return status == .organizer }
        guard sides.hasOrganizer else { return false }
        if let creation = entry.creationTime, let known = isOrganizersByCreation[creation] { return known }
        guard sides.hasGuests else { return true }
        if case .person(let user) = entry.responsible, let organizer = sides.organizer,
            Address.areOfOneForm(user, organizer)
        {
            return user == organizer
        }
        guard entry.role == .deletes else { return true }
        guard entry.itemClass == .deletedOccurrence, let date = entry.instanceDate else { return false }
        return sides.removedByOrganizer.contains(date) || !sides.removedByGuests.contains(date)
    }
}
