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
    static func copy(of descriptor: Int32, path: String) throws(IntakeError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        func failure(_ number: Int32) -> IntakeError {
            IntakeError(
                .unreadable, path: path,
                """
                what is piped in cannot be kept in \(folder) to be looked at as a whole: \(systemMessage(number)). Name another folder with TMPDIR, or save it \
                to a file and name that.
                """)
        }
        let file = make(in: folder)
        guard file >= 0 else { throw failure(errno) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count == 0 { return file }
            if count < 0 {
                let number = errno
                if number == EINTR { continue }
                close(file)
                throw IntakeError(
                    .unreadable, path: path, "reading stopped: \(systemMessage(number)). Run the same command again.")
            }
            var written = 0
            while written < count {
                let step = write(file, chunk.baseAddress?.advanced(by: written), count - written)
                if step < 0, errno != EINTR {
                    let number = errno
                    close(file)
                    throw failure(number)
                }
                written += max(0, step)
            }
        }
    }

    private static func make(in folder: String) -> Int32 {
        var template = Array((folder + "/calfold.XXXXXX").utf8CString)
        let file = mkstemp(&template)
        if file >= 0 {
            unlink(template)
            _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        }
        return file
    }
}
