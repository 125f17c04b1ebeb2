import CZlib

/// Undoes deflate (RFC 1951), bare as in a zip archive or in the frame of gzip (RFC 1952).
final class Inflater {
    enum Frame {
        case bare, gzip

        /// The size of the window, with what zlib adds for each frame.
        var windowBits: Int32 { self == .bare ? -15 : 15 + 16 }
    }

    enum State { case goesOn, end, damaged }

    // zlib keeps a pointer to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool

    init(_ frame: Frame) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        isReady =
            inflateInit2_(stream, frame.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins anew, for another stream of the same frame.
    func reset() { inflateReset(stream) }

    /// Turns as much of the input into output as the output has room for.
    func inflate(
        _ input: Bytes, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (consumed: Int, produced: Int, state: State) {
        guard isReady else { return (0, 0, .damaged) }
        let inputCount = min(input.count, 1 << 30), outputCount = min(output.count, 1 << 30)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(inputCount)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(outputCount)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        let consumed = inputCount - Int(stream.pointee.avail_in)
        let produced = outputCount - Int(stream.pointee.avail_out)
        switch code {
        case Z_OK, Z_BUF_ERROR: return (consumed, produced, .goesOn)
        case Z_STREAM_END: return (consumed, produced, .end)
        default: return (consumed, produced, .damaged)
        }
    }
}

/// Tells what a file holds from what was made to fill disks: no log becomes hundreds of times smaller when it is
/// packed, and nothing that stays small is dangerous.
struct Expansion {
    let limits: ReaderLimits
    let path: String
    private var made: Int64 = 0

    init(_ limits: ReaderLimits, path: String) {
        self.limits = limits
        self.path = path
    }

    /// - Parameter spent: how many bytes on the disk all was made of so far.
    mutating func add(_ count: Int, spent: Int64) throws(IntakeError) {
        made += Int64(count)
        guard made > limits.freeExpansion, made / limits.mostExpansion > spent else { return }
        throw IntakeError(
            .unreadable, path: path,
            """
            what is packed in it is more than \(limits.mostExpansion) times as large as the file, as no export is. If you trust it, unpack it yourself \
            and take in what comes out.
            """)
    }
}
