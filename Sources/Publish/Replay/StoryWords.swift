import ExchangeFormats
import Reconstruct

/// How the people and the free text of a story are shown.
public struct StoryPrivacy {
    /// What stands for an address: itself, or its pseudonym.
    public var person: (String) throws -> String
    /// Whether subjects and places are shown.
    public var showsFreeText: Bool

    public init(person: @escaping (String) throws -> String, showsFreeText: Bool) {
        self.person = person
        self.showsFreeText = showsFreeText
    }

    func value(_ value: FieldChange.Value?) throws -> String {
        switch value {
        case nil: "nothing"
        case .instant(let instant): TimeText.string(instant)
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .person(let address): try person(address)
        case .freeText(let text): showsFreeText ? "“\(text)”" : "(text)"
        case .recurrence(let blob): StoryWords.recurrence(blob)
        }
    }
}

/// The plain words for what an entry did.
enum StoryWords {
    static func effect(_ effect: Story.Effect, _ privacy: StoryPrivacy) throws -> String {
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
    static func entry(_ entry: Entry, _ privacy: StoryPrivacy) throws -> String {
        let by =
            switch entry.responsible {
            case .unknown: ""
            case .person(let person): " by \(try privacy.person(person))"
            case .system(let name): " by \(name)"
            }
        let client = entry.details?.client.map { " with \($0)" } ?? ""
        let date = entry.instanceDate.map { " of \($0)" } ?? ""
        return "\(action(entry.trigger)) \(itemClass(entry.itemClass))\(date) [\(version(entry))]\(by)\(client)"
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
        case .olderItem: "about an item that was deleted and created anew"
        case .otherClass: "noise: nothing that a calendar shows"
        }
    }

    static func itemClass(_ itemClass: ItemClass) -> String {
        switch itemClass {
        case .appointment: "appointment"
        case .exception: "exception"
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

    /// A pattern in a few words; "undecodable" for a blob that is none.
    static func recurrence(_ blob: [UInt8]) -> String {
        guard let decoded = try? AppointmentRecurrencePattern(decoding: blob), let rule = try? RecurrenceRule(decoded.recurrencePattern)
        else { return "undecodable (\(blob.count) bytes)" }
        let pattern = decoded.recurrencePattern
        let first = rule.firstDate.map(\.description) ?? "-"
        let last = rule.isInfinite ? "without end" : "to \(rule.lastDate?.description ?? "-")"
        let removed = max(0, pattern.deletedInstanceDates.count - pattern.modifiedInstanceDates.count)
        return "\(rule.label.rawValue) from \(first) \(last), \(removed) removed, \(pattern.modifiedInstanceDates.count) modified"
    }

    /// The compound by which Exchange's engineers name a version: sequence, last sequence, item version.
    static func version(_ entry: Entry) -> String {
        [entry.sequenceNumber, entry.details?.lastSequenceNumber, entry.itemVersion].map { $0.map(String.init) ?? "-" }.joined(separator: ":")
    }

    /// The meeting in one line.
    static func state(_ meeting: Meeting, _ privacy: StoryPrivacy) throws -> String {
        var parts = [meeting.status.rawValue, schedule(meeting.schedule)]
        if case .series(let series) = meeting.schedule {
            let removed = series.overrides.filter(\.isRemoved).map(\.date.description)
            let moved = series.overrides.filter { !$0.isRemoved }.map(\.date.description)
            if !removed.isEmpty { parts.append("without \(removed.joined(separator: ", "))") }
            if !moved.isEmpty { parts.append("exceptions \(moved.joined(separator: ", "))") }
        }
        let answers = try meeting.participants.map { "\(try privacy.person($0.address)) \($0.response.rawValue)" }
        parts.append(answers.isEmpty ? "nobody" : answers.joined(separator: ", "))
        if !meeting.marks.isEmpty { parts.append("marks: " + meeting.marks.names.joined(separator: " ")) }
        return parts.joined(separator: "; ")
    }

    /// When a meeting takes place, in a few words.
    static func schedule(_ schedule: Schedule) -> String {
        switch schedule {
        case .unknown: return "no time known"
        case .single(let slot, _): return "\(TimeText.string(slot.start)) to \(TimeText.string(slot.end))"
        case .firstOccurrence(let slot, _): return "first occurrence \(TimeText.string(slot.start)) to \(TimeText.string(slot.end))"
        case .dates(let dates, _): return "single dates: \(dates.map(\.date.description).joined(separator: ", "))"
        case .series(let series):
            let rule = try? RecurrenceRule(series.pattern)
            let clock = [series.startMinutes, series.endMinutes].map(minutes).joined(separator: "–")
            let end = rule?.lastDate.map { " to \($0)" } ?? ""
            return "\(rule?.label.rawValue ?? "series") from \(rule?.firstDate?.description ?? "-")\(end), \(clock) \(series.timeZone ?? "UTC")"
        }
    }

    private static func minutes(_ count: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let day = count / 1440
        return "\(padded(count / 60 % 24)):\(padded(count % 60))" + (day > 0 ? "+\(day)d" : "")
    }
}
