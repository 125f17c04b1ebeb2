import ExchangeFormats
import Reconstruct

/// How the people and the free text of a story are shown.
package struct StoryPrivacy {
    /// What stands for an address: itself, or its pseudonym.
    package var person: (String) throws -> String
    /// What stands for a meeting's id: itself, or its pseudonym where it carries another calendar's text.
    package var meetingID: (String) throws -> String
    /// Whether subjects and places are shown.
    package var showsFreeText: Bool

    package init(
        person: @escaping (String) throws -> String, meetingID: @escaping (String) throws -> String, showsFreeText: Bool
    ) {
        self.person = person
        self.meetingID = meetingID
        self.showsFreeText = showsFreeText
    }

    /// What a property was and is; nil for nothing. Of two recurrence patterns and two lists of attendees, what
    /// differs.
    package func values(_ change: FieldChange) throws -> (before: String?, after: String?) {
        switch (change.before, change.after) {
        case (.recurrence(let before), .recurrence(let after)):
            let first = RecurrenceWords(before), second = RecurrenceWords(after)
            return (
                first?.text(besides: second) ?? Self.undecodable(before),
                second?.text(besides: first) ?? Self.undecodable(after)
            )
        case (.attendees(let before), .attendees(let after)):
            let known = (before: Set(before), after: Set(after))
            return (
                try people(before.filter { !known.after.contains($0) }),
                try people(after.filter { !known.before.contains($0) })
            )
        case (.text(_), _) where change.isOfZone, (_, .text(_)) where change.isOfZone:
            return (try change.before.map(value).map(zone), try change.after.map(value).map(zone))
        default: return (try change.before.map(value), try change.after.map(value))
        }
    }

    private func value(_ value: FieldChange.Value) throws -> String {
        switch value {
        case .instant(let instant): TimeText.string(instant)
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .person(let address): try person(address)
        case .attendees(let attendees): try people(attendees) ?? "nobody"
        case .freeText(let text): showsFreeText ? "“\(text)”" : "(text)"
        case .recurrence(let blob): RecurrenceWords(blob)?.text(besides: nil) ?? Self.undecodable(blob)
        }
    }

    private func people(_ attendees: [ListedAttendee]) throws -> String? {
        let texts = try attendees.map { attendee in
            try person(attendee.address) + (attendee.response.map { " \($0.rawValue)" } ?? "")
        }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    private static func undecodable(_ blob: [UInt8]) -> String { "undecodable (\(blob.count) bytes)" }

    /// The client of a change. A text that names no known one may hold anything.
    func client(_ name: String) -> String {
        showsFreeText || ClientName.isExchanges(name) ? name : "a client of no known name"
    }

    /// A zone's name. What no table has may hold anything.
    func zone(_ name: String) -> String {
        showsFreeText ? name : KnownWord.zone.shown(name) ?? "a zone of no known name"
    }

    /// An action. One that Exchange does not have may hold anything.
    func action(_ trigger: TriggerAction) -> String {
        if case .save(.some) = trigger, !showsFreeText { return "an action of no known name" }
        return StoryWords.action(trigger)
    }
}

/// The plain words for what an entry did.
package enum StoryWords {
    package static func effect(_ effect: Story.Effect, _ privacy: StoryPrivacy) throws -> String {
        switch effect {
        case .created: return "created"
        case .changed: return "changed"
        case .repeated: return "saved, nothing changed"
        case .deleted: return "deleted"
        case .revived: return "brought back"
        case .cancelled: return "cancelled"
        case .invited: return "invitation"
        case .answered(let somebody, let response):
            return "\(try somebody.map(privacy.person) ?? "somebody") answered: \(response.rawValue)"
        case .ignored(let reason): return "no effect: \(self.reason(reason))"
        }
    }

    /// What was saved or deleted, by whom and with what.
    package static func entry(_ entry: Entry, _ privacy: StoryPrivacy) throws -> String {
        let by =
            switch entry.responsible {
            case .unknown: ""
            case .person(let person): " by \(try privacy.person(person))"
            case .system(let name): " by \(name)"
            }
        let client = entry.details?.client.map { " with \(privacy.client($0))" } ?? ""
        let date = entry.instanceDate.map { " of \($0)" } ?? ""
        return "\(privacy.action(entry.trigger)) \(itemClass(entry.itemClass))\(date) [\(version(entry))]\(by)\(client)"
    }

    static func reason(_ reason: Role.Reason) -> String {
        switch reason {
        case .outdatedRequest: "an outdated request"
        case .hijackedMeeting: "a request whose organizer did not match"
        case .draft: "a draft that was never sent"
        case .sharedCopy: "a copy of another mailbox's item"
        case .copiedItem: "an item that its owner copied"
        case .delegateCopy: "a delegate's copy"
        case .cleanUp: "removed by a component of Exchange; the meeting stands"
        case .clientRoundTrip: "a deletion that a save followed within five minutes"
        case .messageDeleted: "only the mail was deleted"
        case .ownMessage: "the organizer's own copy of a sent message"
        case .stale: "stale: a lower sequence number than the item had reached"
        case .undatedException: "an exception that does not say of which date"
        case .olderItem: "about an item that was deleted and created anew"
        case .otherClass: "noise: nothing that a calendar shows"
        }
    }

    static func itemClass(_ itemClass: ItemClass) -> String {
        switch itemClass {
        case .appointment: "appointment"
        case .exception: "exception"
        case .deletedOccurrence: "deleted occurrence"
        case .request: "request"
        case .cancellation: "cancellation"
        case .response: "response"
        case .forwardNotification: "forward notification"
        case .other: "other item"
        }
    }

    static func action(_ trigger: TriggerAction) -> String {
        switch trigger {
        case .create: "Create"
        case .update: "Update"
        case .softDelete: "SoftDelete"
        case .hardDelete: "HardDelete"
        case .moveToDeletedItems: "MoveToDeletedItems"
        case .save(let name): name ?? "Save"
        }
    }

    /// The compound by which Exchange's engineers name a version: sequence, last sequence, item version.
    static func version(_ entry: Entry) -> String {
        [entry.sequenceNumber, entry.details?.lastSequenceNumber, entry.itemVersion].map { $0.map(String.init) ?? "-" }
            .joined(separator: ":")
    }

    /// The meeting after an entry, or its instance of the date that the story follows, in one line.
    static func state(after step: Story.Step, of date: CivilDate?, _ privacy: StoryPrivacy) throws -> String {
        guard let meeting = step.meeting else { return "nothing known" }
        if case .single = meeting.schedule { return try state(meeting, privacy) }
        guard let date else { return try state(meeting, privacy) }
        guard let occurrence = step.occurrence else { return "\(date): no date of the series" }
        let people = try meeting.attendees(on: date).map { "\(try privacy.person($0.address)) \($0.response.rawValue)" }
        return
            "\(date): \(occurrence.status.rawValue); \(span(occurrence.slot)); \(people.isEmpty ? "nobody" : people.joined(separator: ", "))"
    }

    /// The meeting in one line.
    static func state(_ meeting: Meeting, _ privacy: StoryPrivacy) throws -> String {
        var text = ""
        try state(meeting, privacy) { text += $0 }
        return text
    }

    /// The meeting in one line, piece by piece: it may have very many people.
    static func state(_ meeting: Meeting, _ privacy: StoryPrivacy, _ write: (String) throws -> Void) throws {
        try write("\(meeting.status.rawValue); \(schedule(meeting.schedule, privacy)); ")
        if case .series(let series) = meeting.schedule {
            let removed = series.overrides.filter(\.isRemoved).map(\.date.description)
            let changed = series.overrides.filter { !$0.isRemoved }.map { override in
                override.date.description + (override.moved.map { " (\(span($0)))" } ?? "")
            }
            if !removed.isEmpty { try write("without \(removed.joined(separator: ", ")); ") }
            if !changed.isEmpty { try write("exceptions \(changed.joined(separator: ", ")); ") }
        }
        var separator = ""
        for participant in meeting.participants {
            try write("\(separator)\(try privacy.person(participant.address)) \(answers(participant))")
            separator = ", "
        }
        if meeting.participants.isEmpty { try write("nobody") }
        if !meeting.marks.isEmpty { try write("; marks: " + meeting.marks.names.joined(separator: " ")) }
    }

    /// The answer that somebody gave to the whole meeting, and those to single dates.
    private static func answers(_ participant: Participant) -> String {
        let dates = participant.dates.map { "\($0.date) \($0.isPresent ? $0.response.rawValue : "not there")" }
        guard participant.isOfSeries else {
            return dates.isEmpty ? "taken off" : "only \(dates.joined(separator: ", "))"
        }
        return participant.response.rawValue + (dates.isEmpty ? "" : " (\(dates.joined(separator: ", ")))")
    }

    /// When a meeting takes place, in a few words.
    package static func schedule(_ schedule: Schedule, _ privacy: StoryPrivacy) -> String {
        switch schedule {
        case .unknown: return "no time known"
        case .single(let slot, _): return span(slot)
        case .firstOccurrence(let slot, _): return "first occurrence \(span(slot))"
        case .dates(let dates, _): return self.dates(dates)
        case .besides(let slot, let isSeries, let dates, _):
            return (isSeries ? "first occurrence " : "") + "\(span(slot)); " + self.dates(dates)
        case .series(let series):
            let pattern = RecurrenceWords.pattern(series.pattern, series.rule)
            return
                "\(pattern), \(RecurrenceWords.clock(series.startMinutes, series.endMinutes)) \(series.zone?.name.map(privacy.zone) ?? "UTC")"
        }
    }

    private static func dates(_ dates: [DatedSlot]) -> String {
        "single dates: "
            + dates.map { "\($0.date) (\($0.isRemoved ? "removed" : span($0.slot)))" }.joined(separator: ", ")
    }

    static func span(_ slot: Slot) -> String {
        "\(TimeText.string(slot.start)) to \(TimeText.string(slot.end))"
    }
}
