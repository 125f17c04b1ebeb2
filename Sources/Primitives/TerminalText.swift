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
