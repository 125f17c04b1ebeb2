/// Text from a log, or the name of a file, made fit for a terminal: what a terminal would obey, or what turns the order
/// of letters, is shown by its number.
package enum TerminalText {
    /// The text with every control character but tabs and line ends written as `<U+001B>`.
    package static func plain(_ text: String) -> String {
        text.utf8.contains(where: isSuspect) ? shown(text, isObeyed) : text
    }

    /// As above with tabs and line ends written so too: for names and other words that stand within one line of a
    /// message. A file may be called what another line of a report looks like.
    package static func line(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || isSuspect($0) }) else { return text }
        return shown(text) { $0.value < 0x20 || isObeyed($0) }
    }

    /// The text in lines of at most that many letters, broken at spaces; what follows a break stands four letters
    /// further in. What has no space stays whole, and so does what is copied: a line that is a command, and what stands
    /// between quotes.
    package static func wrapped(_ text: String, width: Int) -> String {
        guard text.utf8.count > width else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { broken($0, width) }
            .joined(separator: "\n")
    }

    private static func broken(_ line: Substring, _ width: Int) -> String {
        let indent = line.prefix { $0 == " " }, words = line.dropFirst(indent.count)
        guard line.count > width, !words.hasPrefix("calfold "), !words.hasPrefix("Next: calfold ") else {
            return String(line)
        }
        var lines: [String] = [], current = String(indent), length = indent.count, gap = "", isFirst = true
        for word in unbroken(words) {
            if word.isEmpty {
                // One more space before the next word.
                gap += " "
                continue
            }
            let count = word.count
            if !isFirst, length + gap.count + count > width {
                lines.append(current)
                (current, length) = (indent + "    " + word, indent.count + 4 + count)
            } else {
                current += gap + word
                length += gap.count + count
            }
            (gap, isFirst) = (" ", false)
        }
        return (lines + [current]).joined(separator: "\n")
    }

    /// The words of a line, what stands between quotes as one of them.
    private static func unbroken(_ line: Substring) -> [String] {
        var words: [String] = [], quoted: [Substring] = []
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let begins = quoted.isEmpty && word.drop { $0 == "(" }.hasPrefix("'")
            guard begins || !quoted.isEmpty else {
                words.append(String(word))
                continue
            }
            quoted.append(word)
            let end = word.dropFirst(begins ? 1 : 0).reversed().drop { ".,;:)".contains($0) }
            guard end.first == "'" else { continue }
            words.append(quoted.joined(separator: " "))
            quoted = []
        }
        // No quote that ends: it was an apostrophe.
        return words + quoted.map(String.init)
    }

    private static func shown(_ text: String, _ isObeyed: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            let isLineEnd = scalar == "\r" && scalars.first == "\n" && !isObeyed("\n")
            if isLineEnd || !isObeyed(scalar) {
                result.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "<U+\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)>".unicodeScalars
            }
        }
        return String(result)
    }

    /// Controls themselves, and the bytes that those beyond ASCII begin with.
    private static func isSuspect(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != 0x0A && byte != 0x09) || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }

    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
