#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The values found for texts that came before, in a table of bounded size: a text has two places, and drives out the
/// older of the two that stand there. Texts are compared byte by byte, for the reason that `ExactText` gives.
///
/// A dictionary that is emptied when full costs twice the time where values repeat, and four times where they do not.
struct BoundedTextCache<Value> {
    /// The hashes by themselves: most places are told apart by them, and no text is touched.
    private var hashes: [UInt64]
    private var texts: [String]
    private var values: [Value?]
    private var mask: Int
    private var misses = 0
    private let most: Int

    /// - Parameter logarithm: of the number of texts that are kept at most, to the base of 2. There is room for few at
    ///   first: most organisations are small, and every thread has caches of its own.
    init(logarithm: Int = 16) {
        most = 1 << logarithm
        let count = min(most, 1 << 10)
        hashes = Array(repeating: 0, count: count)
        texts = Array(repeating: "", count: count)
        values = Array(repeating: nil, count: count)
        mask = count - 1
    }

    /// Makes room for more; what was known is found anew.
    private mutating func grow() {
        let count = min(most, hashes.count * 4)
        hashes = Array(repeating: 0, count: count)
        texts = Array(repeating: "", count: count)
        values = Array(repeating: nil, count: count)
        mask = count - 1
        misses = 0
    }

    func value(for text: String) -> Value? {
        Self.withBytes(text) { bytes in
            let hash = Self.hash(bytes)
            var place = Int(truncatingIfNeeded: hash) & mask
            if hashes[place] != hash { place ^= 1 }
            guard hashes[place] == hash, isSame(texts[place], bytes) else { return nil }
            return values[place]
        }
    }

    mutating func remember(_ value: Value, for text: String) {
        misses += 1
        if misses > hashes.count, hashes.count < most { grow() }
        let hash = Self.withBytes(text, Self.hash)
        let place = Int(truncatingIfNeeded: hash) & mask
        if values[place] != nil {
            hashes[place ^ 1] = hashes[place]
            texts[place ^ 1] = texts[place]
            values[place ^ 1] = values[place]
        }
        hashes[place] = hash
        texts[place] = text
        values[place] = value
    }

    @inline(__always)
    private func isSame(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        Self.withBytes(text) { known in
            guard known.count == bytes.count else { return false }
            guard let own = known.baseAddress, let other = bytes.baseAddress else { return true }
            return memcmp(own, other, bytes.count) == 0
        }
    }

    @inline(__always)
    private static func withBytes<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }

    /// Eight bytes at a time, each time folding the two halves of a product of 128 bits. Whoever makes texts collide
    /// gets them hashed again, and nothing worse.
    @inline(__always)
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        var hash = UInt64(truncatingIfNeeded: bytes.count)
        var offset = 0
        while offset + 8 <= raw.count {
            hash = folded(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < raw.count {
            rest = rest << 8 | UInt64(raw[offset])
            offset += 1
        }
        return folded(folded(hash ^ rest))
    }

    @inline(__always)
    private static func folded(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
