import Primitives

/// Numbers of streams, a bit each, in blocks of so many as share a row of the index.
struct StreamSet: Equatable {
    static let blockBits: Int64 = 14
    static let blockSize = 1 << 14

    private var blocks: [Int64: [UInt64]] = [:]

    init() {}

    init(_ streams: some Sequence<Int64>) { for stream in streams { insert(stream) } }

    static func block(of stream: Int64) -> Int64 { stream >> blockBits }
    static func offset(of stream: Int64) -> UInt16 { UInt16(truncatingIfNeeded: stream & (Int64(blockSize) - 1)) }

    var isEmpty: Bool { blocks.values.allSatisfy { $0.allSatisfy { $0 == 0 } } }
    var count: Int { blocks.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.nonzeroBitCount } } }

    func contains(_ stream: Int64) -> Bool {
        guard let words = blocks[StreamSet.block(of: stream)] else { return false }
        let offset = Int(StreamSet.offset(of: stream))
        return words[offset >> 6] & (1 << UInt64(offset & 63)) != 0
    }

    mutating func insert(_ stream: Int64) {
        insert([StreamSet.offset(of: stream)], block: StreamSet.block(of: stream))
    }

    mutating func insert(_ offsets: [UInt16], block: Int64) {
        // Updated where it lies.
        var words = blocks.removeValue(forKey: block) ?? Array(repeating: 0, count: StreamSet.blockSize >> 6)
        for offset in offsets where Int(offset) < StreamSet.blockSize {
            words[Int(offset >> 6)] |= 1 << UInt64(offset & 63)
        }
        blocks[block] = words
    }

    /// Takes a list as a row of the index has it.
    ///
    /// - Returns: whether it was one.
    mutating func insert(encoded bytes: UnsafeBufferPointer<UInt8>, block: Int64) -> Bool {
        var words = blocks.removeValue(forKey: block) ?? Array(repeating: 0, count: StreamSet.blockSize >> 6)
        defer { blocks[block] = words }
        return StreamList.forEach(in: bytes) { words[Int($0 >> 6)] |= 1 << UInt64($0 & 63) }
    }

    mutating func formUnion(_ other: StreamSet) {
        for (block, theirs) in other.blocks {
            guard var own = blocks.removeValue(forKey: block) else {
                blocks[block] = theirs
                continue
            }
            for place in own.indices { own[place] |= theirs[place] }
            blocks[block] = own
        }
    }

    func intersection(_ other: StreamSet) -> StreamSet {
        var result = StreamSet()
        for (block, own) in blocks {
            guard let theirs = other.blocks[block] else { continue }
            result.blocks[block] = zip(own, theirs).map { $0 & $1 }
        }
        return result
    }

    /// In ascending order.
    var streams: [Int64] {
        var result: [Int64] = []
        for (block, words) in blocks.sorted(by: { $0.key < $1.key }) {
            for (place, word) in words.enumerated() {
                var rest = word
                while rest != 0 {
                    result.append(block << StreamSet.blockBits | Int64(place << 6 | rest.trailingZeroBitCount))
                    rest &= rest - 1
                }
            }
        }
        return result
    }
}

/// Places of streams in their block as a row of the index has them: ascending, as differences in LEB128.
enum StreamList {
    /// - Parameter offsets: ascending, each once.
    static func encoded(_ offsets: [UInt16]) -> [UInt8] {
        var bytes: [UInt8] = [], last: UInt16 = 0
        bytes.reserveCapacity(offsets.count + 4)
        for offset in offsets {
            Varint.append(UInt64(offset &- last), to: &bytes)
            last = offset
        }
        return bytes
    }

    /// - Returns: nil for what is no such list.
    static func decoded(_ bytes: [UInt8]) -> [UInt16]? {
        var offsets: [UInt16] = []
        let isList = bytes.withUnsafeBufferPointer { forEach(in: $0) { offsets.append($0) } }
        return isList ? offsets : nil
    }

    /// Visits the places of a list, each less than the size of a block.
    ///
    /// - Returns: whether the bytes are such a list to their end.
    static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt16) -> Void) -> Bool {
        var last: UInt32 = 0, value: UInt32 = 0, shift: UInt32 = 0, isFirst = true
        for byte in bytes {
            guard shift < 21 else { return false }
            value |= UInt32(byte & 0x7F) << shift
            if byte >= 0x80 {
                shift += 7
                continue
            }
            guard value < UInt32(StreamSet.blockSize), isFirst || value > 0 else { return false }
            last += value
            guard last < UInt32(StreamSet.blockSize) else { return false }
            body(UInt16(last))
            (value, shift, isFirst) = (0, 0, false)
        }
        return shift == 0
    }
}
