import Encodings

/// Bytes as exports and people write them: hex in either case, with a prefix, with spaces or dashes, with the leading
/// zero lost, Base64 (RFC 4648, section 4), or a list of decimal numbers, as JSON and PowerShell write an array of
/// bytes.
public struct BinaryText: Hashable, Sendable {
    /// What the text stands for.
    public var bytes: [UInt8]
    /// What had to be put right before the text could be read.
    public var accepted: [Acceptance]

    /// Every reading of a text, the likelier first: a few values, such as a run of `A`, are both hex and Base64.
    ///
    /// - Throws: the first byte of the text at which it is neither.
    public static func readings(of text: some Sequence<UInt8>) throws(FormatError) -> [BinaryText] {
        var accepted: [Acceptance] = []
        func note(_ leniency: Leniency, _ offset: Int) {
            accepted.append(Acceptance(leniency: leniency, field: "text", offset: offset))
        }
        var all = Array(text)
        if all.starts(with: [0xEF, 0xBB, 0xBF]) { all.removeFirst(3) }
        let start = all.firstIndex { !isSpace($0) } ?? all.count
        let end = all.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        var digits = Array(all[start..<end])
        guard !digits.isEmpty else { throw FormatError(.empty, field: "text", offset: 0) }
        if let bytes = listedBytes(digits) {
            note(.textSeparators, start)
            return [BinaryText(bytes: bytes, accepted: accepted)]
        }
        // Three dots, or the one character that stands for them.
        if [[0x2E, 0x2E, 0x2E], [0xE2, 0x80, 0xA6]].contains(digits.suffix(3)) {
            throw FormatError(.cutOffForDisplay, field: "text", offset: end - 3)
        }
        for prefix in ["uid:", "0x"]
        where digits.count >= prefix.utf8.count && zip(digits, prefix.utf8).allSatisfy({ ASCII.lowercased($0) == $1 }) {
            digits.removeFirst(prefix.utf8.count)
            note(.textPrefix, start)
        }
        // A line break inside Base64 is as good as one inside hex; a dash is part of neither.
        let packed = digits.filter { !isSpace($0) && $0 != UInt8(ascii: "-") }
        if packed.count < digits.count {
            note(
                .textSeparators,
                digits.firstIndex { isSpace($0) || $0 == UInt8(ascii: "-") }.map { $0 + end - digits.count } ?? start)
        }
        var result: [BinaryText] = []
        if let bytes = hexBytes(packed) { result.append(BinaryText(bytes: bytes, accepted: accepted)) }
        // A spreadsheet or a hand copy takes the zero in front for nothing; both ids and blobs begin with 04.
        if packed.count % 2 == 1, packed[0] == UInt8(ascii: "4"), let bytes = hexBytes([UInt8(ascii: "0")] + packed) {
            note(.lostLeadingZero, start)
            result.append(BinaryText(bytes: bytes, accepted: accepted))
        }
        if !packed.isEmpty, let bytes = Base64.bytes(packed) {
            result.append(BinaryText(bytes: bytes, accepted: accepted))
        }
        guard !result.isEmpty else {
            if !packed.isEmpty, packed.allSatisfy({ Hex.value($0) != nil }) {
                throw FormatError(.oddHexDigits(packed.count), field: "text", offset: end)
            }
            let stray = all[start..<end].firstIndex {
                !isSpace($0) && $0 != UInt8(ascii: "-") && Base64.value($0) == nil && $0 != UInt8(ascii: "=")
            }
            throw FormatError(.notHexOrBase64, field: "text", offset: stray ?? start)
        }
        return result
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Upper-case hex.
    public static func hex(_ bytes: [UInt8]) -> String { Hex.uppercase(bytes) }

    /// The bytes that hex digits of either case stand for; nil for anything else between or an odd number.
    public static func hexBytes(_ digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard !digits.isEmpty, digits.count % 2 == 0 else { return nil }
        var isHex = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { bytes, count in
            for index in 0..<digits.count / 2 {
                guard let high = Hex.value(digits[2 * index]), let low = Hex.value(digits[2 * index + 1]) else {
                    isHex = false
                    return
                }
                bytes[index] = high << 4 | low
                count = index + 1
            }
        }
        return isHex ? bytes : nil
    }

    static func hexBytes(_ digits: [UInt8]) -> [UInt8]? { digits.withUnsafeBufferPointer { hexBytes($0) } }

    /// The bytes of a list of decimal numbers, with or without the brackets of JSON around it and an object around
    /// those; nil for anything else, and for numbers of two digits each, which are hex.
    private static func listedBytes(_ text: [UInt8]) -> [UInt8]? {
        var list = text[...]
        if text[0] == UInt8(ascii: "[") || text[0] == UInt8(ascii: "{") {
            guard let open = text.firstIndex(of: UInt8(ascii: "[")), let close = text.lastIndex(of: UInt8(ascii: "]")),
                open < close
            else { return nil }
            list = text[(open + 1)..<close]
        }
        var bytes: [UInt8] = []
        var value: Int?, length = 0, isHex = list.startIndex == text.startIndex
        for character in list {
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = (value ?? 0) * 10 + Int(character - UInt8(ascii: "0"))
                length += 1
                guard let value, value <= 255, length <= 3 else { return nil }
            case UInt8(ascii: ","), UInt8(ascii: ";"),
                _ where isSpace(character):
                if !isSpace(character) { isHex = false }
                guard let number = value else { continue }
                bytes.append(UInt8(truncatingIfNeeded: number))
                if length != 2 { isHex = false }
                (value, length) = (nil, 0)
            default: return nil
            }
        }
        if let value {
            bytes.append(UInt8(truncatingIfNeeded: value))
            if length != 2 { isHex = false }
        }
        return isHex || bytes.count < 2 ? nil : bytes
    }
}
