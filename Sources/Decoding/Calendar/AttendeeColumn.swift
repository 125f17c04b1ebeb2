import ExchangeFormats
import Foundation
import Reconstruct

/// Reads the columns that name a meeting's attendees.
///
/// AttendeeCollection has an address, a type (0 unspecified, 1 required, 2 optional, 3 resource), a response (as
/// ResponseType) and the time of the reply for each attendee; how they are written depends on what turned the objects
/// to text. Understood are JSON, the `Key=Value` of PowerShell, and lines or parts with the values one after the other.
/// DisplayAttendeesTo, -Cc and -All are lists of names; an attendee is whoever has an address there, because a name is
/// no identity.
struct AttendeeColumn {
    private(set) var attendees: [ListedAttendee] = []
    /// Where one of them is named by a legacy DN and by an address for mail: the address stands for both.
    private(set) var pairs: [(dn: String, address: String)] = []

    static func read(_ text: String) -> [ListedAttendee] {
        var column = AttendeeColumn()
        column.read(text)
        return column.attendees
    }

    /// Adds the attendees of a cell.
    mutating func read(_ text: String) {
        let start = text.first { !$0.isWhitespace }
        if start == "[" || start == "{" || start == "\"", var value = Self.json(text) {
            // JSON in a string of JSON, as a table's cell may hold it.
            if let inner = value as? String { value = Self.json(inner) ?? inner }
            if !(value is String) { return readObjects(in: value) }
        }
        for part in Self.parts(of: text) { if let attendee = attendee(in: part) { attendees.append(attendee) } }
    }

    /// Adds what one element of a list in JSON names. Returns false for a text that is no JSON.
    mutating func readElement(_ text: String) -> Bool {
        guard let value = Self.json(text) else { return false }
        readObjects(in: value)
        return true
    }

    /// Adds what another column names.
    mutating func add(_ other: AttendeeColumn) {
        attendees += other.attendees
        pairs += other.pairs
    }

    private static func json(_ text: String) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }

    // MARK: JSON

    private static let addressKeys = [
        "smtpemailaddress", "primarysmtpaddress", "smtpaddress", "emailaddress", "address", "email", "mail",
        "userprincipalname", "attendee",
        "mailbox", "participant", "recipient", "legacyexchangedn", "legacydn", "name",
    ]

    private mutating func readObjects(in value: Any) {
        if let list = value as? [Any] {
            for element in list { readObjects(in: element) }
            return
        }
        guard let object = value as? [String: Any] else {
            if let text = value as? String { readText(of: text) }
            return
        }
        let folded = Self.folded(object)
        // {"value": [...], "Count": 2}; the lists of EWS, {"Attendee": [...]} and {"RequiredAttendees": {"Attendee":
        // ...}}
        for name in ["value", "attendee", "attendees"] {
            if let list = folded[name] as? [Any] { return readObjects(in: list) }
        }
        let lists: [(Any, AttendeeType)] = [
            ("requiredattendees", .required), ("optionalattendees", .optional), ("resources", .resource),
        ].compactMap { (name: String, type: AttendeeType) in
            folded[name].map { ($0, type) }
        }
        guard lists.isEmpty else {
            for (list, type) in lists {
                let known = attendees.count
                readObjects(in: list)
                for index in known..<attendees.count where attendees[index].type == .unspecified {
                    attendees[index].type = type
                }
            }
            return
        }
        if let attendee = attendee(of: folded) {
            attendees.append(attendee)
        } else {
            // {"ben@example.com": {"DisplayName": "Ben"}}: the keys are the addresses.
            for (name, value) in object.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                if let address = identity(PersonText(name)) {
                    attendees.append(
                        Self.listed(address, Self.fields((value as? [String: Any]).map(Self.folded) ?? [:])))
                } else if value is [Any] || value is [String: Any] {
                    readObjects(in: value)
                }
            }
        }
    }

    /// A string in a list: an address, or text with several.
    private mutating func readText(of text: String) {
        for part in Self.parts(of: text) { if let attendee = attendee(in: part) { attendees.append(attendee) } }
    }

    /// By names in lower case; of names that differ in case only, the first in order counts in every process.
    private static func folded(_ object: [String: Any]) -> [String: Any] {
        let sorted = object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return Dictionary(sorted.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    private static func fields(_ object: [String: Any]) -> [String: String] {
        var fields: [String: String] = [:]
        for (name, value) in object {
            if let inner = value as? [String: Any] {
                for (innerName, innerValue) in folded(inner) { fields["\(name).\(innerName)"] = "\(innerValue)" }
            } else {
                fields[name] = "\(value)"
            }
        }
        return fields
    }

    private mutating func attendee(of object: [String: Any]) -> ListedAttendee? {
        var person = PersonText("")
        for name in Self.addressKeys {
            guard let value = object[name] else { continue }
            let found = Self.person(in: value, depth: 0)
            person.smtp = person.smtp ?? found.smtp
            person.legacyDN = person.legacyDN ?? found.legacyDN
        }
        return identity(person).map { Self.listed($0, Self.fields(object)) }
    }

    /// Whom a value names: a text, or an object that holds the address at some depth.
    private static func person(in value: Any, depth: Int) -> PersonText {
        guard let object = value as? [String: Any], depth < 4 else { return PersonText(value as? String ?? "") }
        let folded = folded(object)
        var person = PersonText("")
        for name in addressKeys {
            guard let value = folded[name] else { continue }
            let found = Self.person(in: value, depth: depth + 1)
            person.smtp = person.smtp ?? found.smtp
            person.legacyDN = person.legacyDN ?? found.legacyDN
        }
        return person
    }

    /// What is an identity of somebody: an address for mail, or else a legacy DN. Where both are known they are a pair.
    private mutating func identity(_ person: PersonText) -> String? {
        if let dn = person.legacyDN, let address = person.smtp { pairs.append((dn, address)) }
        return person.smtp ?? person.legacyDN
    }

    // MARK: Text

    /// The attendees of a text: its parts, but `Key=Value; Key=Value` is one attendee until a key comes again.
    private static func parts(of text: String) -> [Substring] {
        let pieces = pieces(of: text)
        guard pieces.count > 1, text.contains("=") || text.contains(":") else { return pieces }
        var parts: [Substring] = []
        var known: Set<String> = []
        for piece in pieces {
            let keys = Set(pairs(of: piece).keys).intersection(attributes)
            if let last = parts.last, !known.isEmpty, !keys.isEmpty, known.isDisjoint(with: keys) {
                parts[parts.count - 1] = text[last.startIndex..<piece.endIndex]
                known.formUnion(keys)
            } else {
                parts.append(piece)
                known = piece.contains("@{") ? [] : keys
            }
        }
        return parts
    }

    /// What a key of an attendee's text may be.
    private static let attributes: Set<String> = Set(addressKeys).union([
        "attendeetype", "type", "recipienttype", "responsetype", "response", "responsestatus", "status", "replytime",
        "responsetime", "displayname",
        "routingtype", "mailboxtype",
    ])

    /// The parts of a text: parted by line breaks, `;` or `|`, but not inside quotation marks, angle brackets or
    /// braces.
    private static func pieces(of text: String) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var depth = 0
        var isQuoted = false
        for index in text.indices {
            switch text[index] {
            case "\"": isQuoted.toggle()
            case "{", "<": depth += 1
            case "}", ">": depth = max(0, depth - 1)
            case let character
            where character.isNewline || ((character == ";" || character == "|") && depth == 0 && !isQuoted):
                // A line break closes what a cut text left open.
                if character.isNewline, depth > 0 { continue }
                if character.isNewline { isQuoted = false }
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: continue
            }
        }
        parts.append(text[start...])
        return parts.filter { $0.contains { !$0.isWhitespace } }
    }

    private mutating func attendee(in part: Substring) -> ListedAttendee? {
        let fields = Self.pairs(of: part)
        let names = ["smtpemailaddress", "primarysmtpaddress", "smtpaddress", "emailaddress", "address", "email"]
        var person = PersonText("")
        for name in names {
            guard let value = fields[name] else { continue }
            let found = PersonText(value)
            person.smtp = person.smtp ?? found.smtp
            person.legacyDN = person.legacyDN ?? found.legacyDN
        }
        if let address = identity(person) { return Self.listed(address, fields) }
        // Angle brackets and legacy DNs hold the characters that part the words of other forms.
        if part.contains("<") || part.contains("/"), let address = identity(PersonText(String(part))) {
            return Self.listed(address, Self.positions(of: part, behind: nil))
        }
        let separators: Set<Character> = [" ", ",", "{", "}", "<", ">", "\"", "'", "=", "(", ")", "[", "]", "\t"]
        for word in part.split(whereSeparator: separators.contains) where word.contains("@") {
            guard let address = identity(PersonText(String(word))) else { continue }
            return Self.listed(address, Self.positions(of: part, behind: word))
        }
        // White space around the sign, a quoted local part: no word alone is the address.
        return part.contains("@") ? identity(PersonText(String(part))).map { Self.listed($0, [:]) } : nil
    }

    /// `Name=Value` or `Name: Value`, parted by `;` or `,`, with or without `@{…}` around them.
    private static func pairs(of part: Substring) -> [String: String] {
        var fields: [String: String] = [:]
        let trimmed = part.drop { " @{".contains($0) }
        for piece in trimmed.split(whereSeparator: { ";,}".contains($0) }) {
            guard let sign = piece.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
            let name = piece[..<sign].trimmingCharacters(in: .whitespaces).lowercased()
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "." }) else { continue }
            fields[name] = fields[name] ?? piece[piece.index(after: sign)...].trimmingCharacters(in: .whitespaces)
        }
        return fields
    }

    /// The values behind an address without names: a type and a response, as words or as numbers in this order, and a
    /// time.
    private static func positions(of part: Substring, behind address: Substring?) -> [String: String] {
        let rest = address.map { part[$0.endIndex...] } ?? part
        var fields: [String: String] = [:]
        for word in rest.split(whereSeparator: { ", <>()[]{}\t".contains($0) }) {
            let text = String(word)
            if let number = Int(text), (0...5).contains(number) {
                if fields["type"] == nil {
                    fields["type"] = text
                } else {
                    fields["response"] = fields["response"] ?? text
                }
            } else if AttendeeType(text) != nil {
                fields["type"] = text
            } else if answers.contains(where: { text.lowercased().hasPrefix($0.key) }) {
                fields["response"] = text
            } else if EntryDecoder.instant(text) != nil {
                fields["replytime"] = text
            }
        }
        return fields
    }

    // MARK: Values

    private static let answers: [String: Response?] = [
        "accept": .accepted, "declin": .declined, "tentativ": .tentative, "none": nil, "notresponded": nil,
        "organizer": nil, "unknown": nil,
    ]

    private static func listed(_ address: String, _ fields: [String: String]) -> ListedAttendee {
        func first(_ names: [String]) -> String? { names.lazy.compactMap { fields[$0] }.first { !$0.isEmpty } }
        let type = first(["attendeetype", "type", "recipienttype"])
        let response = first([
            "responsetype", "response", "responsestatus", "status.response", "responsestatus.response", "status",
        ])
        let time = first([
            "replytime", "responsetime", "replytime.value", "responsetime.value", "status.time", "responsestatus.time",
            "lastresponsetime", "time",
        ])
        return ListedAttendee(
            address: address, type: type.flatMap { AttendeeType($0) } ?? .unspecified,
            response: response.flatMap(answer(in:)),
            repliedAt: time.flatMap(EntryDecoder.instant))
    }

    private static func answer(in text: String) -> Response? {
        if let number = Int(text) { return Response(ResponseStatus(rawValue: number)) }
        let folded = text.lowercased()
        return answers.first { folded.hasPrefix($0.key) }?.value
    }
}
