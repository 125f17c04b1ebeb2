import Encodings

/// A growing run of bytes that is filled anew for every row and never gives its memory back in between.
struct ByteBuffer: ~Copyable {
    private(set) var count = 0
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    init(capacity: Int = 4_096) {
        self.capacity = max(16, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// The bytes so far; valid until the next change.
    var bytes: Bytes { Bytes(start: base, count: count) }

    func slice(from start: Int) -> Bytes { Bytes(start: base + start, count: count - start) }

    @inline(__always)
    func slice(from start: Int, count: Int) -> Bytes { Bytes(start: base + start, count: count) }

    mutating func removeAll() { count = 0 }
    mutating func truncate(to length: Int) { count = min(count, length) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        base[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: Bytes) {
        guard let source = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(by: bytes.count) }
        ByteBuffer.copy(bytes.count, from: UnsafeRawPointer(source), to: UnsafeMutableRawPointer(base + count))
        count += bytes.count
    }

    /// Copies what does not overlap. Most fields are shorter than it takes the C library to find out how best to copy
    /// them: a field is two or a few loads here, of which the last may overlap the one before.
    @inline(__always)
    private static func copy(_ count: Int, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        @inline(__always)
        func move<Word: FixedWidthInteger>(_ type: Word.Type, at offset: Int) {
            target.storeBytes(
                of: source.loadUnaligned(fromByteOffset: offset, as: type), toByteOffset: offset, as: type)
        }
        switch count {
        case 65...: target.copyMemory(from: source, byteCount: count)
        case 8...:
            var offset = 0
            while offset + 8 < count {
                move(UInt64.self, at: offset)
                offset += 8
            }
            move(UInt64.self, at: count - 8)
        case 4...:
            move(UInt32.self, at: 0)
            move(UInt32.self, at: count - 4)
        default: for offset in 0..<count { move(UInt8.self, at: offset) }
        }
    }

    /// Appends a name, and a value with its length in front: what is done for each field of each row.
    @inline(__always)
    mutating func append(_ name: Bytes, value: Bytes) {
        // A length takes ten bytes at most.
        let needed = name.count + value.count + 10
        if capacity - count < needed { grow(by: needed) }
        if let source = name.baseAddress {
            ByteBuffer.copy(name.count, from: UnsafeRawPointer(source), to: UnsafeMutableRawPointer(base + count))
            count &+= name.count
        }
        var rest = UInt(bitPattern: value.count)
        while rest >= 0x80 {
            base[count] = UInt8(truncatingIfNeeded: rest) | 0x80
            count &+= 1
            rest >>= 7
        }
        base[count] = UInt8(truncatingIfNeeded: rest)
        count &+= 1
        if let source = value.baseAddress {
            ByteBuffer.copy(value.count, from: UnsafeRawPointer(source), to: UnsafeMutableRawPointer(base + count))
            count &+= value.count
        }
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

    /// Appends a number in groups of seven bits, lowest first, the top bit set in every byte but the last (LEB128).
    @inline(__always)
    mutating func append(length: Int) {
        var rest = UInt64(length)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func grow(by needed: Int) {
        let larger = max(capacity * 2, count + needed)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.update(from: base, count: count)
        base.deallocate()
        base = memory
        capacity = larger
    }

    /// Appends text in lower case. ASCII is done here; anything else as Unicode says.
    mutating func appendLowercased(_ text: Bytes) {
        if text.contains(where: { $0 >= 0x80 }) {
            append(Array(String(decoding: text, as: UTF8.self).lowercased().utf8))
        } else {
            for byte in text { append(ASCII.lowercased(byte)) }
        }
    }

    /// Appends text in upper case, as above.
    mutating func appendUppercased(_ text: Bytes) {
        if text.contains(where: { $0 >= 0x80 }) {
            append(Array(String(decoding: text, as: UTF8.self).uppercased().utf8))
        } else {
            for byte in text { append(ASCII.uppercased(byte)) }
        }
    }
}
