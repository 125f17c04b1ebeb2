import Encodings
import ExchangeFormats
import Privacy

/// What is wrong with a value.
enum ValueProblem: String, CaseIterable {
    case empty, address, unhashed, noPseudonym, hashedAddress, shortHash, wordInCapitals, freeText, instant, day,
        tooFine,
        integer, flag, word, text, list, hexadecimal, blobText, objectID, control, notUTF8

    /// What it is, after the number of values.
    var sentence: String {
        switch self {
        case .empty: "empty, where a value has to stand"
        case .address: "with an @: an address left unhashed"
        case .unhashed: "neither 44 characters of Base64 nor one of the words external, internal and error"
        case .noPseudonym: "no pseudonym of 44 characters of Base64, and no word may stand here"
        case .hashedAddress: "no mail address in clear, which people log in with"
        case .shortHash: "of 8 or 12 hex digits, as the partner's samples have them; a pseudonym has 44 characters"
        case .wordInCapitals: "one of the words that pass through, in capitals; write it in lower case"
        case .freeText:
            "no word of Exchange's, Windows' or the tables of zones': somebody's text, which leaves as its HMAC alone"
        case .instant: "no time of the form yyyy-MM-dd HH:mm:ss or yyyy-MM-dd HH:mm:ss.fff"
        case .tooFine: "too fine: the partner's loader refuses a time with more than three digits after the second"
        case .day: "no date of the form yyyy-MM-dd"
        case .integer: "no whole number"
        case .flag: "neither True nor False"
        case .word: "none of the words of this column"
        case .text: "not empty: free text must not leave"
        case .list: "no list of quoted pseudonyms: [\"a\", \"b\"] or ['a', 'b']"
        case .hexadecimal: "not hex"
        case .blobText: "not free of text: a blob holds a subject or a place, or cannot be proven to hold none"
        case .objectID:
            "neither an id of Exchange's own making nor its HMAC: an id of another calendar may hold an address"
        case .control: "with a control character"
        case .notUTF8: "not UTF-8"
        }
    }

    /// What is odd, but what the receiving side takes all the same.
    var isWarning: Bool { self == .tooFine || self == .wordInCapitals }
}

/// A judgement on one value.
enum ValueVerdict: Equatable {
    /// In order, and nothing that could name anybody.
    case fine
    case empty
    case hashed
    /// In order, and not hashed: what it is, in words that name nobody.
    case passed(String)
    case wrong(ValueProblem)
}

package enum ValueCheck {
    static func verdict(_ field: ArraySlice<UInt8>, _ kind: ValueKind) -> ValueVerdict {
        if kind == .address { return address(field) }
        if kind != .nothing, field.contains(0x40) { return .wrong(.address) }
        if field.isEmpty { return isRequired(kind) ? .wrong(.empty) : .empty }
        switch kind {
        case .person: return person(field)
        case .hash: return isHash(field) ? .hashed : .wrong(isPlaceholder(field) ? .shortHash : .noPseudonym)
        case .hashList:
            return list(field).map { $0.allSatisfy(isHash) ? .hashed : .wrong(.noPseudonym) } ?? .wrong(.list)
        case .address: return address(field)
        case .instant: return instant(field)
        case .day: return date(field) == nil ? .wrong(.day) : .fine
        case .integer: return isInteger(field) ? .fine : .wrong(.integer)
        case .flag: return field.elementsEqual("True".utf8) || field.elementsEqual("False".utf8) ? .fine : .wrong(.flag)
        case .word(let words): return words.contains(text(field)) ? .fine : .wrong(.word)
        case .known(let column):
            if isHash(field) { return .hashed }
            let word = text(field)
            return column.shown(word) == word ? clear(field) : .wrong(.freeText)
        case .text: return clear(field)
        case .nothing: return .wrong(.text)
        case .meetingID: return meetingID(field)
        case .occurrenceID: return occurrenceID(field)
        case .recurrenceBlob: return blob(field)
        case .responsibleUser:
            let name = text(field)
            return SystemPrincipal.name(name) == name ? .passed(name) : person(field)
        }
    }

    /// 44 characters of Base64 that end in `=`, looked at as bytes: most values of most tables are judged here.
    package static func isHash(_ field: ArraySlice<UInt8>) -> Bool {
        guard field.count == 44, field.last == UInt8(ascii: "=") else { return false }
        for byte in field.dropLast() {
            guard ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") else {
                return false
            }
        }
        return true
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String { String(decoding: field, as: UTF8.self) }

    private static func isRequired(_ kind: ValueKind) -> Bool {
        switch kind {
        case .person(let isRequired), .hash(let isRequired), .integer(let isRequired), .text(let isRequired): isRequired
        case .meetingID, .occurrenceID, .hashList: true
        default: false
        }
    }

    private static func person(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        if isHash(field) { return .hashed }
        let word = text(field)
        if Pseudonymiser.passes(word) { return .passed(word) }
        if Pseudonymiser.passes(word.lowercased()) { return .wrong(.wordInCapitals) }
        return .wrong(isPlaceholder(field) ? .shortHash : .unhashed)
    }

    private static func isPlaceholder(_ field: ArraySlice<UInt8>) -> Bool {
        (field.count == 8 || field.count == 12) && field.allSatisfy({ Hex.value($0) != nil })
    }

    private static func address(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        guard case .smtp(let found)? = Address(text(field)), found.utf8.elementsEqual(field) else {
            return .wrong(field.isEmpty ? .empty : .hashedAddress)
        }
        return .passed("mail address, on purpose")
    }

    private static func clear(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        if field.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return .wrong(.control) }
        return String(validating: field, as: UTF8.self) == nil ? .wrong(.notUTF8) : .passed("clear text")
    }

    // MARK: numbers and times

    private static func isInteger(_ field: ArraySlice<UInt8>) -> Bool {
        let digits = field.first == UInt8(ascii: "-") ? field.dropFirst() : field
        return !digits.isEmpty && digits.count < 20 && digits.allSatisfy(ASCII.isDigit)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    package static func date(_ field: ArraySlice<UInt8>) -> CivilDate? {
        let start = field.startIndex
        guard field.count == 10, field[start + 4] == UInt8(ascii: "-"), field[start + 7] == UInt8(ascii: "-"),
            let year = number(field[start..<start + 4]), let month = number(field[start + 5..<start + 7]),
            let day = number(field[start + 8..<start + 10])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private static func instant(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        let clock = field.dropFirst(11), start = clock.startIndex
        guard field.count >= 19, date(field.prefix(10)) != nil, field[field.startIndex + 10] == UInt8(ascii: " "),
            clock[start + 2] == UInt8(ascii: ":"), clock[start + 5] == UInt8(ascii: ":"),
            let hour = number(clock[start..<start + 2]), hour < 24,
            let minute = number(clock[start + 3..<start + 5]), minute < 60,
            let second = number(clock[start + 6..<start + 8]), second < 60
        else { return .wrong(.instant) }
        let fraction = clock.dropFirst(8)
        if fraction.isEmpty { return .fine }
        guard fraction.first == UInt8(ascii: "."), number(fraction.dropFirst()) != nil else { return .wrong(.instant) }
        return fraction.count == 4 ? .fine : .wrong(fraction.count == 8 ? .tooFine : .instant)
    }

    // MARK: ids, lists and blobs

    private static func meetingID(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        if isHash(field) { return .hashed }
        return Mask.isOrdinaryID(text(field)) ? .passed("global object id") : .wrong(.objectID)
    }

    /// A meeting's id alone, or with the date or instant that the pattern gave: `/yyyyMMdd`, `/yyyyMMddTHHmmssZ`.
    /// Base64 has `/` too.
    private static func occurrenceID(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        for length in [17, 9] where field.count > length && field[field.endIndex - length] == UInt8(ascii: "/") {
            let stamp = field.suffix(length - 1)
            guard number(stamp.prefix(8)) != nil,
                length == 9 || (stamp.last == UInt8(ascii: "Z") && number(stamp.dropFirst(9).dropLast()) != nil)
            else { continue }
            let verdict = meetingID(field.dropLast(length))
            if case .wrong = verdict { continue }
            return verdict
        }
        return meetingID(field)
    }

    /// The values of a list of either form; nil for what is none. Pseudonyms need no escapes.
    package static func list(_ field: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        guard field.first == UInt8(ascii: "["), field.last == UInt8(ascii: "]"), field.count > 1 else { return nil }
        var rest = field.dropFirst().dropLast()
        var values: [ArraySlice<UInt8>] = []
        func skipSpaces() { rest = rest.drop { $0 == UInt8(ascii: " ") } }
        skipSpaces()
        if rest.isEmpty { return [] }
        while true {
            guard let quote = rest.popFirst(), quote == 0x22 || quote == 0x27, let end = rest.firstIndex(of: quote)
            else { return nil }
            values.append(rest[..<end])
            rest = rest[(end + 1)...]
            skipSpaces()
            if rest.isEmpty { return values }
            guard rest.popFirst() == UInt8(ascii: ",") else { return nil }
            skipSpaces()
        }
    }

    private static func blob(_ field: ArraySlice<UInt8>) -> ValueVerdict {
        guard field.count % 2 == 0 else { return .wrong(.hexadecimal) }
        var bytes: [UInt8] = [], rest = field
        while let digit = rest.popFirst() {
            guard let high = Hex.value(digit), let low = rest.popFirst().flatMap(Hex.value) else {
                return .wrong(.hexadecimal)
            }
            bytes.append(high << 4 | low)
        }
        guard let scrubbed = try? AppointmentRecurrencePattern.scrubbed(blob: bytes), scrubbed == bytes else {
            return .wrong(.blobText)
        }
        return .passed("recurrence blob without texts")
    }
}
