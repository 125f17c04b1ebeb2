import CZlib

/// The bytes of one file of a zip archive. That they are the ones which were packed shows at the end only: then a wrong
/// length or checksum is told, and what was read before is good or has told of itself.
final class ZipEntryStream: ByteStream {
    private var input: ByteSource
    private let entry: ZipArchive.Entry
    private let inflater: Inflater?
    private var expansion: Expansion
    private let chunk: UnsafeMutableBufferPointer<UInt8>
    private var begin = 0
    private var end = 0
    private var made: Int64 = 0
    private var checksum: UInt = 0
    private var isDone = false

    /// - Parameter input: the packed bytes.
    init(_ input: consuming ByteSource, entry: ZipArchive.Entry, limits: ReaderLimits) {
        self.entry = entry
        inflater = entry.method == 8 ? Inflater(.bare) : nil
        expansion = Expansion(limits, path: input.path)
        chunk = .allocate(capacity: entry.method == 8 ? Int(min(1 << 16, max(64, entry.packedSize))) : 1)
        self.input = input
    }

    deinit { chunk.deallocate() }

    var bytesSpent: Int64 { input.bytesSpent }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int {
        guard !isDone else { return 0 }
        let count = inflater == nil ? try input.read(into: buffer) : try inflate(into: buffer)
        guard count > 0 else {
            isDone = true
            guard made == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
                throw ZipArchive.damaged("what is in it is not what was packed", path: input.path)
            }
            return 0
        }
        made += Int64(count)
        guard made <= entry.size else {
            throw ZipArchive.damaged("a file in it is longer than its list says", path: input.path)
        }
        checksum = crc32(checksum, buffer.baseAddress, UInt32(truncatingIfNeeded: count))
        try expansion.add(count, spent: input.bytesSpent)
        return count
    }

    private func inflate(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int {
        guard let inflater, !hasEnded else { return 0 }
        while true {
            if begin == end {
                begin = 0
                end = try input.read(into: chunk)
                if end == 0 { throw ZipArchive.damaged("a file in it ends in the middle", path: input.path) }
            }
            let step = inflater.inflate(Bytes(rebasing: Bytes(chunk)[begin..<end]), into: buffer)
            begin += step.consumed
            switch step.state {
            case .end:
                hasEnded = true
                return step.produced
            case .goesOn where step.produced > 0: return step.produced
            case .goesOn where step.consumed > 0: continue
            case .goesOn, .damaged: throw ZipArchive.damaged("a file in it cannot be unpacked", path: input.path)
            }
        }
    }

    private var hasEnded = false
}
