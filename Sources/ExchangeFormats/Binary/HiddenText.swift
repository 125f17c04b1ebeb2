/// Looks for somebody's words in bytes that should be random: text in ASCII, UTF-8, UTF-16 or a code page of one byte a
/// letter.
///
/// Each run of letters is weighed by how rarely random bytes look like it, in bits. A run of six letters, digits and
/// the signs of addresses weighs enough; so do two letters of UTF-16, two of Chinese or three of Cyrillic in UTF-8.
enum HiddenText {
    /// What a run must weigh to be taken for text.
    static let leastBits = 11.5

    static func isIn(_ bytes: ArraySlice<UInt8>, leastBits: Double = leastBits) -> Bool {
        if isPadded(bytes) { return true }
        return heaviestSingles(bytes) >= leastBits || heaviestMultiples(bytes) >= leastBits || holdsWide(bytes)
    }

    /// A short text between zeros, which random bytes do not have in a row.
    private static func isPadded(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while rest.first == 0 { rest.removeFirst() }
        while rest.last == 0 { rest.removeLast() }
        return bytes.count - rest.count >= 3 && !rest.isEmpty
            && rest.allSatisfy { $0 == 0 || (0x20..<0x7F).contains($0) || $0 >= 0xA0 || (0x09...0x0D).contains($0) }
    }

    // MARK: One byte a letter

    private enum Kind { case strong, weak, high, none }

    private static func kind(_ byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "@"):
            .strong
        case 0x20..<0x7F, 0x09, 0x0A, 0x0D: .weak
        case 0xC0...: .high
        default: .none
        }
    }

    /// The weight of the heaviest run of ASCII and of letters beyond it, as code pages of one byte a letter have them.
    /// To change from the one kind to the other is what random bytes do more often than words.
    private static func heaviestSingles(_ bytes: ArraySlice<UInt8>) -> Double {
        var best = 0.0, bits = 0.0
        var last = Kind.none
        for byte in bytes {
            let kind = kind(byte)
            switch kind {
            case .strong: bits += 1.95
            case .weak: bits += 0.3
            case .high: bits += 1.6
            case .none: bits = 0
            }
            if kind != .none, last != .none, (kind == .high) != (last == .high) { bits = max(1.6, bits - 2.2) }
            last = kind
            best = max(best, bits)
        }
        return best
    }

    // MARK: UTF-8

    /// The weight of the heaviest run of valid UTF-8 with letters of several bytes in it.
    private static func heaviestMultiples(_ bytes: ArraySlice<UInt8>) -> Double {
        var best = 0.0, bits = 0.0
        var multiples = 0
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let length = length(of: bytes, at: place)
            if length > 1 {
                multiples += 1
                bits += length == 2 ? 4 : length == 3 ? 6.5 : 8
                place += length
            } else {
                switch kind(bytes[place]) {
                case .strong: bits += 1.95
                case .weak: bits += 0.3
                case .high, .none: (bits, multiples) = (0, 0)
                }
                place += 1
            }
            if multiples > 0 { best = max(best, bits - (multiples == 1 ? 3.5 : 0)) }
        }
        return best
    }

    /// The bytes of the letter at a place, if it is one of several bytes.
    private static func length(of bytes: ArraySlice<UInt8>, at place: Int) -> Int {
        let count =
            switch bytes[place] {
            case 0xC3...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard count > 1, place + count <= bytes.endIndex else { return 1 }
        return bytes[(place + 1)..<(place + count)].allSatisfy { (0x80...0xBF).contains($0) } ? count : 1
    }

    // MARK: UTF-16

    /// Letters of two bytes, whichever comes first: two of Latin or three of another alphabet in a row, seven of
    /// Chinese or Japanese, five of Korean.
    private static func holdsWide(_ bytes: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(bytes)
        for (high, low) in [(1, 0), (0, 1)] {
            for start in 0..<2 {
                var alphabetic = 0, ideographic = 0, syllabic = 0
                var block: UInt8?
                var place = start
                while place + 1 < bytes.count {
                    let upper = bytes[place + high], lower = bytes[place + low]
                    let isLatin = upper == 0 && (kind(lower) == .strong || lower >= 0xC0)
                    let isOfBlock =
                        upper > 0 && (upper <= 0x06 || upper == 0x0E) && (block.map { $0 == upper || $0 == 0 } ?? true)
                    alphabetic = isLatin || isOfBlock ? alphabetic + 1 : 0
                    block = isLatin || isOfBlock ? upper : nil
                    ideographic = (0x4E...0x9F).contains(upper) || upper == 0x30 ? ideographic + 1 : 0
                    syllabic = (0xAC...0xD7).contains(upper) ? syllabic + 1 : 0
                    if alphabetic >= (isLatin ? 2 : 3) || ideographic >= 7 || syllabic >= 5 { return true }
                    place += 2
                }
            }
        }
        return false
    }
}
