/// A window of decoded text that moves over a file: what every reader of records looks at.
///
/// It holds what has been read and not yet taken. It grows only when somebody asks for more without taking anything, so
/// its size is that of the longest record, never that of the file.
struct TextWindow: ~Copyable {
    /// How many bytes can be read behind the last: whoever looks for something takes many bytes at once.
    static let slack = 128

    private var source: ByteSource
    private var decoder: TextDecoder
    private let bufferBytes: Int

    private let chunk: UnsafeMutableBufferPointer<UInt8>
    /// Bytes read and not yet decoded: `chunk[chunkBegin..<chunkEnd]`.
    private var chunkBegin = 0
    private var chunkEnd = 0

    /// Decoded bytes: `window[begin..<end]` is not yet taken. `slack` bytes behind `capacity` belong to it too.
    private var window: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var begin = 0
    private var end = 0
    private var sourceIsAtEnd = false
    /// Whether nothing will follow what `unread` holds.
    private(set) var isAtEnd = false
    /// Bytes of the file on the disk read so far.
    var bytesRead: Int64 { source.bytesSpent }

    /// Opens the source, looks at its first bytes, and decides the encoding: a byte order mark, else `encoding`, else
    /// UTF-8.
    ///
    /// - Throws: `IntakeError` when the bytes cannot be text.
    init(_ source: consuming ByteSource, encoding: TextEncoding?, limits: ReaderLimits) throws(IntakeError) {
        // A small file needs no large buffer: to clear them took longer than to read a mailbox's few rows. One that
        // grows is read on in more steps.
        let size = source.size.map { max(FileHead.bytes, Int(clamping: $0) &+ 1) } ?? .max
        bufferBytes = max(1, min(limits.bufferBytes, size < 0 ? .max : size))
        chunk = .allocate(capacity: max(bufferBytes, FileHead.bytes))
        capacity = max(64, bufferBytes)
        window = .allocate(capacity: capacity + TextWindow.slack)
        window.initialize(repeating: 0, count: capacity + TextWindow.slack)
        decoder = TextDecoder(.utf8)
        self.source = source
        while chunkEnd < FileHead.bytes {
            let count = try self.source.read(into: UnsafeMutableBufferPointer(rebasing: chunk[chunkEnd...]))
            if count == 0 { break }
            chunkEnd += count
        }
        let head = try FileHead(
            Bytes(rebasing: Bytes(chunk)[..<chunkEnd]), path: self.source.path, encoding: encoding,
            form: self.source.recordForm)
        decoder = TextDecoder(head.encoding)
        chunkBegin = head.markLength
        // A tool that marks what is marked already leaves two of them.
        while chunkBegin > 0, let next = TextEncoding.marked(in: Bytes(rebasing: Bytes(chunk)[chunkBegin..<chunkEnd])),
            next.encoding == head.encoding
        {
            chunkBegin += next.markLength
        }
    }

    deinit {
        chunk.deallocate()
        window.deallocate()
    }

    var encoding: TextEncoding { decoder.encoding }
    var path: String { source.path }
    var recordForm: RecordForm { source.recordForm }
    var statedMailbox: String? { source.statedMailbox }
    var fileSize: Int64? { source.size }

    /// What has been decoded and not been taken. At least `slack` bytes behind it are readable. Valid until `readMore`.
    var unread: Bytes { Bytes(start: window + begin, count: end - begin) }

    /// The last `count` bytes that were taken, of those that still lie in the window: all that were taken since
    /// `readMore`.
    func taken(from back: Int, count: Int) -> Bytes {
        let start = max(0, begin - back)
        return Bytes(start: window + start, count: max(0, min(count, begin - start)))
    }

    /// Takes the byte order marks that come next. Where files were put together they stand in the middle, and belong to
    /// nothing.
    mutating func takeMarks() throws(IntakeError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        while begin < end ? window[begin] == mark[0] : !isAtEnd {
            while end - begin < mark.count, !isAtEnd { try readMore() }
            guard unread.starts(with: mark) else { return }
            take(mark.count)
        }
    }

    /// Moves on over so many bytes of `unread`.
    mutating func take(_ count: Int) { begin = min(end, begin + count) }

    /// The first bytes that are still to come, at least `count` if the file has so many.
    mutating func peek(_ count: Int) throws(IntakeError) -> (bytes: Bytes, isLast: Bool) {
        while end - begin < count, !isAtEnd { try readMore() }
        return (unread, isAtEnd)
    }

    /// Moves what is unread to the front and adds to it; reads from the source when nothing is left to decode.
    mutating func readMore() throws(IntakeError) {
        if begin > 0 {
            window.update(from: window + begin, count: end - begin)
            end -= begin
            begin = 0
        }
        let growth = decoder.encoding.growth
        if capacity - end < 64 { grow(to: capacity * 2) }
        if chunkBegin == chunkEnd, !sourceIsAtEnd, decoder.encoding == .utf8 {
            // What needs no decoding is read to where it is looked at.
            let room = min(bufferBytes, capacity - end - 8)
            let count = try source.read(into: UnsafeMutableBufferPointer(start: window + end, count: room))
            end += count
            sourceIsAtEnd = count == 0
            if count > 0 { return }
        }
        if chunkBegin == chunkEnd, !sourceIsAtEnd {
            chunkBegin = 0
            chunkEnd = try source.read(into: UnsafeMutableBufferPointer(rebasing: chunk[..<bufferBytes]))
            sourceIsAtEnd = chunkEnd == 0
        }
        if chunkBegin == chunkEnd {
            end += decoder.finish(into: window + end)
            isAtEnd = true
            return
        }
        let count = min(chunkEnd - chunkBegin, bufferBytes, (capacity - end - 8) / growth)
        end += decoder.decode(Bytes(rebasing: Bytes(chunk)[chunkBegin..<chunkBegin + count]), into: window + end)
        chunkBegin += count
    }

    /// Puts an excerpt of what was taken long ago in front of what is unread, as if it had been taken just now.
    mutating func putBack(taken excerpt: [UInt8]) {
        if begin < excerpt.count {
            grow(to: excerpt.count + (end - begin))
            (window + excerpt.count).update(from: window + begin, count: end - begin)
            end = excerpt.count + (end - begin)
            begin = excerpt.count
        }
        let start = begin - excerpt.count
        for (index, byte) in excerpt.enumerated() { window[start + index] = byte }
    }

    private mutating func grow(to wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + TextWindow.slack)
        larger.initialize(repeating: 0, count: wanted + TextWindow.slack)
        larger.update(from: window, count: end)
        window.deallocate()
        window = larger
        capacity = wanted
    }
}
