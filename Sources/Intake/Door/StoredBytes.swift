#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that is open for reading until nobody holds it any more.
final class OpenFile {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Of an ordinary file; a device has none.
    var size: Int64? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// Fills as much of the buffer as the system gives at once; 0 means the end.
    func read(
        at position: Int64, into buffer: UnsafeMutableBufferPointer<UInt8>, path: String
    ) throws(IntakeError) -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        while true {
            // Where the descriptor stands is shared with whoever looks at the file a second time; what is no file has
            // no place to ask for.
            var count = pread(descriptor, base, buffer.count, off_t(position))
            #if canImport(Darwin)
            if count < 0, errno == ESPIPE { count = Darwin.read(descriptor, base, buffer.count) }
            #else
            if count < 0, errno == ESPIPE { count = Glibc.read(descriptor, base, buffer.count) }
            #endif
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw IntakeError(
                    .unreadable, path: path,
                    """
                    reading stopped: \(systemMessage(errno)). Run the same command again: rows that were taken in \
                    already count once.
                    """)
            }
        }
    }
}

/// Bytes that can be read at any place, as often as anybody likes.
enum StoredBytes {
    case file(OpenFile)
    case memory([UInt8])

    var size: Int64? {
        switch self {
        case .file(let file): file.size
        case .memory(let bytes): Int64(bytes.count)
        }
    }

    /// Fills as much of the buffer as there is at once; 0 means the end.
    func read(
        at position: Int64, into buffer: UnsafeMutableBufferPointer<UInt8>, path: String
    ) throws(IntakeError) -> Int {
        switch self {
        case .file(let file): return try file.read(at: position, into: buffer, path: path)
        case .memory(let bytes):
            guard let base = buffer.baseAddress, position >= 0, position < Int64(bytes.count) else { return 0 }
            let start = Int(position)
            let count = min(buffer.count, bytes.count - start)
            bytes.withUnsafeBufferPointer { bytes in
                if let source = bytes.baseAddress { base.update(from: source + start, count: count) }
            }
            return count
        }
    }

    /// The bytes of a stretch, or fewer where it goes on behind the end.
    func bytes(at position: Int64, count: Int, path: String) throws(IntakeError) -> [UInt8] {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, count))
        defer { buffer.deallocate() }
        var filled = 0
        while filled < count {
            let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])
            let step = try read(at: position + Int64(filled), into: rest, path: path)
            if step == 0 { break }
            filled += step
        }
        return Array(buffer[..<filled])
    }
}

/// Bytes that are made while they are read, such as those of a compressed file. They come in order and once.
protocol ByteStream: AnyObject {
    /// Fills some of the buffer; 0 means the end.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int

    /// How many bytes of the file that lies on the disk this much was made of.
    var bytesSpent: Int64 { get }
}
