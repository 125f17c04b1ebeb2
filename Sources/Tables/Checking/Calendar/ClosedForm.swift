import ExchangeFormats
import Reconstruct

/// The words and numbers that lines of a calendar file have where no text belongs: nothing else can hide in them.
enum ClosedForm {
    static let texts: Set = ["SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "CATEGORIES"]

    /// What an export writes in each component, and such properties whose values leave no room for a name. Elsewhere
    /// nobody looks at what they say.
    private static let written: [String: Set<String>] = [
        "VCALENDAR": ["VERSION", "PRODID", "METHOD", "CALSCALE"],
        "VTIMEZONE": ["TZID"],
        "STANDARD": observance, "DAYLIGHT": observance,
        "VEVENT": texts.union([
            "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION",
            "RRULE", "RDATE", "EXDATE", "STATUS", "CLASS", "TRANSP", "PRIORITY", "ORGANIZER", "ATTENDEE",
            "X-CALFOLD-STATUS", "X-CALFOLD-MARKS", "X-MICROSOFT-CDO-INSTTYPE", "X-MICROSOFT-CDO-APPT-SEQUENCE",
        ]),
    ]
    private static let observance: Set = ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"]

    private static let parameterWords: [String: Set<String>] = [
        "CUTYPE": ["INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN"],
        "ROLE": ["CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"],
        "PARTSTAT": ["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"],
        "RSVP": ["TRUE", "FALSE"], "RANGE": ["THISANDFUTURE"],
        "VALUE": [
            "BINARY", "BOOLEAN", "CAL-ADDRESS", "DATE", "DATE-TIME", "DURATION", "FLOAT", "INTEGER", "PERIOD", "RECUR",
            "TEXT", "TIME", "URI", "UTC-OFFSET",
        ],
    ]

    private static let marks = Set(Meeting.Marks(rawValue: .max).names)

    /// Whether an export writes such a line where it stands; values apart.
    static func isWritten(_ line: StatedLine, in component: String?) -> Bool {
        let isOfPlace =
            line.name == "BEGIN" || line.name == "END" || component.flatMap { written[$0] }?.contains(line.name) == true
        return isOfPlace
            && line.parameters.allSatisfy {
                parameterWords[$0.name] != nil || $0.name == "TZID" || $0.name == "X-CALFOLD-COUNT"
            }
    }

    /// Whether all parameters of a line, and its value where it is a word or a number, are such as they can be.
    static func isKept(by line: StatedLine) -> Bool {
        line.parameters.allSatisfy { name, value in
            name == "X-CALFOLD-COUNT" ? count(value) != nil : parameterWords[name]?.contains(value) ?? true
        } && (values[line.name]?(line.text) ?? true)
    }

    private static let values: [String: @Sendable (String) -> Bool] = [
        "CLASS": { ["PUBLIC", "PRIVATE", "CONFIDENTIAL"].contains($0) }, "PRIORITY": { number($0, digits: 1) != nil },
        "CALSCALE": { $0 == "GREGORIAN" },
        "X-MICROSOFT-CDO-INSTTYPE": { text in number(text, digits: 1).map { $0 <= 3 } ?? false },
        "X-MICROSOFT-CDO-APPT-SEQUENCE": { number($0, digits: 10) != nil }, "X-CALFOLD-STATUS": { $0 == "orphaned" },
        "X-CALFOLD-MARKS": { text in
            text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { marks.contains(String($0)) }
        },
    ]

    private static func number(_ text: String, digits: Int) -> Int? {
        guard (1...digits).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(text)
    }

    /// How many people a line stands for; nil for what is no such number.
    static func count(_ text: String) -> Int? {
        number(text, digits: 9).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether a zone has a name that everybody knows, or one that is made of its rules.
    static func isZone(_ name: String) -> Bool {
        KnownWord.zone.shown(name) == name || name.wholeMatch(of: /X-CALFOLD-[0-9A-F]{16}/) != nil
    }

    static let product = "-//calfold//export//EN"
}

/// The components that are open, outermost first. Files of the form are three deep; how many more a hostile one opens
/// is counted and not kept, so that no line makes looking through them longer.
struct OpenComponents {
    static let deepest = 8

    private(set) var names: [String] = []
    private var deeper = 0

    var last: String? { names.last }
    var count: Int { names.count + deeper }

    mutating func open(_ name: String) {
        if names.count < OpenComponents.deepest { names.append(name) } else { deeper += 1 }
    }

    /// - Returns: how many were open within it, which its end closes too; nil where none of the name is.
    mutating func close(_ name: String) -> Int? {
        if deeper > 0 {
            deeper -= 1
            return 0
        }
        guard let place = names.lastIndex(of: name) else { return nil }
        defer { names.removeSubrange(place...) }
        return names.count - 1 - place
    }
}
