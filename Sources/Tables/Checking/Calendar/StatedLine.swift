import Encodings
import ExchangeFormats

/// A content line apart: its name, its parameters, its value (RFC 5545, section 3.1).
struct StatedLine {
    /// In capitals: names are compared without regard to case.
    private(set) var name = ""
    private(set) var parameters: [(name: String, value: String)] = []
    private(set) var value: ArraySlice<UInt8> = []

    /// - Returns: nil for what is no content line.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        func isOfName(_ byte: UInt8) -> Bool {
            ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "-")
        }
        func takeName() -> String? {
            let found = rest.prefix(while: isOfName)
            rest = rest[found.endIndex...]
            return found.isEmpty ? nil : String(decoding: found, as: UTF8.self).uppercased()
        }
        guard let name = takeName() else { return nil }
        self.name = name
        while rest.first == UInt8(ascii: ";") {
            rest = rest.dropFirst()
            guard let parameter = takeName(), rest.first == UInt8(ascii: "=") else { return nil }
            var value: [UInt8] = []
            repeat {
                // Behind the equals sign, or the comma between two values.
                if !value.isEmpty { value.append(UInt8(ascii: ",")) }
                rest = rest.dropFirst()
                let isQuoted = rest.first == UInt8(ascii: "\"")
                if isQuoted { rest = rest.dropFirst() }
                let found = rest.prefix { byte in
                    byte != UInt8(ascii: "\"") && (isQuoted || !";:,".utf8.contains(byte))
                }
                value += found
                rest = rest[found.endIndex...]
                if isQuoted {
                    guard rest.first == UInt8(ascii: "\"") else { return nil }
                    rest = rest.dropFirst()
                }
            } while rest.first == UInt8(ascii: ",")
            parameters.append((parameter, String(decoding: value, as: UTF8.self)))
        }
        guard rest.first == UInt8(ascii: ":") else { return nil }
        value = rest.dropFirst()
    }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    var text: String { String(decoding: value, as: UTF8.self) }

    /// Whether a value of texts has nothing but whole escapes, and no delimiter without one (section 3.3.11).
    var isEscaped: Bool {
        var isOpen = false
        for byte in value {
            if isOpen {
                guard "\\;,nN".utf8.contains(byte) else { return false }
                isOpen = false
            } else if byte == UInt8(ascii: "\\") {
                isOpen = true
            } else if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") {
                return false
            }
        }
        return !isOpen
    }
}

/// A date, or a time in one of the forms that RFC 5545 has for them (sections 3.3.4 and 3.3.5).
struct StatedMoment: Equatable {
    enum Form: Equatable { case date, utc, local }

    private(set) var form: Form
    private(set) var wall: WallTime

    init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            return bytes[range].reduce(0) { sum, byte in
                sum.flatMap { byte >= 0x30 && byte <= 0x39 ? $0 * 10 + Int(byte & 0x0F) : nil }
            }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        form = .date
        wall = WallTime(date)
        guard bytes.count > 8 else { return }
        guard bytes.count == 15 || bytes.count == 16 && bytes[15] == UInt8(ascii: "Z"), bytes[8] == UInt8(ascii: "T"),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        form = bytes.count == 16 ? .utc : .local
        wall = WallTime(
            ticks: WallTime(date, minutes: hour * 60 + minute).ticks + Int64(second) * Instant.ticksPerSecond)
    }
}

/// A moment with the zone that its line names.
struct ZonedMoment: Equatable {
    /// How it is written: what belongs together in a component is written alike.
    struct Form: Equatable {
        var form: StatedMoment.Form
        var tzid: String?
    }

    var form: Form
    var wall: WallTime

    /// - Returns: nil where value, `VALUE` and `TZID` do not go together.
    init?(_ line: StatedLine) {
        let tzid = line.parameter("TZID"), isDate = line.parameter("VALUE") == "DATE"
        guard let moment = StatedMoment(line.value), isDate == (moment.form == .date),
            (tzid != nil) == (moment.form == .local)
        else { return nil }
        form = Form(form: moment.form, tzid: tzid)
        wall = moment.wall
    }
}
