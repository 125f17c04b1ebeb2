/// What an audit looks for. docs/audit.md has an entry for each: what it means, when it is silent, what to do.
/// Numbered, as each is counted very often.
package enum AuditRule: Int, CaseIterable, Sendable, Hashable {
    // Copies that disagree.
    case missingCopy
    case missingOrganizerItem
    case orphaned
    case cancelledButKept
    case cancelledByOther
    case secondOrganizer
    case timeMismatch
    case zoneMismatch
    case seriesMismatch
    case dateMismatch
    case locationMismatch
    case cancelledCopy
    case answerLost
    case deletedUnanswered
    case notInvitedHolder
    case duplicateItem
    case duplicateMeeting
    // Histories that went wrong.
    case reverted
    case staleWrites
    case exceptionsLost
    case comesBack
    case syncLoop
    case updateStorm
    case cancelThenUpdate
    case changedByOther
    case roomEditedDirectly
    case repaired
    case historyGap
    case exportCut
    case rowsWithoutEffect
    // Items that are broken.
    case timesBroken
    case recurrenceBroken
    case exceptionOutside
    case zoneMissing
    case allDayOffMidnight
    case idOdd
    case organizerMissing
    case manyExceptions
    case manySeries
    case endlessSeries
    // Rooms and standing meetings.
    case roomDoubleBooked
    case roomUnanswered
    case ghostBooking
    case organizerLeft
    case everybodyDeclined
    case nobodyAccepts

    /// As options and tables write it.
    package var name: String {
        switch self {
        case .missingCopy: "missing-copy"
        case .missingOrganizerItem: "missing-organizer-item"
        case .orphaned: "orphaned"
        case .cancelledButKept: "cancelled-but-kept"
        case .cancelledByOther: "cancelled-by-other"
        case .secondOrganizer: "second-organizer"
        case .timeMismatch: "time-mismatch"
        case .zoneMismatch: "zone-mismatch"
        case .seriesMismatch: "series-mismatch"
        case .dateMismatch: "date-mismatch"
        case .locationMismatch: "location-mismatch"
        case .cancelledCopy: "cancelled-copy"
        case .answerLost: "answer-lost"
        case .deletedUnanswered: "deleted-unanswered"
        case .notInvitedHolder: "not-invited-holder"
        case .duplicateItem: "duplicate-item"
        case .duplicateMeeting: "duplicate-meeting"
        case .reverted: "reverted"
        case .staleWrites: "stale-writes"
        case .exceptionsLost: "exceptions-lost"
        case .comesBack: "comes-back"
        case .syncLoop: "sync-loop"
        case .updateStorm: "update-storm"
        case .cancelThenUpdate: "cancel-then-update"
        case .changedByOther: "changed-by-other"
        case .roomEditedDirectly: "room-edited-directly"
        case .repaired: "repaired"
        case .historyGap: "history-gap"
        case .exportCut: "export-cut"
        case .rowsWithoutEffect: "rows-without-effect"
        case .timesBroken: "times-broken"
        case .recurrenceBroken: "recurrence-broken"
        case .exceptionOutside: "exception-outside"
        case .zoneMissing: "zone-missing"
        case .allDayOffMidnight: "all-day-off-midnight"
        case .idOdd: "id-odd"
        case .organizerMissing: "organizer-missing"
        case .manyExceptions: "many-exceptions"
        case .manySeries: "many-series"
        case .endlessSeries: "endless-series"
        case .roomDoubleBooked: "room-double-booked"
        case .roomUnanswered: "room-unanswered"
        case .ghostBooking: "ghost-booking"
        case .organizerLeft: "organizer-left"
        case .everybodyDeclined: "everybody-declined"
        case .nobodyAccepts: "nobody-accepts"
        }
    }

    package init?(name: String) {
        guard let found = AuditRule.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// What somebody should do about it, in a line.
    package var remedy: String {
        switch self {
        case .missingCopy: "The organizer forwards the meeting to that person, or sends the update again to them alone."
        case .missingOrganizerItem: "The organizer makes the meeting anew; guests delete the old one."
        case .orphaned:
            "The organizer restores the item and cancels it; else an administrator removes it from the guests."
        case .cancelledButKept: "The guest removes the item; look for rules and clients that moved the cancellation."
        case .cancelledByOther: "The organizer invites that person again; update the device that sent the cancellation."
        case .secondOrganizer:
            "One of the two deletes the item and is invited again; update the device that took it over."
        case .timeMismatch: "The organizer sends the update again to that person."
        case .zoneMismatch: "The organizer saves the series in one zone from one client, and sends the update."
        case .seriesMismatch: "The organizer sends the whole series again to that person."
        case .dateMismatch: "The organizer sends the update of that date again to that person."
        case .locationMismatch: "The organizer sends the update again."
        case .cancelledCopy: "The organizer invites that person again."
        case .answerLost: "Ask that person to answer again; look which client processed the response."
        case .deletedUnanswered: "Tell the organizer: that person will not come."
        case .notInvitedHolder: "Nothing where somebody forwarded it; else ask how the item came there."
        case .duplicateItem: "Delete the older item; look for a migration or a client that synchronised twice."
        case .duplicateMeeting: "The organizer cancels the one that was made again; look for imports and migrations."
        case .reverted: "Look at the client named: it wrote an old state back. The organizer sends the update again."
        case .staleWrites: "The client named works offline or lags; nothing was changed by it."
        case .exceptionsLost: "The organizer restores the single dates that are listed."
        case .comesBack: "Look at the client named: it brings back what its owner deleted."
        case .syncLoop: "Take the partnership of that client off and make it anew."
        case .updateStorm: "Look at the client that sends so many updates."
        case .cancelThenUpdate: "The person accepts again; the organizer's list has a hidden or broken entry."
        case .changedByOther: "Check who has rights on that calendar."
        case .roomEditedDirectly: "Check who has rights on the room's calendar."
        case .repaired: "Nothing: Exchange repaired the item."
        case .historyGap: "Read findings of this copy with care: rows are missing between those that are there."
        case .exportCut: "Export that mailbox in smaller spans: the command stops at this number of rows."
        case .rowsWithoutEffect: "Nothing: the rows are listed so that nobody looks for them."
        case .timesBroken: "The owner deletes the item and makes it anew."
        case .recurrenceBroken: "The owner deletes the series and makes it anew."
        case .exceptionOutside: "The owner deletes the date that is not one of the series."
        case .zoneMissing: "The owner saves the series in a zone that Windows knows."
        case .allDayOffMidnight: "The owner saves the item again as a whole day, in the zone that it is for."
        case .idOdd: "The owner deletes the item; look which client or migration wrote it."
        case .organizerMissing: "The owner deletes the item; nobody can answer it."
        case .manyExceptions: "End the series and begin a new one before clients fail on it."
        case .manySeries: "The owner deletes series that are over, before Exchange takes no more."
        case .endlessSeries: "Give the series an end."
        case .roomDoubleBooked: "One of the two organizers takes another room."
        case .roomUnanswered: "Look at the room's automatic processing."
        case .ghostBooking: "An administrator removes the booking from the room."
        case .organizerLeft: "Move the meeting to somebody else, or remove it from the calendars."
        case .nobodyAccepts: "Ask the organizer whether the series is still needed."
        case .everybodyDeclined: "Ask the organizer whether the meeting is still needed."
        }
    }

    /// Whether the rule compares mailboxes with one another: a merged export cannot tell them apart.
    package var comparesMailboxes: Bool {
        switch self {
        case .missingCopy, .missingOrganizerItem, .orphaned, .cancelledButKept, .cancelledByOther, .secondOrganizer,
            .timeMismatch, .zoneMismatch, .seriesMismatch, .dateMismatch, .locationMismatch, .cancelledCopy,
            .answerLost,
            .deletedUnanswered, .notInvitedHolder, .duplicateItem, .duplicateMeeting, .reverted, .exceptionsLost,
            .comesBack,
            .updateStorm, .cancelThenUpdate, .changedByOther, .roomEditedDirectly, .roomDoubleBooked, .roomUnanswered,
            .ghostBooking, .everybodyDeclined, .nobodyAccepts:
            true
        case .staleWrites, .syncLoop, .repaired, .historyGap, .exportCut, .rowsWithoutEffect, .timesBroken,
            .recurrenceBroken, .exceptionOutside, .zoneMissing, .allDayOffMidnight, .idOdd, .organizerMissing,
            .manyExceptions, .manySeries, .endlessSeries, .organizerLeft:
            false
        }
    }
}
