/// The bytes in a gzip file (RFC 1952), which may be several that were put together.
final class GzipStream: ByteStream {
    static let signature: [UInt8] = [0x1F, 0x8B]

    private var input: ByteSource
    private let inflater = Inflater(.gzip)
    private var expansion: Expansion
    private let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    private var begin = 0
    private var end = 0
    /// Whether a member has ended and none has begun since.
    private var isBetween = false
    private var isDone = false
    private let remarks: PartRemarks?

    /// - Parameter remarks: gets what stands behind the last member and belongs to nothing.
    init(_ input: consuming ByteSource, limits: ReaderLimits, remarks: PartRemarks? = nil) {
        self.remarks = remarks
        expansion = Expansion(limits, path: input.path)
        self.input = input
    }

    deinit { chunk.deallocate() }

    var bytesSpent: Int64 { input.bytesSpent }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int {
        while !isDone {
            if begin == end {
                begin = 0
                end = try input.read(into: chunk)
            }
            if end == 0 {
                guard isBetween else { throw failure("it ends in the middle. Copy or fetch it again") }
                isDone = true
                return 0
            }
            if isBetween, try !beginsAgain() { return 0 }
            let step = inflater.inflate(Bytes(rebasing: Bytes(chunk)[begin..<end]), into: buffer)
            begin += step.consumed
            switch step.state {
            case .goesOn where step.consumed + step.produced > 0: break
            case .end: isBetween = true
            case .goesOn, .damaged: throw failure("it is damaged. Copy or fetch it again")
            }
            guard step.produced == 0 else {
                try expansion.add(step.produced, spent: input.bytesSpent)
                return step.produced
            }
        }
        return 0
    }

    /// Whether another member follows. What else stands behind the last is passed over, as gzip does it, and told of
    /// unless it is the zeros of a tape's block.
    private func beginsAgain() throws(IntakeError) -> Bool {
        if end - begin == 1, chunk[begin] == GzipStream.signature[0] {
            chunk[0] = chunk[begin]
            begin = 0
            end = 1 + (try input.read(into: UnsafeMutableBufferPointer(rebasing: chunk[1...])))
        }
        guard Bytes(rebasing: Bytes(chunk)[begin..<end]).starts(with: GzipStream.signature) else {
            isDone = true
            try passOver()
            return false
        }
        inflater.reset()
        isBetween = false
        return true
    }

    private func passOver() throws(IntakeError) {
        var count: Int64 = 0, isBlank = true
        while end > 0 {
            let rest = Bytes(rebasing: Bytes(chunk)[begin..<end])
            count += Int64(rest.count)
            isBlank = isBlank && rest.allSatisfy { $0 == 0 }
            begin = 0
            end = try input.read(into: chunk)
        }
        if !isBlank { remarks?.bytesBehindGzip = count }
    }

    private func failure(_ words: String) -> IntakeError {
        IntakeError(.unreadable, path: input.path, "this is a gzip file, and \(words): rows that were read count once.")
    }
}
