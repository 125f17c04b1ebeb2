import EventStore
import ExchangeFormats
import Night

/// Finds the stream of a meeting by its id, in every form in which tools show one: hex of either case, with spaces or
/// dashes, with the leading zero that a spreadsheet takes away; Base64; a calendar's UID; a table's id of one
/// occurrence; text of a foreign calendar; a pseudonym; and the beginning or the end of one, where that is unique.
struct MeetingLookup {
    let log: EventLog
    /// How an id is shown.
    let meetingID: (String) throws -> String
    /// What the key makes of an id; asked only where a pseudonym is given.
    let pseudonym: () throws -> (String) throws -> String

    /// Ends that are shorter fit too many.
    private static let shortestEnd = 6

    func stream(_ id: String) throws -> StreamID {
        let forms = MeetingLookup.forms(of: id)
        for key in forms.flatMap(MeetingLookup.keys) {
            if let found = try log.streams(withPrefix: key, limit: 1).first, found.key == key { return found }
        }
        if let form = forms.first(where: Pseudonym.isOne), let found = try byPseudonym(form) { return found }
        for beginning in forms.flatMap(MeetingLookup.beginnings) {
            if let found = try unique(log.streams(withPrefix: beginning, limit: 11), id) { return found }
        }
        for end in forms.map(MeetingLookup.packed) where end.utf8.count >= MeetingLookup.shortestEnd {
            if let found = try unique(log.streams(withSuffix: end, limit: 11), id) { return found }
        }
        throw Failure(
            .inputMissing, "No meeting's id is \(id), or begins or ends so.",
            next: "'calfold replay --find WORDS' looks for one.")
    }

    private func unique(_ found: [StreamID], _ id: String) throws -> StreamID? {
        guard found.count > 1 else { return found.first }
        let candidates = try found.prefix(10).map { "    " + (try meetingID($0.key)) }
        throw Failure(
            .usage, "\(found.count > 10 ? "More than 10" : String(found.count)) meetings' ids are like that.",
            next: "Give more of it:\n" + candidates.joined(separator: "\n"))
    }

    /// Only ids that carry somebody's text have pseudonyms, but which are those is the mask's to say.
    private func byPseudonym(_ text: String) throws -> StreamID? {
        let shown = try pseudonym()
        var found: StreamID?
        try log.forEachStream(of: .calendar) { stream in
            guard try shown(stream.key) == text else { return true }
            found = stream
            return false
        }
        return found
    }

    // MARK: Forms

    /// The text as it stands, and without what tools write around an id.
    private static func forms(of id: String) -> [String] {
        var text = id.trimmingCharacters(in: .whitespacesAndNewlines)
        for (left, right) in [("\"", "\""), ("'", "'"), ("<", ">"), ("{", "}")]
        where text.count > 1 && text.hasPrefix(left) && text.hasSuffix(right) {
            text = String(text.dropFirst().dropLast())
        }
        var forms = [text]
        // `UID:…`, `GlobalObjectId=…`
        if let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" }),
            labels.contains(text[..<mark].lowercased().filter(\.isLetter))
        {
            forms.append(text[text.index(after: mark)...].trimmingCharacters(in: .whitespaces))
        }
        return forms + forms.compactMap(withoutOccurrence)
    }

    private static let labels: Set<String> = [
        "uid", "id", "meetingid", "occurrenceid", "globalobjectid", "cleanglobalobjectid", "meetinguniqueid",
    ]

    /// An occurrence's id ends in the date or the instant that the pattern gave; Base64 has strokes too.
    private static func withoutOccurrence(_ text: String) -> String? {
        guard let stroke = text.lastIndex(of: "/") else { return nil }
        let end = text[text.index(after: stroke)...]
        let digits = end.filter { $0.isASCII && $0.isNumber }.count
        let isStamp =
            (end.count == 8 && digits == 8)
            || (end.count == 16 && digits == 14 && end.dropFirst(8).first?.uppercased() == "T"
                && end.last?.uppercased() == "Z")
        return isStamp ? String(text[..<stroke]) : nil
    }

    /// The keys of streams that a text can be.
    private static func keys(of form: String) -> [String] {
        var keys = [MeetingKey(form).meetingKey].compactMap { $0 }
        // What another calendar calls its meeting is wrapped in an id of Exchange's, with a zero at the end or without.
        if case .opaque(let text) = MeetingKey(form) {
            let wrapped = GlobalObjectID(uid: text)
            keys.append(BinaryText.hex(wrapped.encoded()))
            keys.append(BinaryText.hex(GlobalObjectID(uid: text + "\0").encoded()))
        }
        return keys
    }

    /// What keys can begin with that a text is the beginning of.
    private static func beginnings(of form: String) -> [String] {
        let digits = packed(form)
        var found = [cleaned(digits)]
        if "40000008200E00074C5B7101A82E008".hasPrefix(digits.prefix(31)), digits.first == "4" {
            found.append(cleaned("0" + digits))
        }
        // Base64 of the same bytes; three of them at a time.
        let whole = form.filter { !$0.isWhitespace }
        if whole.hasPrefix("BAAAAIIA4AB0"),
            let reading = try? BinaryText.readings(of: whole.utf8.prefix(whole.utf8.count / 4 * 4)).last
        {
            found.append(cleaned(BinaryText.hex(reading.bytes)))
        }
        // Text keeps its spaces and dashes.
        let text = String(decoding: form.utf8.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
        if text != found[0] { found.append(text) }
        return found.filter { !$0.isEmpty }
    }

    private static func packed(_ form: String) -> String {
        let text = form.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        return text.hasPrefix("0X") ? String(text.dropFirst(2)) : text
    }

    /// Without the date of an instance.
    private static func cleaned(_ hex: String) -> String {
        guard hex.hasPrefix(GlobalObjectID.classIDDigits), hex.utf8.count > 32 else { return hex }
        let date = hex.dropFirst(32).prefix(8)
        return hex.prefix(32) + String(repeating: "0", count: date.count) + hex.dropFirst(40)
    }
}
