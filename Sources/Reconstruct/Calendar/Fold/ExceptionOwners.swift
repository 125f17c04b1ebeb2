import ExchangeFormats

/// Whose an exception of a merged export is: the organizer's or a guest's.
struct ExceptionOwners: Equatable {
    private var isOrganizersByCreation: [Instant: Bool] = [:]
    private var organizer: String?
    private var hasOrganizer = false
    private var hasGuests = false
    /// Dates that the newest blobs have removed.
    private var removedByOrganizer: Set<CivilDate> = []
    private var removedByGuests: Set<CivilDate> = []

    /// - Parameter copies: without their exceptions, each with the time at which it was made.
    init(of copies: some Sequence<(Copy, Instant)>, zones: ZoneBook) {
        for (copy, creation) in copies {
            guard let master = copy.master else { continue }
            isOrganizersByCreation[creation] = copy.isOrganizers
            let removed = (copy.seriesHistory(isOrganizers: false, zones: zones)?.dates ?? [:])
                .filter(\.value.state.isRemoved)
            if copy.isOrganizers {
                hasOrganizer = true
                organizer = master.state.organizer ?? organizer
                removedByOrganizer.formUnion(removed.keys)
            } else {
                hasGuests = true
                removedByGuests.formUnion(removed.keys)
            }
        }
    }

    /// Its state says it. Without one it belongs to the copy that was made when it was, or to the only kind of copy
    /// there is, and what the organizer wrote is the organizer's. Where nothing of that is known, a change of a date
    /// comes from the organizer; so does a removal, unless a guest's blob shows it and none of the organizer's does.
    func isOrganizers(_ entry: Entry) -> Bool {
        if let state = entry.appointmentState { return !state.contains(.received) }
        if let status = entry.details?.responseType, status != .none { return status == .organizer }
        guard hasOrganizer else { return false }
        if let creation = entry.creationTime, let known = isOrganizersByCreation[creation] { return known }
        guard hasGuests else { return true }
        if case .person(let user) = entry.responsible, let organizer, Address.areOfOneForm(user, organizer) {
            return user == organizer
        }
        guard entry.role == .deletes else { return true }
        guard entry.itemClass == .deletedOccurrence, let date = entry.instanceDate else { return false }
        return removedByOrganizer.contains(date) || !removedByGuests.contains(date)
    }
}
