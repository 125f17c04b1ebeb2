/// Says of an identity that the log cannot have it, or that it may: a Bloom filter of 64-bit words, in each of which an
/// identity sets four bits. At 16 bits for each row some one in a hundred new rows is looked up for nothing.
struct IdentityFilter {
    private var words: [UInt64]
    /// For how many more rows it was made; it is never made larger than 32 megabytes.
    private(set) var room: Int
    private static let mostWords = 1 << 22

    /// - Parameter rows: how many it is made for.
    init(rows: Int) {
        let count = min(max(rows / 4, 1 << 10), IdentityFilter.mostWords)
        words = Array(repeating: 0, count: count)
        room = count == IdentityFilter.mostWords ? .max : count * 4
    }

    /// - Parameter bits: those that runs know of an identity, which are as good as random.
    @inline(__always)
    private func place(_ bits: UInt64) -> (word: Int, mask: UInt64) {
        // An identity is a digest, but somebody may have chosen rows by its first bits.
        let mixed = (bits ^ bits >> 29) &* 0x9E37_79B9_7F4A_7C15
        let mask: UInt64 = 1 << (bits & 63) | 1 << (bits >> 6 & 63) | 1 << (bits >> 12 & 63) | 1 << (bits >> 18 & 63)
        return (Int(truncatingIfNeeded: mixed.multipliedFullWidth(by: UInt64(words.count)).high), mask)
    }

    @inline(__always)
    func mayHave(_ bits: UInt64) -> Bool {
        let place = place(bits)
        return words[place.word] & place.mask == place.mask
    }

    @inline(__always)
    mutating func insert(_ bits: UInt64) {
        let place = place(bits)
        words[place.word] |= place.mask
        room -= 1
    }
}
