#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where a reader's bytes come from, in order and once: an open file, or bytes in memory.
///
/// What can be read only once, standard input or a pipe, is copied to an unnamed file first, because some files are
/// looked at as a whole before a row is taken.
struct ByteSource: ~Copyable {
    /// The path that stands for standard input.
    static let standardInput = "-"

    let path: String
    private let descriptor: Int32
    private var memory: [UInt8]
    private var position = 0

    /// - Throws: `IntakeError` when the file is missing, not a file, or must not be read.
    init(path: String) throws(IntakeError) {
        let opened = try ByteSource.opened(path)
        self.path = path
        memory = []
        descriptor = opened
    }

    private static func opened(_ path: String) throws(IntakeError) -> Int32 {
        if path == standardInput {
            guard isatty(STDIN_FILENO) == 0 else {
                throw IntakeError(
                    .notAFile, path: path,
                    "standard input is a terminal. Pipe an export into the command, or name a file.")
            }
            return try UnnamedFile.copy(of: STDIN_FILENO, path: path)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let number = errno
            if number == ENOENT || number == ENOTDIR {
                throw IntakeError(
                    .missing, path: path,
                    """
                    there is no such file. Check the spelling, and that the share is mounted.
                    """)
            }
            throw IntakeError(.unreadable, path: path, "cannot be opened: \(systemMessage(number)).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return descriptor }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            close(descriptor)
            throw IntakeError(.notAFile, path: path, "this is a folder where a file was expected.")
        case S_IFIFO:
            defer { close(descriptor) }
            return try UnnamedFile.copy(of: descriptor, path: path)
        default: return descriptor
        }
    }

    init(bytes: [UInt8], path: String) {
        self.path = path
        memory = bytes
        descriptor = -1
    }

    private init(again descriptor: Int32, _ memory: [UInt8], path: String) {
        self.path = path
        self.memory = memory
        self.descriptor = descriptor
    }

    /// The same bytes from the beginning, for a second look.
    func again() throws(IntakeError) -> ByteSource {
        guard descriptor >= 0 else { return ByteSource(bytes: memory, path: path) }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else {
            throw IntakeError(.unreadable, path: path, "cannot be opened again: \(systemMessage(errno)).")
        }
        return ByteSource(again: copy, memory, path: path)
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
            // Where the descriptor stands is shared with whoever looks at the file a second time; what is no file has
            // no place to ask for.
            var count = pread(descriptor, base, buffer.count, off_t(position))
            #if canImport(Darwin)
            if count < 0, errno == ESPIPE { count = Darwin.read(descriptor, base, buffer.count) }
            #else
            if count < 0, errno == ESPIPE { count = Glibc.read(descriptor, base, buffer.count) }
            #endif
            if count >= 0 {
                position += count
                return count
            }
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
