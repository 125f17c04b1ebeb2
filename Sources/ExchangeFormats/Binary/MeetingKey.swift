import Encodings

/// What the text of an id column says about the meeting that its row belongs to.
public enum MeetingKey: Hashable, Sendable {
    /// An id by the specification, and what had to be put right before it could be read.
    case globalObjectID(GlobalObjectID, accepted: [Acceptance])
    /// Text that is no such id, trimmed: equality still brings the rows of one meeting together.
    case opaque(String)
    /// A number such as `4.0E+110`: a spreadsheet took the digits for a number and lost them. Different meetings share
    /// it, so it is no key.
    case damaged
    /// Nothing, or the word that an export writes for a property that does not exist.
    case absent

    /// Reads UTF-8 text in any of the forms in which exports and people write ids.
    public init(_ text: UnsafeBufferPointer<UInt8>) {
        let text = ExportText.trimmed(text)
        if ExportText.isPlaceholder(text) {
            self = .absent
        } else if let (id, accepted) = MeetingKey.globalObjectID(text) {
            self = .globalObjectID(id, accepted: accepted)
        } else {
            self = MeetingKey.isSpreadsheetNumber(text) ? .damaged : .opaque(String(decoding: text, as: UTF8.self))
        }
    }

    /// Reads text in any of the forms in which exports and people write ids.
    public init(_ text: String) {
        self = Array(text.utf8).withUnsafeBufferPointer { MeetingKey($0) }
    }

    /// The key of the meeting's stream: the cleaned id in upper-case hex, byte for byte as it stands, or opaque text
    /// with its ASCII letters in upper case. Nil where there is no key.
    public var meetingKey: String? {
        switch self {
        case .globalObjectID(let id, _): BinaryText.hex(id.cleaned.encoded())
        case .opaque(let text):
            String(decoding: text.utf8.map(ASCII.uppercased), as: UTF8.self)
        case .damaged, .absent: nil
        }
    }

    /// The original date of the occurrence that the id names; nil for a whole meeting.
    public var instanceDate: CivilDate? {
        if case .globalObjectID(let id, _) = self { id.instanceDate } else { nil }
    }

    private static func globalObjectID(_ text: UnsafeBufferPointer<UInt8>) -> (GlobalObjectID, [Acceptance])? {
        for reading in (try? BinaryText.readings(of: text)) ?? [] {
            var reader = ByteReader(reading.bytes, noting: .acceptances)
            if let id = try? GlobalObjectID(from: &reader) { return (id, reading.accepted + reader.accepted) }
        }
        return nil
    }

    /// `4.0E+110`, `4,00000082E+110`
    private static func isSpreadsheetNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let exponent = text.firstIndex(where: { ASCII.lowercased($0) == UInt8(ascii: "e") }),
            ASCII.isDigit(text[0]),
            exponent + 2 < text.count, text[exponent + 1] == UInt8(ascii: "+")
        else { return false }
        return text[..<exponent].allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
            && text[(exponent + 2)...].allSatisfy(ASCII.isDigit)
    }
}

extension MeetingKey {
    /// An id in the form of nearly every row: the 112 upper-case hex digits that Exchange writes for its own ids, with
    /// nothing that would have to be accepted.
    public struct Ordinary: Hashable, Sendable {
        /// The original date of the occurrence that the id names; nil for a whole meeting.
        public var instanceDate: CivilDate?

        /// Where the instance date stands in the digits. With zeros there they are the meeting's key; without an
        /// instance date they are the key as they stand.
        public static let instanceDateDigits = 32..<40
    }

    private static var ordinaryLength: Int { 112 }
    // A StaticString, whose bytes are compared in place: every row's id comes through here.
    private static var classIDDigits: StaticString { "040000008200E00074C5B7101A82E008" }
    private static var sizeDigits: StaticString { "10000000" }

    /// Reads an id of the ordinary form without allocating; nil for any other text, which `init` can read.
    public static func ordinary(_ text: UnsafeBufferPointer<UInt8>) -> Ordinary? {
        guard text.count == ordinaryLength, let start = text.baseAddress else { return nil }
        let digits = UnsafeRawPointer(start)
        guard equal(digits, classIDDigits), equal(digits + 72, sizeDigits), isUppercaseHex(text) else { return nil }
        // Eight reserved bytes of zero; and a creation time before the year 2058: its highest byte, the last of the
        // eight, is 0 or 1.
        guard digits.loadUnaligned(fromByteOffset: 56, as: UInt64.self) == eightZeros,
            digits.loadUnaligned(fromByteOffset: 64, as: UInt64.self) == eightZeros, text[54] == UInt8(ascii: "0"),
            text[55] <= UInt8(ascii: "1")
        else { return nil }
        if digits.loadUnaligned(fromByteOffset: 32, as: UInt64.self) == eightZeros {
            return Ordinary(instanceDate: nil)
        }
        let number = { (place: Int) in
            Int(Hex.value(text[place]) ?? 0) << 4 | Int(Hex.value(text[place + 1]) ?? 0)
        }
        return GlobalObjectID.instanceDate(year: number(32) << 8 | number(34), month: number(36), day: number(38))
            .map { Ordinary(instanceDate: $0) }
    }

    private static var eightZeros: UInt64 { 0x3030_3030_3030_3030 }

    /// Whether what follows the class id is digits and letters A to F.
    @inline(__always)
    private static func isUppercaseHex(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Without a way out in the middle, so that the compiler takes many bytes at once.
        var strays: UInt8 = 0
        for byte in UnsafeBufferPointer(rebasing: text[32..<ordinaryLength]) {
            let isDigit: UInt8 = byte &- UInt8(ascii: "0") < 10 ? 1 : 0
            let isLetter: UInt8 = byte &- UInt8(ascii: "A") < 6 ? 1 : 0
            strays |= 1 ^ (isDigit | isLetter)
        }
        return strays == 0
    }

    @inline(__always)
    private static func equal(_ bytes: UnsafeRawPointer, _ text: StaticString) -> Bool {
        let expected = UnsafeRawPointer(text.utf8Start)
        for place in stride(from: 0, to: text.utf8CodeUnitCount, by: 8)
        where bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            != expected.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        {
            return false
        }
        return true
    }
}
