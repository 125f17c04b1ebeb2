/// Text from a log, made fit for a terminal: what a terminal would obey, or what turns the order of letters, is shown
/// by its number.
package enum TerminalText {
    /// The text with every control character but tabs and line ends written as `<U+001B>`.
    package static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: isSuspect) else { return text }
        var result = String.UnicodeScalarView()
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            let isLineEnd = scalar == "\r" && scalars.first == "\n"
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
