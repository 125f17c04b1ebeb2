import ExchangeFormats
import Foundation
import Reconstruct

/// Reads the columns that name a meeting's attendees.
///
/// AttendeeCollection has an address, a type (0 unspecified, 1 required, 2 optional, 3 resource), a response (as ResponseType) and the
/// time of the reply for each attendee; how they are written depends on what turned the objects to text. Understood are JSON, the
/// `Key=Value` of PowerShell, and lines or parts with the values one after the other. DisplayAttendeesTo, -Cc and -All are lists of
/// names; an attendee is whoever has an address there, because a name is no identity.
enum AttendeeColumn {
    static func read(_ text: String) -> [ListedAttendee] {
        let start = text.first { !$0.isWhitespace }
        if start == "[" || start == "{", let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) {
            return objects(in: value).compactMap(attendee(of:))
        }
        return parts(of: text).compactMap { attendee(in: $0) }
    }

    // MARK: JSON

    private static func objects(in value: Any) -> [[String: Any]] {
        if let list = value as? [Any] { return list.flatMap(objects) }
        guard let object = value as? [String: Any] else { return (value as? String).map { [["address": $0]] } ?? [] }
        let folded = Dictionary(object.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        // {"value": [...], "Count": 2}
        if let list = folded["value"] as? [Any] { return objects(in: list) }
        return [folded]
    }

    private static func attendee(of object: [String: Any]) -> ListedAttendee? {
        let names = ["smtpemailaddress", "primarysmtpaddress", "smtpaddress", "emailaddress", "address", "email", "mail", "attendee", "name"]
        guard let address = names.lazy.compactMap({ object[$0].flatMap(address(in:)) }).first else { return nil }
        var fields: [String: String] = [:]
        for (name, value) in object {
            if let inner = value as? [String: Any] {
                for (innerName, innerValue) in inner { fields["\(name).\(innerName.lowercased())"] = "\(innerValue)" }
            } else {
                fields[name] = "\(value)"
            }
        }
        return listed(address, fields)
    }

    private static func address(in value: Any) -> String? {
        if let object = value as? [String: Any] {
            let folded = Dictionary(object.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
            return ["address", "smtpaddress", "emailaddress"].lazy.compactMap { folded[$0].flatMap(address(in:)) }.first
        }
        return (value as? String).flatMap(address(inText:))
    }

    /// An address that is an identity: of mail, or a legacy DN.
    private static func address(inText text: String) -> String? {
        switch Address(text) {
        case .smtp(let address): address
        case .legacyDN(let name): name
        case .displayName, nil: nil
        }
    }

    // MARK: Text

    /// The attendees of a text: parted by line breaks, `;` or `|`, but not inside quotation marks, angle brackets or braces.
    private static func parts(of text: String) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var depth = 0
        var isQuoted = false
        for index in text.indices {
            switch text[index] {
            case "\"": isQuoted.toggle()
            case "{", "<": depth += 1
            case "}", ">": depth = max(0, depth - 1)
            case let character where character.isNewline || ((character == ";" || character == "|") && depth == 0 && !isQuoted):
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

    private static func attendee(in part: Substring) -> ListedAttendee? {
        let fields = pairs(of: part)
        let names = ["smtpemailaddress", "primarysmtpaddress", "smtpaddress", "emailaddress", "address", "email"]
        if let address = names.lazy.compactMap({ fields[$0].flatMap(address(inText:)) }).first { return listed(address, fields) }
        // Angle brackets and legacy DNs hold the characters that part the words of other forms.
        if part.contains("<") || part.contains("/"), let address = address(inText: String(part)) { return listed(address, positions(of: part, behind: nil)) }
        let separators: Set<Character> = [" ", ",", "{", "}", "<", ">", "\"", "'", "=", "(", ")", "[", "]", "\t"]
        for word in part.split(whereSeparator: separators.contains) where word.contains("@") {
            guard let address = address(inText: String(word)) else { continue }
            return listed(address, positions(of: part, behind: word))
        }
        return nil
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

    /// The values behind an address without names: a type and a response, as words or as numbers in this order, and a time.
    private static func positions(of part: Substring, behind address: Substring?) -> [String: String] {
        let rest = address.map { part[$0.endIndex...] } ?? part
        var fields: [String: String] = [:]
        for word in rest.split(whereSeparator: { ", <>()[]{}\t".contains($0) }) {
            let text = String(word)
            if let number = Int(text), (0...5).contains(number) {
                if fields["type"] == nil { fields["type"] = text } else { fields["response"] = fields["response"] ?? text }
            } else if types.contains(where: { text.lowercased().hasPrefix($0.key) }) {
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

    private static let types = ["required": 1, "optional": 2, "resource": 3, "room": 3, "unspecified": 0]
    private static let answers: [String: Response?] = [
        "accept": .accepted, "declin": .declined, "tentativ": .tentative, "none": nil, "notresponded": nil, "organizer": nil, "unknown": nil,
    ]

    private static func listed(_ address: String, _ fields: [String: String]) -> ListedAttendee {
        func first(_ names: [String]) -> String? { names.lazy.compactMap { fields[$0] }.first { !$0.isEmpty } }
        let type = first(["attendeetype", "type", "recipienttype"])
        let response = first(["responsetype", "response", "responsestatus", "status.response", "responsestatus.response", "status"])
        let time = first(["replytime", "responsetime", "status.time", "responsestatus.time", "lastresponsetime", "time"])
        return ListedAttendee(
            address: address, type: type.flatMap(type(of:)) ?? 0, response: response.flatMap(answer(in:)),
            repliedAt: time.flatMap(EntryDecoder.instant))
    }

    private static func type(of text: String) -> Int? {
        if let number = Int(text) { return (0...3).contains(number) ? number : nil }
        return types.first { text.lowercased().hasPrefix($0.key) }?.value
    }

    private static func answer(in text: String) -> Response? {
        if let number = Int(text) { return Response(responseStatus: number) }
        let folded = text.lowercased()
        return answers.first { folded.hasPrefix($0.key) }?.value
    }
}
