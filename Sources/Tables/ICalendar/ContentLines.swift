/// Lines of an iCalendar file (RFC 5545, section 3.1): at most 75 octets, CRLF at their ends, texts escaped.
///
/// A longer line goes on in the next one behind a space. It is never cut inside a character of UTF-8 or between a
/// backslash and what it escapes, which readers that unfold by lines of text get wrong.
struct ContentLines {
    private(set) var bytes: [UInt8] = []
    private var line: [UInt8] = []
    /// Control characters that a text held and that no line may hold.
    private(set) var droppedControls = 0

    init() {}

    /// A line whose value is written as it stands: a date, a number, a rule.
    mutating func add(_ name: String, _ value: String) { add(name, parameters: [], value: value) }

    /// A line whose value is a text (RFC 5545, section 3.3.11).
    mutating func add(_ name: String, text: String) {
        line.removeAll(keepingCapacity: true)
        line += name.utf8
        line.append(UInt8(ascii: ":"))
        append(escaped: text)
        end()
    }

    /// A line with parameters. A value that holds a delimiter is quoted, and what cannot stand within quotes is written
    /// as RFC 6868 has it.
    mutating func add(_ name: String, parameters: [(name: String, value: String)], value: String) {
        line.removeAll(keepingCapacity: true)
        line += name.utf8
        for parameter in parameters {
            line.append(UInt8(ascii: ";"))
            line += parameter.name.utf8
            line.append(UInt8(ascii: "="))
            append(parameter: parameter.value)
        }
        line.append(UInt8(ascii: ":"))
        for byte in value.utf8 { appendPlain(byte) }
        end()
    }

    /// Takes over lines that are finished already.
    mutating func add(finished lines: [UInt8]) { bytes += lines }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    // MARK: Texts

    private mutating func append(escaped text: String) {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case 0x0D: line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            // CR LF is one line break.
            case 0x0A where previous == 0x0D: break
            case 0x0A: line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            default: appendPlain(byte)
            }
            previous = byte
        }
    }

    private mutating func append(parameter value: String) {
        let isQuoted = value.utf8.contains { [UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ",")].contains($0) }
        if isQuoted { line.append(UInt8(ascii: "\"")) }
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""): line += Array("^'".utf8)
            case UInt8(ascii: "^"): line += Array("^^".utf8)
            case 0x0A: line += Array("^n".utf8)
            default: appendPlain(byte)
            }
        }
        if isQuoted { line.append(UInt8(ascii: "\"")) }
    }

    private mutating func appendPlain(_ byte: UInt8) {
        if byte < 0x20 && byte != 0x09 || byte == 0x7F {
            droppedControls += 1
        } else {
            line.append(byte)
        }
    }

    // MARK: Folding

    private static let longest = 75

    private mutating func end() {
        var rest = line[...]
        var room = ContentLines.longest
        while rest.count > room {
            let cut = ContentLines.cut(rest, room)
            bytes += rest[..<cut]
            bytes += [0x0D, 0x0A, 0x20]
            rest = rest[cut...]
            // The space at the head of a line that goes on counts.
            room = ContentLines.longest - 1
        }
        bytes += rest
        bytes += [0x0D, 0x0A]
    }

    /// The last place within the room that cuts neither a character nor an escape.
    private static func cut(_ line: ArraySlice<UInt8>, _ room: Int) -> Int {
        var cut = line.startIndex + room
        while cut > line.startIndex + 1, line[cut] & 0xC0 == 0x80 { cut -= 1 }
        var backslashes = 0
        while cut - backslashes > line.startIndex, line[cut - backslashes - 1] == UInt8(ascii: "\\") {
            backslashes += 1
        }
        // An odd number of them ends with one that escapes the next character.
        if backslashes % 2 == 1, cut > line.startIndex + 1 { cut -= 1 }
        return cut
    }
}
