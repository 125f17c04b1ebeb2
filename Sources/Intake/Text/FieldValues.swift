import EventStore
import ExchangeFormats

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Reads the text of single fields. Pure functions on bytes; nil means that the text cannot be read as such.
enum FieldValues {
    /// Whether a field says that there is no value: nothing, or one of the words that exports write for it.
    @inline(__always)
    static func isNone(_ field: Bytes) -> Bool { mayBeNone(field) && Placeholder.isOne(field) }

    /// False for what is none of the placeholders for certain, by its first letters: of the words that begin with a
    /// letter or a bracket these are `n/a`, `not…`, `null`, `invalid…`, `(n…)`.
    @inline(__always)
    private static func mayBeNone(_ field: Bytes) -> Bool {
        guard field.count > 2 else { return true }
        switch field[0] | 0x20 {
        case UInt8(ascii: "i"), UInt8(ascii: "("): return field[1] | 0x20 == UInt8(ascii: "n")
        case UInt8(ascii: "n"): return field[2] | 0x20 != UInt8(ascii: "n")
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return false
        default: return true
        }
    }

    /// Whether a field that names people, one or many in whatever form, names one of them by a pseudonym: 43 characters
    /// of Base64 and `=`, with nothing of Base64 and no address around them.
    static func holdsPseudonym(_ field: Bytes) -> Bool {
        guard field.count >= 44 else { return false }
        var run = 0
        for (place, byte) in field.enumerated() {
            guard !isOfBase64(byte) else {
                run += 1
                continue
            }
            let begins = place - run
            if byte == UInt8(ascii: "="), run == 43, begins == 0 || field[begins - 1] != UInt8(ascii: "=") {
                let next = place + 1 < field.count ? field[place + 1] : 0
                if !isOfBase64(next), next != UInt8(ascii: "="), next != UInt8(ascii: "@") { return true }
            }
            run = 0
        }
        return false
    }

    private static func isOfBase64(_ byte: UInt8) -> Bool {
        let folded = byte | 0x20
        return folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "z") || byte &- UInt8(ascii: "0") <= 9
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// Whether text holds the mark by which an export masks personal data, `REDACTED-`.
    static func isRedacted(_ text: Bytes) -> Bool { holds(text, "REDACTED-") }

    /// Whether text holds a word, letter by letter.
    static func holds(_ text: Bytes, _ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard let base = text.baseAddress, length > 0 else { return false }
        var position = 0
        while text.count - position >= length,
            let found = memchr(base + position, Int32(word.utf8Start[0]), text.count - position - length + 1)
        {
            if memcmp(found, word.utf8Start, length) == 0 { return true }
            position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
        return false
    }

    /// Compares without regard to case with a word in lower-case ASCII.
    static func equals(_ field: Bytes, _ word: StaticString) -> Bool {
        guard field.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<field.count {
            let byte = field[index]
            let lowered = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            if lowered != word.utf8Start[index] { return false }
        }
        return true
    }

    /// Without ASCII spaces and tabs at both ends.
    @inline(__always)
    static func trimmed(_ field: Bytes) -> Bytes {
        var start = 0
        var end = field.count
        while start < end, field[start] == 0x20 || field[start] == 0x09 { start += 1 }
        while end > start, field[end - 1] == 0x20 || field[end - 1] == 0x09 { end -= 1 }
        return start == 0 && end == field.count ? field : Bytes(rebasing: field[start..<end])
    }

    /// A whole number. Tools that keep numbers as floats write `3.0`, or `3,0` where the decimal sign is a comma;
    /// digits after the sign other than 0 are refused.
    static func integer(_ field: Bytes) -> Int64? {
        var index = 0
        var isNegative = false
        if index < field.count, field[index] == UInt8(ascii: "-") || field[index] == UInt8(ascii: "+") {
            isNegative = field[index] == UInt8(ascii: "-")
            index += 1
        }
        var value: Int64 = 0
        let firstDigit = index
        while index < field.count {
            let digit = field[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
            index += 1
        }
        guard index > firstDigit else { return nil }
        if index < field.count {
            guard field[index] == UInt8(ascii: ".") || field[index] == UInt8(ascii: ","), index + 1 < field.count
            else { return nil }
            for digit in field[(index + 1)...] where digit != UInt8(ascii: "0") { return nil }
        }
        return isNegative ? -value : value
    }

    /// A size as Exchange shows one to people, `12.3 KB (12,595 bytes)`, or a number whose digits a spreadsheet has
    /// parted in groups of three: `12,595`, `12.595`, `12 595`.
    static func byteCount(_ field: Bytes) -> Int64? {
        var digits = String(decoding: field, as: UTF8.self)[...]
        if let open = digits.lastIndex(of: "(") {
            let unit = " bytes)"
            guard digits.hasSuffix(unit) else { return nil }
            digits = digits[digits.index(after: open)...].dropLast(unit.count)
        }
        let groups = digits.split(omittingEmptySubsequences: false) { ",.'\u{2019}".contains($0) || $0.isWhitespace }
        guard let first = groups.first, (1...3).contains(first.utf8.count),
            groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }), groups.count <= 6,
            groups.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return Int64(groups.joined())
    }

    /// `True`, `False`, `1`, `0`, `1.0`, and the words that spreadsheets of other languages make of them.
    static func boolean(_ field: Bytes) -> Bool? {
        if let base = field.baseAddress, field.count == 4 || field.count == 5 {
            let word = UnsafeRawPointer(base).loadUnaligned(as: UInt32.self) | 0x2020_2020
            if field.count == 4, word == UInt32(bigEndian: 0x7472_7565) { return true }
            if field.count == 5, word == UInt32(bigEndian: 0x6661_6C73), field[4] | 0x20 == UInt8(ascii: "e") {
                return false
            }
        }
        if let number = integer(field) { return number == 1 ? true : number == 0 ? false : nil }
        switch String(decoding: field, as: UTF8.self).lowercased() {
        case "prawda", "wahr", "vrai", "verdadero", "vero", "waar", "yes", "tak": return true
        case "fałsz", "falsch", "faux", "falso", "onwaar", "no", "nie": return false
        default: return nil
        }
    }

    /// The bits of AppointmentState ([MS-OXOCAL] 2.2.1.10): a number, or the names that an export with decoded
    /// enumerations writes (`Meeting, Received`).
    static func appointmentState(_ field: Bytes) -> Int64? {
        if let number = integer(field) { return number }
        var bits: Int64 = 0
        for part in field.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let name = trimmed(Bytes(rebasing: part))
            if equals(name, "none") {
                continue
            } else if equals(name, "meeting") {
                bits |= 1
            } else if equals(name, "received") {
                bits |= 2
            } else if equals(name, "cancelled") || equals(name, "canceled") {
                bits |= 4
            } else if equals(name, "forward") || equals(name, "forwarded") {
                bits |= 8
            } else {
                return nil
            }
        }
        return bits
    }
}
