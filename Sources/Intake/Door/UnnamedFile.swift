#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A file that has no name, and is gone with the process however it ends: what is read from a pipe may be people's
/// calendars.
enum UnnamedFile {
    /// Copies all that a descriptor gives.
    ///
    /// - Returns: the file, to be read from its beginning.
    /// - Throws: `IntakeError` when the pipe cannot be read, or there is no room.
    static func copy(of descriptor: Int32, path: String) throws(IntakeError) -> OpenFile {
        let file = try make(path: path)
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count == 0 { return file }
            if count < 0 {
                let number = errno
                if number == EINTR { continue }
                throw IntakeError(
                    .unreadable, path: path, "reading stopped: \(systemMessage(number)). Run the same command again.")
            }
            try append(UnsafeRawBufferPointer(rebasing: chunk[..<count]), to: file, path: path)
        }
    }

    /// A new file without a name.
    ///
    /// - Parameter path: of the input that wants it, for words about it.
    static func make(path: String) throws(IntakeError) -> OpenFile {
        var template = Array((folder + "/calfold.XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw failure(errno, path: path) }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return OpenFile(file)
    }

    /// Writes bytes behind those that are there.
    static func append(_ bytes: UnsafeRawBufferPointer, to file: OpenFile, path: String) throws(IntakeError) {
        var written = 0
        while written < bytes.count {
            let step = write(file.descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if step < 0, errno != EINTR { throw failure(errno, path: path) }
            written += max(0, step)
        }
    }

    private static var folder: String {
        getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    }

    private static func failure(_ number: Int32, path: String) -> IntakeError {
        IntakeError(
            .unreadable, path: path,
            """
            what is read from it cannot be kept in \(folder) to be looked at as a whole: \(systemMessage(number)). Name another folder with TMPDIR, or save it \
            to a file, unpacked, and name that.
            """)
    }
}
