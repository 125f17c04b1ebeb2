import Encodings

/// The spelling of zone names: what clients of different ages and languages made of the same one.
enum ZoneName {
    static let utcNames: Set<String> = [
        "utc", "gmt", "z", "etc/utc", "tzone://microsoft/utc", "coordinated universal time",
        "co-ordinated universal time",
    ]

    /// Hyphen, hyphen that does not break, figure dash, en dash, minus.
    private static let hyphens: Set<Unicode.Scalar> = ["\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}"]

    /// Trimmed, with single spaces and plain hyphens, without invisible marks, the remains of HTML and quotation marks
    /// around it all.
    static func collapsed(_ name: String) -> String {
        var text = ""
        var pendingSpace = false
        for scalar in name.unicodeScalars {
            // ICU writes offsets with a minus sign; right-to-left languages wrap names in marks of direction.
            let scalar = hyphens.contains(scalar) ? "-" : scalar
            if scalar.properties.generalCategory == .format { continue }
            if scalar.properties.isWhitespace {
                pendingSpace = !text.isEmpty
            } else {
                if pendingSpace { text.unicodeScalars.append(" ") }
                pendingSpace = false
                text.unicodeScalars.append(scalar)
            }
        }
        if let mark = text.first, mark == "\"" || mark == "'", text.count > 2, text.last == mark {
            text = trimmed(text.dropFirst().dropLast())
        }
        return replacing("&amp;", with: "&", in: text)
    }

    /// Other spellings of a name in lower case, the nearest to today's first.
    static func spellings(_ folded: String) -> [String] {
        var text = folded
        if let parenthesis = parenthesis(in: text) {
            var inside = String(parenthesis)
            let rest = text[parenthesis.endIndex...]
            inside = replacing("gmt", with: "utc", in: inside)
            inside = replacing(".", with: ":", in: inside)
            if inside == "utc+00:00" || inside == "utc-00:00" { inside = "utc" }
            text = "(" + inside + rest
        }
        for ending in [" - old", " - new"] where text.hasSuffix(ending) { text = String(text.dropLast(ending.count)) }
        // The number that Windows gives to Russian zones.
        if text.last == ")", let open = text.lastIndex(of: "("), text[open...].hasPrefix("(rtz "),
            text[open...].dropFirst(5).dropLast().allSatisfy(\.isNumber)
        {
            text = String(text[..<open])
            while text.last == " " { text.removeLast() }
        }
        text = replacing(" / ", with: ", ", in: text)
        if let close = text.firstIndex(of: ")") {
            let cities = replacing("/", with: ", ", in: String(text[close...]))
            text = String(text[..<close]) + cities
        }
        text = replacing("us and canada", with: "us & canada", in: text)
        text = replacing("co-ordinated", with: "coordinated", in: text)
        text = replacing("st petersburg", with: "st. petersburg", in: text)
        var result = [text]
        for (short, long) in [("is.", "islands"), ("islands", "is.")] where text.contains(short) {
            result.append(replacing(short, with: long, in: text))
        }
        // A zone without an offset is written both ways, and some names are listed in one of them only.
        for text in result {
            if text.hasPrefix("(utc)") { result.append("(utc+00:00)" + text.dropFirst(5)) }
            result.append(replacing("(utc", with: "(gmt", in: text))
        }
        return result
    }

    /// The text between the first parentheses, when the name begins with them.
    private static func parenthesis(in text: String) -> Substring? {
        guard text.first == "(", let close = text.firstIndex(of: ")") else { return nil }
        return text[text.index(after: text.startIndex)..<close]
    }

    /// What follows the parenthesis.
    static func cities(_ text: String) -> String? {
        guard let parenthesis = parenthesis(in: text) else { return nil }
        let cities = text[text.index(after: parenthesis.endIndex)...].drop { $0 == " " }
        return cities.isEmpty ? nil : String(cities)
    }

    /// A name without the offset that stands before or behind it, in parentheses or not, and that offset: of
    /// `(gmt-05:00) eastern standard time`, `america/new_york (gmt-05:00)`, `gmt+1 central european time`,
    /// `gmt+01:00 (central european time)`; also the name before the place in `(gmt-05:00) eastern time - new york`.
    /// The whole name comes first, without an offset.
    static func parts(_ folded: String) -> [(offset: Int?, name: String)] {
        var result: [(offset: Int?, name: String)] = [(nil, folded)]
        if let minutes = offsetInParentheses(folded), let name = cities(folded) { result.append((minutes, name)) }
        if folded.last == ")", let open = folded.lastIndex(of: "("), open > folded.startIndex,
            let minutes = offset(String(folded[folded.index(after: open)...].dropLast()))
        {
            result.append((minutes, trimmed(folded[..<open])))
        }
        if let space = folded.firstIndex(of: " "), let minutes = offset(String(folded[..<space])) {
            let name = trimmed(folded[space...])
            result.append((minutes, name))
            if name.first == "(", name.last == ")" { result.append((minutes, trimmed(name.dropFirst().dropLast()))) }
        }
        for (minutes, name) in result {
            guard let minutes else { continue }
            let words = name.split(separator: " ")
            if let dash = words.firstIndex(of: "-"), dash > 0 {
                result.append((minutes, words[..<dash].joined(separator: " ")))
            }
        }
        return result
    }

    /// The name alone of one with an offset in parentheses before or behind it; nil for another form.
    static func beside(_ folded: String) -> String? {
        if offsetInParentheses(folded) != nil { return cities(folded) }
        guard folded.last == ")", let open = folded.lastIndex(of: "("), open > folded.startIndex,
            offset(String(folded[folded.index(after: open)...].dropLast())) != nil
        else { return nil }
        return trimmed(folded[..<open])
    }

    /// Words with a slash that may be IANA ids, whatever stands around them; of a path, its last three and two parts.
    static func idTokens(_ folded: String) -> [Substring] {
        let words = folded.split { " (),;\"[]=".contains($0) }.filter { $0.contains("/") }
        return words.flatMap { word -> [Substring] in
            let parts = word.split(separator: "/")
            return [3, 2].filter { $0 <= parts.count }.map { Substring(parts.suffix($0).joined(separator: "/")) }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Minutes ahead of UTC in `(utc+01:00) …`.
    static func offsetInParentheses(_ text: String) -> Int? {
        parenthesis(in: text).flatMap { offset(String($0)) }
    }

    /// Minutes ahead of UTC of `utc+01:00`, `+01:00` or `(utc+01:00)` with nothing after it.
    static func bareOffset(_ text: String) -> Int? {
        if text.last == ")", let inside = parenthesis(in: text), inside.endIndex == text.index(before: text.endIndex) {
            return offset(String(inside))
        }
        return offset(text)
    }

    /// Hours alone, with minutes behind a colon, a dot or nothing, and with seconds that are none.
    private static func offset(_ text: String) -> Int? {
        var rest = Substring(text)
        if rest.hasPrefix("utc") || rest.hasPrefix("gmt") {
            rest = rest.dropFirst(3).drop { $0 == " " }
            if rest.isEmpty { return 0 }
        }
        guard let sign = rest.popFirst(), sign == "+" || sign == "-" else { return nil }
        var parts = rest.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        if parts.count == 1, rest.utf8.count == 4 { parts = [rest.prefix(2), rest.dropFirst(2)] }
        if parts.count == 3, parts[2] == "00" { parts.removeLast() }
        guard parts.count <= 2,
            parts.allSatisfy({
                $0.utf8.count <= 2 && $0.utf8.allSatisfy(ASCII.isDigit)
            })
        else {
            return nil
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, numbers[0] <= 14, numbers.count == 1 || numbers[1] < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (numbers[0] * 60 + (numbers.count == 2 ? numbers[1] : 0))
    }

    private static func replacing(_ part: String, with other: String, in text: String) -> String {
        guard !part.isEmpty, text.contains(part) else { return text }
        var result = ""
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.hasPrefix(part) {
                result += other
                rest = rest.dropFirst(part.count)
            } else if let character = rest.popFirst() {
                result.append(character)
            }
        }
        return result
    }
}
