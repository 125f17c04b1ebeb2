#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where a reader's bytes come from, in order and once: an open file, or bytes in memory.
struct ByteSource: ~Copyable {
    let path: String
    private let descriptor: Int32
    private var memory: [UInt8]
    private var position = 0

    /// - Throws: `IntakeError` when the file is missing, not a file, or must not be read.
    init(path: String) throws(IntakeError) {
        self.path = path
        memory = []
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let number = errno
            if number == ENOENT || number == ENOTDIR {
                throw IntakeError(.missing, path: path, """
                    there is no such file. Check the spelling, and that the share is mounted.
                    """)
            }
            throw IntakeError(.unreadable, path: path, "cannot be opened: \(systemMessage(number)).")
        }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw IntakeError(.notAFile, path: path, "this is a folder where a file was expected.")
        }
    }

    init(bytes: [UInt8], path: String) {
        self.path = path
        memory = bytes
        descriptor = -1
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Size of the whole input in bytes, when it is known.
    var size: Int64? {
        guard descriptor >= 0 else { return Int64(memory.count) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// Fills as much of the buffer as the system gives at once; 0 means the end.
    mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        guard descriptor >= 0 else {
            let count = min(buffer.count, memory.count - position)
            for index in 0..<count { base[index] = memory[position + index] }
            position += count
            return count
        }
        while true {
            #if canImport(Darwin)
            let count = Darwin.read(descriptor, base, buffer.count)
            #else
            let count = Glibc.read(descriptor, base, buffer.count)
            #endif
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw IntakeError(.unreadable, path: path, """
                    reading stopped: \(systemMessage(errno)). Run the same command again: rows that were taken in \
                    already count once.
                    """)
            }
        }
    }
}
