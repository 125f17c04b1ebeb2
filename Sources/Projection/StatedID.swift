import Encodings
import ExchangeFormats
import Foundation

/// A meeting's id as somebody states it, in the forms in which tools show one: hex of either case, with spaces or
/// dashes, with the leading zero that a spreadsheet takes away; Base64, also of URLs and without its padding; a
/// calendar's UID; a line or a field of an export; a table's id of one occurrence; text of a foreign calendar; a
/// pseudonym; and the beginning or the end of one.
package struct StatedID {
    /// The keys of streams that the text can be.
    package let keys: [String]
    /// What keys can begin with that the text is the beginning of.
    package let beginnings: [String]
    /// What keys can end with.
    package let ends: [String]
    /// The text as a pseudonym, where it can be one.
    package let pseudonym: String?

    package init(_ text: String) {
        let forms = StatedID.forms(of: text)
        keys = StatedID.keys(of: forms)
        beginnings = forms.flatMap(StatedID.beginnings)
        ends = forms.map(StatedID.packed)
        pseudonym = forms.first(where: Pseudonym.isOne)
    }

    /// The text as it stands, and without what tools write around an id.
    private static func forms(of text: String) -> [String] {
        var forms: [String] = []
        func add(_ form: String) { if !form.isEmpty, !forms.contains(form) { forms.append(form) } }
        let bare = StatedID.bare(text)
        add(text.trimmingCharacters(in: .whitespacesAndNewlines))
        add(bare)
        let visible = StatedID.visible(text)
        if visible != text {
            add(visible.trimmingCharacters(in: .whitespacesAndNewlines))
            add(StatedID.bare(visible))
        }
        // `UID:…`, `GlobalObjectId=…`, `"iCalUId": "…"`
        var rest = StatedID.bare(visible)
        while let mark = rest.firstIndex(where: { $0 == ":" || $0 == "=" }),
            rest[..<mark].allSatisfy({ $0.isLetter || $0.isNumber || "-_\"' ".contains($0) })
        {
            rest = StatedID.bare(String(rest[rest.index(after: mark)...]))
            add(rest)
        }
        for form in forms {
            if form.contains("%"), let decoded = form.removingPercentEncoding { add(decoded) }
        }
        for form in forms { StatedID.withoutOccurrence(form).map(add) }
        for form in forms { StatedID.base64(form).map(add) }
        return forms
    }

    /// Without what nobody sees and a copy brings along: zero-width signs, marks of direction, byte order marks.
    private static func visible(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// Without quotation marks, brackets and signs that end a value.
    private static func bare(_ text: String) -> String {
        let ends = CharacterSet.whitespacesAndNewlines.union(CharacterSet(charactersIn: "\"'“”<>{}[],;$"))
        return text.trimmingCharacters(in: ends)
    }

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

    /// The alphabet of URLs (RFC 4648, section 5) as that of files, and the padding that URLs leave out.
    private static func base64(_ text: String) -> String? {
        let whole = text.filter { !$0.isWhitespace }
        guard whole.utf8.count >= 43,
            whole.utf8.allSatisfy({
                ASCII.isLetterOrDigit($0) || "-_+/=".utf8.contains($0)
            })
        else { return nil }
        let plain = whole.replacing("-", with: "+").replacing("_", with: "/").prefix { $0 != "=" }
        let padding = (4 - plain.utf8.count % 4) % 4
        return padding == 3 ? nil : plain + String(repeating: "=", count: padding)
    }

    private static func keys(of forms: [String]) -> [String] {
        var keys: [String] = []
        for form in forms {
            let key = MeetingKey(form)
            if let text = key.meetingKey, !keys.contains(text) { keys.append(text) }
            // What another calendar calls its meeting is wrapped in an id of Exchange's, with a zero at the end or
            // without.
            if case .opaque(let text) = key {
                keys.append(BinaryText.hex(GlobalObjectID(uid: text).encoded()))
                keys.append(BinaryText.hex(GlobalObjectID(uid: text + "\0").encoded()))
            }
        }
        return keys
    }

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
        let text = String(decoding: form.utf8.map(ASCII.uppercased), as: UTF8.self)
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
