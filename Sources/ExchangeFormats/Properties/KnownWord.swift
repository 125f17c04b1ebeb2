/// Columns that hold Exchange's own words, as long as nobody else wrote them: only what is known to be Exchange's,
/// Windows', or the tables of zones', to its last letter, is no free text. The mask and the check of finished tables
/// ask the same.
package enum KnownWord: Sendable, CaseIterable {
    case zone, action, itemClass, recurrenceType

    /// What of a text may be shown: all of it, or the part or the other name of it that is known; nil for nothing.
    package func shown(_ text: String) -> String? {
        switch self {
        case .zone: KnownWord.zone(text)
        case .action: KnownWord.actions.contains(text.lowercased()) ? text : nil
        case .itemClass: KnownWord.itemClass(text)
        case .recurrenceType: KnownWord.recurrenceTypes.contains(text.lowercased()) ? text : nil
        }
    }

    // MARK: Zones

    /// What Exchange writes of a zone that a client made up.
    private static let customZones: Set<String> = ["customized time zone", "tzone://microsoft/custom"]

    private static func zone(_ text: String) -> String? {
        if customZones.contains(text.lowercased()) || ZoneCatalogue.shipped.isListed(text) { return text }
        // Of a text that only leads to a zone, the zone's own name.
        guard let found = ZoneCatalogue.shipped.resolve(text), found.isExact else { return nil }
        return found.windowsID ?? found.ianaID
    }

    // MARK: Actions

    /// Of the trigger actions that Exchange's engineers and documents name.
    static let actions: Set<String> = [
        "create", "update", "softdelete", "harddelete", "movetodeleteditems", "move", "copy", "itembind", "folderbind",
        "submit", "donewithmessagedelete", "none", "",
    ]

    // MARK: Classes

    /// A class of its own making has its ending from whoever made the form: of such a one the part that is known.
    private static func itemClass(_ text: String) -> String? {
        // Of a longer text only the parts that a known class has room for: whoever sends a message can name its class,
        // and each part is looked at once.
        guard var known = Substring(text).cutAtDot(atMost: longestClass) else { return nil }
        while true {
            if classes.contains(known.lowercased()) { return String(known) }
            guard let dot = known.lastIndex(of: ".") else { return nil }
            known = known[..<dot]
        }
    }

    private static let longestClass = classes.map(\.count).max() ?? 0

    private static let classes: Set<String> = [
        // [MS-OXOCAL] and what Outlook and Exchange add to it.
        "ipm.appointment", "ipm.appointment.occurrence", "ipm.appointment.live meeting request",
        "ipm.ole.class", "ipm.ole.class.{00061055-0000-0000-c000-000000000046}", "(occurrence deleted)",
        "ipm.schedule.meeting.request", "ipm.schedule.meeting.request.attendeelistreplication",
        "ipm.schedule.meeting.canceled", "ipm.schedule.meeting.resp", "ipm.schedule.meeting.resp.pos",
        "ipm.schedule.meeting.resp.neg", "ipm.schedule.meeting.resp.tent", "ipm.schedule.meeting.resp.tent.follow",
        "ipm.schedule.meeting.notification", "ipm.schedule.meeting.notification.forward", "ipm.schedule.inquiry",
        "ipm.calendarsharing", "ipm.calendarsharing.eventupdate", "ipm.calendarsharing.eventdelete", "ipm.sharing",
        // What else lies in a calendar's folders.
        "ipm.note", "ipm.task", "ipm.taskrequest", "ipm.activity", "ipm.contact", "ipm.distlist", "ipm.document",
        "ipm.post", "ipm.stickynote", "ipm.configuration", "ipm.outlook.recall", "report.ipm.note",
        "report.ipm.schedule.meeting", "",
        // Microsoft's support script, which shortens them.
        "exception.occurrence", "exception.deleted", "exception", "meeting.request", "attendeelist", "cancellation",
        "resp.pos", "resp.tent", "resp.tent.follow", "resp.neg", "resp.any", "forward.notification", "sharingcfm",
        "sharingdelete",
    ]

    // MARK: Recurrence

    private static let recurrenceTypes: Set<String> = [
        "none", "daily", "weekly", "monthly", "yearly", "monthlynth", "yearlynth", "everyweekday", "everynday",
        "absolutemonthly", "relativemonthly", "absoluteyearly", "relativeyearly", "norecurrence", "single",
        "recurringmaster", "occurrence", "exception", "true", "false", "0", "1", "2", "3", "4", "5", "6", "",
    ]
}

extension Substring {
    /// The text itself where it has no more characters than that; else as many of its parts, with dots between them, as
    /// these have room for; nil where not even the first has.
    package func cutAtDot(atMost count: Int) -> Substring? {
        let head = prefix(count + 1)
        guard head.count > count else { return self }
        return head.lastIndex(of: ".").map { head[..<$0] }
    }
}
